// confidence: a frame leaves when the largest probability reaches the threshold.
#include <doctest/doctest.h>

#include "fake_view.hpp"

using namespace lastmile;
using namespace lastmile::policies;

TEST_CASE("confidence: the threshold itself is enough, at every exit") {
  const auto policy = make<ExitPolicy>("confidence", {{"threshold", 0.75}});
  for (const std::size_t exit : {0u, 1u, 5u}) {
    CHECK(policy->leave(exit, {0.75f, 0}));
    CHECK(policy->leave(exit, {1.0f, 0}));
    CHECK_FALSE(policy->leave(exit, {0.7499f, 0}));
  }
}

TEST_CASE("confidence: 0 lets everything go, 1 only the certain") {
  CHECK(make<ExitPolicy>("confidence", {{"threshold", 0}})->leave(0, {0.0f, 0}));
  const auto never = make<ExitPolicy>("confidence", {{"threshold", 1}});
  CHECK(never->leave(0, {1.0f, 0}));
  CHECK_FALSE(never->leave(0, {0.99999f, 0}));
}

TEST_CASE("confidence: the default, and what is no probability") {
  const auto policy = make<ExitPolicy>("confidence", {});
  CHECK(policy->leave(0, {0.81f, 0}));
  CHECK_FALSE(policy->leave(0, {0.79f, 0}));
  CHECK_THROWS_AS(make<ExitPolicy>("confidence", {{"threshold", 1.2}}), ConfigError);
  CHECK_THROWS_AS(make<ExitPolicy>("confidence", {{"threshold", -0.1}}), ConfigError);
}
