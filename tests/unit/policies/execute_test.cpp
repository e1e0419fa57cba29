// The loops that act on decisions: what is sent and counted, and what lost messages do to requests
// and to training.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

constexpr double kModelBytes = 4 * 22868;

Task<void> send_some(World& world, std::vector<bool>& arrived) {
  const std::pair<network::NodeId, network::NodeId> ways[] = {
      {0, 4}, {1, 3}, {3, 4}, {0, 0}, {4, 1}};
  for (const auto& [from, to] : ways) {
    const bool ok = co_await world.send(from, to, Bytes(50000), Purpose::features);
    arrived.push_back(ok);
  }
}

Task<void> serve(SmallWorld& small, const InferencePolicy& policy, const ExitPolicy* exit,
                 std::int64_t requests) {
  Trained trained;
  trained.shared = initial_weights(small.world);
  trained.holder = 4;
  const auto answers = std::make_shared<const learn::Evaluation>(
      evaluate_model(small.world.application, trained.shared));
  Service service{policy, exit, small.planner, {answers, answers}};
  co_await deploy(small.world, trained, service, 4);
  small.world.close_phase();
  Workload workload;
  workload.requests = requests;
  workload.frames = 4;
  workload.rate_per_s = 5;
  co_await serve_all(small.world, service, workload);
  small.world.close_phase();
}

Task<void> train(SmallWorld& small, const TrainingPolicy& policy, Trained& trained) {
  RoundLog log(small.world, nullptr);
  const TrainingPlan plan = policy.plan({0, 1}, small.planner);
  if (plan.kind == TrainingPlan::Kind::central)
    co_await train_central(small.world, plan, log, trained);
  if (plan.kind == TrainingPlan::Kind::federated) {
    co_await train_federated(small.world, policy, plan, log, trained);
  }
  if (plan.kind == TrainingPlan::Kind::gossip)
    co_await train_gossip(small.world, policy, plan, log, trained);
  log.flush();
}

// Everybody sends to everybody: gossip for two, whom no ring lattice fits.
class Exchange final : public TrainingPolicy {
 public:
  TrainingPlan plan(const std::vector<network::NodeId>&, const PlanningView&) const override {
    TrainingPlan plan;
    plan.kind = TrainingPlan::Kind::gossip;
    plan.sends_to = {{1}, {0}};
    return plan;
  }
  std::string signature() const override { return "exchange"; }
};

Trained trained_with(SmallWorld& small, const TrainingPolicy& policy) {
  Trained trained;
  small.run(train(small, policy, trained));
  return trained;
}

}  // namespace

TEST_CASE("execute: bytes over each link are the bytes of the messages whose route uses it") {
  SmallWorld small;
  std::vector<bool> arrived;
  small.run(send_some(small.world, arrived));
  CHECK(arrived == std::vector<bool>(5, true));
  std::vector<double> expected(small.topology.links.size());
  for (const auto& [from, to] : {std::pair{0u, 4u}, {1u, 3u}, {3u, 4u}, {4u, 1u}}) {
    for (const network::Hop& hop : small.world.routes.between(from, to))
      expected[hop.link] += 50000;
  }
  CHECK(expected == std::vector<double>{150000, 100000, 150000});
  for (network::LinkIndex link = 0; link < expected.size(); ++link) {
    CHECK(small.net->view().link_use(link).carried.value() ==
          doctest::Approx(expected[link]).epsilon(1e-9));
  }
}

TEST_CASE("execute: a lost message is recorded and not counted as sent") {
  SmallWorld small(2);
  std::vector<bool> arrived;
  small.run(send_some(small.world, arrived));
  CHECK(arrived == std::vector<bool>{true, false, true, true, false});
  CHECK(small.rows.of("transfers").size() == 4);  // to itself: no message
  CHECK(small.bytes("features", true) == 100000);
  CHECK(small.bytes("features", false) == 100000);
  const auto sent = [&](network::NodeId node) {
    return small.world.accounts[node].sent[static_cast<std::size_t>(Purpose::features)].value();
  };
  CHECK(sent(0) == 50000);
  CHECK(sent(1) == 0);
  CHECK(sent(3) == 50000);
  CHECK(sent(4) == 0);
}

TEST_CASE("execute: every request is answered or dropped, and only lost messages drop one") {
  for (const std::uint64_t fails_each : {3u, 5u, 1000u}) {
    CAPTURE(fails_each);
    SmallWorld small(fails_each);
    const auto policy =
        make<InferencePolicy>("partition", {{"between", list({"cameras", "edge"})}});
    const auto exit = make<ExitPolicy>("confidence", {{"threshold", 0.95}});
    small.run(serve(small, *policy, exit.get(), 12));
    double answered = 0, dropped = 0;
    for (const Row& row : small.rows.of("requests")) {
      (small.rows.number("requests", row, "dropped") == 1 ? dropped : answered) += 1;
    }
    CHECK(answered + dropped == 24);
    CHECK((dropped > 0) == (fails_each < 1000));
    CHECK(answered > 0);
    double lost = 0;
    for (const Row& row : small.rows.of("transfers")) {
      const bool model = small.rows.text("transfers", row, "purpose") == "model";
      lost += !model && small.rows.number("transfers", row, "ok") == 0 ? 1 : 0;
    }
    CHECK(dropped <= lost);
  }
}

TEST_CASE(
    "execute: requests of a busy processor queue, and busy time is the sum of their computing") {
  SmallWorld small;
  const auto policy = make<InferencePolicy>("place", {{"at", "edge"}});
  small.run(serve(small, *policy, nullptr, 200));
  double computing = 0, queued = 0;
  for (const Row& row : small.rows.of("requests")) {
    computing += small.rows.number("requests", row, "compute_s");
    queued += small.rows.number("requests", row, "queue_s");
  }
  const auto& busy = small.world.accounts[3].busy;
  CHECK(to_seconds(busy[static_cast<std::size_t>(Phase::inference)]) ==
        doctest::Approx(computing).epsilon(1e-9));
  CHECK(busy[static_cast<std::size_t>(Phase::training)] == Duration(0));
  CHECK(queued >= 0);
  CHECK(small.world.accounts[3].peak_memory > small.world.accounts[0].peak_memory);
  const Duration whole =
      small.world.phase_length(Phase::training) + small.world.phase_length(Phase::inference);
  CHECK(kTimeZero + whole == small.engine.now());
}

TEST_CASE("execute: central training sends raw data again until all of it has arrived") {
  SmallWorld good, lossy(3);
  const auto policy = make<TrainingPolicy>("central", {{"at", "cloud"}});
  const Trained expected = trained_with(good, *policy), trained = trained_with(lossy, *policy);
  REQUIRE(trained.shared);
  CHECK(*trained.shared == *expected.shared);
  CHECK(trained.holder == 4);
  const double images = 2 * SmallWorld::kImagesEach * (3 * 32 * 32 + 1);
  CHECK(lossy.bytes("raw_training", true) == images);
  CHECK(good.bytes("raw_training", false) == 0);
  CHECK(lossy.rows.of("rounds").size() == SmallWorld::kPasses + 1);
}

TEST_CASE("execute: federated averaging goes on without the models that were lost") {
  const auto policy = make<TrainingPolicy>("federated", {{"server", "edge"}});
  SmallWorld good, lossy(3);
  const Trained expected = trained_with(good, *policy), trained = trained_with(lossy, *policy);
  CHECK(good.bytes("model", true) == 2 * 2 * SmallWorld::kPasses * kModelBytes);
  REQUIRE(trained.shared);
  CHECK(*trained.shared != *expected.shared);
  CHECK(lossy.bytes("model", false) > 0);
  CHECK(lossy.rows.of("rounds").size() == SmallWorld::kPasses + 1);
}

TEST_CASE("execute: when every model is lost, the server keeps its own") {
  SmallWorld small(1);
  const Trained trained =
      trained_with(small, *make<TrainingPolicy>("federated", {{"server", "edge"}}));
  CHECK(*trained.shared == *initial_weights(small.world));
  CHECK(small.bytes("model", true) == 0);
}

TEST_CASE("execute: a node on the way of federated averaging changes time, not models") {
  SmallWorld flat, tree;
  const Trained a = trained_with(flat, *make<TrainingPolicy>("federated", {{"server", "edge"}}));
  const Trained b = trained_with(
      tree, *make<TrainingPolicy>("federated", {{"server", "cloud"}, {"through", "edge"}}));
  CHECK(*a.shared == *b.shared);
  CHECK(b.holder == 4);
  CHECK(tree.engine.now() > flat.engine.now());
}

TEST_CASE("execute: a lost model between server and the node on the way is sent again") {
  SmallWorld lossy(3);
  const auto policy = make<TrainingPolicy>("federated", {{"server", "cloud"}, {"through", "edge"}});
  trained_with(lossy, *policy);
  double wan = 0, wan_lost = 0;
  for (const Row& row : lossy.rows.of("transfers")) {
    if (lossy.rows.number("transfers", row, "wan") == 0) continue;
    (lossy.rows.number("transfers", row, "ok") == 1 ? wan : wan_lost) += 1;
  }
  CHECK(wan == 2 * SmallWorld::kPasses);
  CHECK(wan_lost > 0);
}

TEST_CASE("execute: gossip repeats lost models, and both end with the mean of both") {
  SmallWorld good, lossy(3);
  const Trained expected = trained_with(good, Exchange()),
                trained = trained_with(lossy, Exchange());
  CHECK_FALSE(trained.shared);
  REQUIRE(trained.own.size() == 2);
  CHECK(*trained.own[0] == *expected.own[0]);
  double worst = 0;
  for (std::size_t i = 0; i < trained.own[0]->size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>((*trained.own[0])[i]) -
                                     static_cast<double>((*trained.own[1])[i])));
  }
  CHECK(worst < 1e-6);
  CHECK(good.bytes("model", true) == lossy.bytes("model", true));
  CHECK(lossy.bytes("model", false) > 0);
}

TEST_CASE("execute: after gossip nobody but the device can answer for it") {
  SmallWorld small;
  Trained trained = trained_with(small, Exchange());
  const auto at_edge = make<InferencePolicy>("place", {{"at", "edge"}});
  const Service service{*at_edge, nullptr, small.planner, {}};
  CHECK_THROWS_WITH_AS(small.run(deploy(small.world, trained, service, 4)),
                       doctest::Contains("model of its own"), ConfigError);
}

TEST_CASE("execute: the place that computes nothing is named") {
  SmallWorld small;
  CHECK_THROWS_WITH_AS(static_cast<void>(small.world.computer(2)),
                       doctest::Contains("'site' computes nothing"), ConfigError);
}
