// place: every layer but the input at one place; a group means who asks.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

Plan plan_at(const std::string& where, network::NodeId origin) {
  const FakeView view(models::camera_cnn());
  return make<InferencePolicy>("place", {{"at", where}})->decide(request_from(origin), view);
}

bool all_at(const Plan& plan, network::NodeId origin, network::NodeId node) {
  if (plan.node_of_layer.size() != models::camera_cnn().size()) return false;
  for (std::size_t l = 0; l < plan.node_of_layer.size(); ++l) {
    if (plan.node_of_layer[l] != (l == 0 ? origin : node)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("place: at a node, whoever asks") {
  for (const network::NodeId origin : {0u, 2u, 4u})
    CHECK(all_at(plan_at("edge", origin), origin, 3));
  CHECK(plan_at("edge", 0).cut == "edge");
}

TEST_CASE("place: at a group means the member that asks, else its first") {
  CHECK(all_at(plan_at("cameras", 1), 1, 1));
  CHECK(all_at(plan_at("cameras", 4), 4, 0));
  CHECK(all_at(plan_at("cameras[2]", 0), 0, 1));
}

TEST_CASE("place: an unknown node or a missing argument is the user's fault") {
  CHECK_THROWS_WITH_AS(plan_at("egde", 0), doctest::Contains("did you mean 'edge'?"), ConfigError);
  CHECK_THROWS_WITH_AS(make<InferencePolicy>("place", {}), doctest::Contains("'at'"), ConfigError);
}
