// local: every layer on the device that asks.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::policies;

TEST_CASE("local: nothing leaves the device that asks") {
  const FakeView view(models::camera_cnn());
  const auto policy = make<InferencePolicy>("local", {});
  for (const network::NodeId origin : {0u, 1u, 3u}) {
    const Plan plan = policy->decide(request_from(origin), view);
    CHECK(plan.node_of_layer == std::vector<network::NodeId>(view.graph().size(), origin));
  }
  CHECK_THROWS_AS(make<InferencePolicy>("local", {{"at", "edge"}}), ConfigError);
}
