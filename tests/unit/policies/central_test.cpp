// central: one place trains.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::policies;

TEST_CASE("central: the server is where it says, whoever takes part") {
  const FakeView view(models::camera_cnn());
  const auto policy = make<TrainingPolicy>("central", {{"at", "cloud"}});
  for (const std::vector<network::NodeId>& devices : {std::vector<network::NodeId>{0, 1, 2}, {2}}) {
    const TrainingPlan plan = policy->plan(devices, view);
    CHECK(plan.kind == TrainingPlan::Kind::central);
    CHECK(plan.server == 4);
    CHECK_FALSE(plan.through);
  }
}

TEST_CASE("central: where it trains changes nothing of what is learned") {
  CHECK(make<TrainingPolicy>("central", {{"at", "cloud"}})->signature() ==
        make<TrainingPolicy>("central", {{"at", "edge"}})->signature());
}

TEST_CASE("central: an unknown server is the user's fault") {
  const FakeView view(models::camera_cnn());
  const auto policy = make<TrainingPolicy>("central", {{"at", "clowd"}});
  CHECK_THROWS_AS(static_cast<void>(policy->plan({0}, view)), ConfigError);
}
