// entropy: a frame leaves when its answer has less entropy than the exit's threshold.
#include <doctest/doctest.h>

#include "fake_view.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

Value numbers(std::vector<Value> all) { return Value(std::move(all)); }

}  // namespace

TEST_CASE("entropy: a threshold an exit, the last one for those that follow; confidence does not matter") {
  const auto policy = make<ExitPolicy>("entropy", {{"thresholds", numbers({0.1, 0.5})}});
  CHECK(policy->leave(0, {0, 0.09f}));
  CHECK_FALSE(policy->leave(0, {1, 0.11f}));
  CHECK(policy->leave(1, {0, 0.49f}));
  CHECK(policy->leave(4, {0, 0.49f}));
  CHECK_FALSE(policy->leave(4, {1, 0.5f}));
}

TEST_CASE("entropy: 0 lets nothing go; what is no threshold is the user's fault") {
  CHECK_FALSE(make<ExitPolicy>("entropy", {{"thresholds", numbers({0})}})->leave(0, {1, 0}));
  CHECK_THROWS_AS(make<ExitPolicy>("entropy", {}), ConfigError);
  CHECK_THROWS_AS(make<ExitPolicy>("entropy", {{"thresholds", numbers({-1})}}), ConfigError);
}
