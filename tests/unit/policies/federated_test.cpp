// federated: who averages, and with which weights.
#include <doctest/doctest.h>

#include <numeric>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"
#include "policies/execute/training.hpp"
#include "policies/federation/choose_clients.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

std::unique_ptr<TrainingPolicy> averaging(std::vector<Member> members) {
  return make<TrainingPolicy>("federated", std::move(members));
}

Weights model(std::vector<float> values) {
  return std::make_shared<const std::vector<float>>(std::move(values));
}

}  // namespace

TEST_CASE("federated: server, the node on the way, and passes") {
  const FakeView view(models::camera_cnn());
  const TrainingPlan flat = averaging({{"server", "edge"}})->plan({0, 1, 2}, view);
  CHECK(flat.kind == TrainingPlan::Kind::federated);
  CHECK(flat.server == 3);
  CHECK_FALSE(flat.through);
  CHECK(flat.local_passes == 1);
  const TrainingPlan tree =
      averaging({{"local_passes", 4}, {"server", "cloud"}, {"through", "edge"}})
          ->plan({0, 1}, view);
  CHECK(tree.server == 4);
  CHECK(tree.through == network::NodeId{3});
  CHECK(tree.local_passes == 4);
}

TEST_CASE("federated: weights in proportion to samples, and they add up to one") {
  const auto policy = averaging({{"server", "edge"}});
  CHECK(policy->weights({30, 10, 60}) == std::vector<double>{0.3, 0.1, 0.6});
  RandomStream random(1, "samples");
  for (int i = 0; i < 50; ++i) {
    std::vector<double> samples(1 + random.below(20));
    for (double& s : samples) s = 1 + static_cast<double>(random.below(500));
    const std::vector<double> weights = policy->weights(samples);
    CHECK(std::accumulate(weights.begin(), weights.end(), 0.0) ==
          doctest::Approx(1).epsilon(1e-12));
  }
  CHECK_THROWS_AS(static_cast<void>(policy->weights({0, 0})), InternalError);
}

TEST_CASE("federated: the mean of models, by hand") {
  const Weights mean = mix({model({1, 10, -4}), model({3, 20, 4})}, {0.25, 0.75});
  CHECK(*mean == std::vector<float>{2.5f, 17.5f, 2.0f});
  CHECK_THROWS_AS(mix({model({1})}, {0.5, 0.5}), InternalError);
  CHECK_THROWS_AS(mix(std::vector<Weights>{}, std::vector<double>{}), InternalError);
}

TEST_CASE("federated: a node on the way changes nothing of what is learned, passes do") {
  const std::string flat = averaging({{"server", "edge"}})->signature();
  CHECK(flat == averaging({{"server", "cloud"}, {"through", "edge"}})->signature());
  CHECK(flat != averaging({{"local_passes", 2}, {"server", "edge"}})->signature());
  CHECK(flat != make<TrainingPolicy>("central", {{"at", "edge"}})->signature());
}

TEST_CASE("federated: what is missing or impossible is the user's fault") {
  CHECK_THROWS_WITH_AS(averaging({}), doctest::Contains("'server'"), ConfigError);
  CHECK_THROWS_AS(averaging({{"local_passes", 0}, {"server", "edge"}}), ConfigError);
}

TEST_CASE("federated: clients of a round are different ones, and each is as likely as any other") {
  std::vector<int> times(20, 0);
  for (int round = 0; round < 4000; ++round) {
    const auto clients = choose_clients(20, 5, RandomStream(1, "round " + std::to_string(round)));
    REQUIRE(clients.size() == 5);
    for (std::size_t i = 1; i < clients.size(); ++i) CHECK(clients[i - 1] < clients[i]);
    for (const std::size_t client : clients) ++times.at(client);
  }
  // Binomial with mean 1000 and deviation 27.
  for (const int count : times) CHECK(std::abs(count - 1000) < 5 * 27);
  CHECK(choose_clients(3, 3, RandomStream(1, "all")) == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("federated: the proximal term is part of the plan and of what is learned") {
  const FakeView view(models::camera_cnn());
  const auto pulled = averaging({{"proximal", 0.25}, {"server", "edge"}});
  CHECK(pulled->plan({0, 1}, view).proximal == 0.25);
  CHECK(pulled->signature() != averaging({{"server", "edge"}})->signature());
  CHECK(pulled->signature() != averaging({{"proximal", 0.5}, {"server", "edge"}})->signature());
  CHECK(averaging({{"proximal", 0.0}, {"server", "edge"}})->signature() ==
        averaging({{"server", "edge"}})->signature());
  CHECK_THROWS_WITH_AS(averaging({{"proximal", -1.0}, {"server", "edge"}}),
                       doctest::Contains("'proximal'"), ConfigError);
}

TEST_CASE("federated: clients per round is part of the plan and of what is learned") {
  const FakeView view(models::camera_cnn());
  const auto some = averaging({{"clients_per_round", 2}, {"server", "edge"}});
  CHECK(some->plan({0, 1, 2}, view).clients_per_round == 2);
  CHECK(some->signature() != averaging({{"server", "edge"}})->signature());
  CHECK_THROWS_WITH_AS(some->plan({0}, view), doctest::Contains("only 1 devices"), ConfigError);
}
