// Spans: nothing of a request's time is missing or counted twice, nor of the energy of a run; and
// whoever does not ask for them pays nothing.
#include <doctest/doctest.h>

#include "fake_view.hpp"
#include "small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

Task<void> serve(SmallWorld& small, const InferencePolicy& policy, const ExitPolicy* exit) {
  Trained trained;
  trained.shared = initial_weights(small.world);
  trained.holder = 4;
  const auto answers = std::make_shared<const learn::Evaluation>(
      evaluate_model(small.world.application, trained.shared));
  Service service{policy, exit, small.planner, {answers, answers}};
  co_await deploy(small.world, trained, service, 4);
  small.world.close_phase();
  Workload workload;
  workload.requests = 30;
  workload.frames = 4;
  workload.rate_per_s = 40;
  co_await serve_all(small.world, service, workload);
  small.world.close_phase();
}

// A plan that goes to and fro, so that both radios and both processors have much to do.
class ToAndFro final : public InferencePolicy {
 public:
  Plan decide(const Request& request, const PlanningView& view) const override {
    Plan plan;
    plan.cut = "to and fro";
    for (models::LayerId l = 0; l < view.graph().size(); ++l)
      plan.node_of_layer.push_back(l % 4 < 2 ? request.origin : 3);
    plan.node_of_layer[0] = request.origin;
    return plan;
  }
};

// Leaves early in turns, so that answers of both exits are on their way.
class Sometimes final : public ExitPolicy {
 public:
  bool leave(std::size_t, const Certainty& seen) const override { return seen.confidence > 0.75f; }
};

struct Served {
  explicit Served(bool spans, std::uint64_t fails_each = 0) : small(fails_each) {
    if (spans) small.world.record_spans();
    const Sometimes exit;
    small.run(serve(small, ToAndFro(), &exit));
  }
  double number(const Row& row, const char* column) {
    return small.rows.number("spans", row, column);
  }
  std::string text(const Row& row, const char* column) {
    return small.rows.text("spans", row, column);
  }
  std::vector<Row> spans_of(const Row& request) {
    std::vector<Row> mine;
    for (const Row& row : small.rows.of("spans")) {
      const bool same = text(row, "device") == small.rows.text("requests", request, "device") &&
                        number(row, "request") == small.rows.number("requests", request, "request");
      if (same) mine.push_back(row);
    }
    return mine;
  }
  double sum(const std::vector<Row>& rows, const char* step) {
    double seconds = 0;
    for (const Row& row : rows)
      if (text(row, "step") == step) seconds += number(row, "end_s") - number(row, "start_s");
    return seconds;
  }
  SmallWorld small;
};

// A radio that has been sending ever since.
class AlwaysSending final : public network::Network, public network::View {
 public:
  explicit AlwaysSending(Engine& engine) : engine_(engine) {}
  network::TransferId start(const network::Transfer&, network::Completion) override { return 0; }
  void cancel(network::TransferId) override {}
  const View& view() const override { return *this; }
  Duration nominal_time(network::NodeId, network::NodeId, Bytes) const override { return {}; }
  network::LinkUse link_use(network::LinkIndex) const override { return {}; }
  std::size_t in_flight() const override { return 0; }
  network::RadioActivity radio_activity(network::NodeId) const override {
    network::RadioActivity used;
    used.wifi_transmit = engine_.now() - kTimeZero;
    return used;
  }

 private:
  Engine& engine_;
};

Task<void> two_messages(Engine& engine, RadioMeter& meter, Joules& first, Joules& second) {
  co_await delay(engine, seconds(1));
  const Joules first_begin = meter.enter(0);
  co_await delay(engine, seconds(1));
  const Joules second_begin = meter.enter(0);
  co_await delay(engine, seconds(1));
  first = meter.leave(0) - first_begin;
  co_await delay(engine, seconds(2));
  second = meter.leave(0) - second_begin;
  co_await delay(engine, seconds(1));
}

// The critical steps, in order, are one unbroken time.
void check_path(Served& run, const Row& request, const std::vector<Row>& spans) {
  const auto of_request = [&](const char* column) {
    return run.small.rows.number("requests", request, column);
  };
  double now = of_request("arrival_s");
  double before = -1;
  for (const Row& row : spans) {
    if (run.number(row, "critical") == 0 || run.text(row, "step") == "layer") continue;
    CHECK(run.number(row, "start_s") == doctest::Approx(now).epsilon(1e-12));
    CHECK(run.number(row, "after") == before);
    CHECK(run.number(row, "end_s") > run.number(row, "start_s"));
    now = run.number(row, "end_s");
    before = run.number(row, "span");
  }
  CHECK(now == doctest::Approx(of_request("arrival_s") + of_request("latency_s")).epsilon(1e-12));
  CHECK(run.sum(spans, "compute") == doctest::Approx(of_request("compute_s")).epsilon(1e-9));
  CHECK(run.sum(spans, "queue") == doctest::Approx(of_request("queue_s")).epsilon(1e-9));
  CHECK(run.sum(spans, "layer") == doctest::Approx(of_request("compute_s")).epsilon(1e-9));
}

// Layers stand behind each other in their computation.
void check_layers(Served& run, const std::vector<Row>& spans) {
  for (const Row& whole : spans) {
    if (run.text(whole, "step") != "compute") continue;
    double now = run.number(whole, "start_s"), joules = 0;
    for (const Row& row : spans) {
      if (run.number(row, "within") != run.number(whole, "span")) continue;
      CHECK(run.number(row, "start_s") == doctest::Approx(now).epsilon(1e-12));
      CHECK(run.number(row, "critical") == run.number(whole, "critical"));
      now = run.number(row, "end_s");
      joules += run.number(row, "energy_j");
    }
    CHECK(now == doctest::Approx(run.number(whole, "end_s")).epsilon(1e-12));
    CHECK(joules == doctest::Approx(run.number(whole, "energy_j")).epsilon(1e-9));
  }
}

}  // namespace

TEST_CASE("spans: the critical steps of every request are its latency, answered or not") {
  for (const std::uint64_t fails_each : {0u, 7u}) {
    CAPTURE(fails_each);
    Served run(true, fails_each);
    double early = 0, dropped = 0, branches = 0;
    for (const Row& request : run.small.rows.of("requests")) {
      const std::vector<Row> spans = run.spans_of(request);
      check_path(run, request, spans);
      check_layers(run, spans);
      early += run.small.rows.number("requests", request, "early_exits");
      dropped += run.small.rows.number("requests", request, "dropped");
      for (const Row& row : spans) branches += run.number(row, "critical") == 0;
    }
    CHECK(early > 0);
    CHECK(branches > 0);
    CHECK((dropped > 0) == (fails_each > 0));
  }
}

TEST_CASE("spans: energies are those of the run, but for what radios use between messages") {
  Served run(true);
  World& world = run.small.world;
  double computing = 0, radios = 0, expected = 0, radio_use = 0;
  for (const Row& row : run.small.rows.of("spans")) {
    const std::string step = run.text(row, "step");
    if (step == "compute") computing += run.number(row, "energy_j");
    if (step != "transfer") continue;
    radios += run.number(row, "energy_j") + run.number(row, "receiver_energy_j") +
              run.number(row, "relay_energy_j");
  }
  for (network::NodeId node = 0; node < world.topology.nodes.size(); ++node) {
    expected += (compute_joules(world, node, Phase::training) +
                 compute_joules(world, node, Phase::inference))
                    .value();
    radio_use +=
        (radio_joules(world, node, Phase::training) + radio_joules(world, node, Phase::inference))
            .value();
    radios += world.spans->meter().unclaimed(node).value();
  }
  CHECK(computing == doctest::Approx(expected).epsilon(1e-9));
  CHECK(radios > 0);
  CHECK(radios == doctest::Approx(radio_use).epsilon(1e-9));
}

TEST_CASE("spans: messages under way together share what a radio uses") {
  SmallWorld small(1000);  // whose radios do nothing
  AlwaysSending sending(small.engine);
  RadioMeter meter(sending, small.world.radio_profiles, 2);
  const double watts = 1.14 - 0.819;  // models/radios/wifi.toml: sending above listening
  Joules first, second;
  Processes processes(small.engine);
  processes.spawn(two_messages(small.engine, meter, first, second));
  small.engine.run();
  CHECK(first.value() == doctest::Approx(watts * (1 + 0.5)));   // alone to 2 s, then not
  CHECK(second.value() == doctest::Approx(watts * (0.5 + 2)));  // on to 5 s
  CHECK(meter.unclaimed(0).value() == doctest::Approx(watts * (1 + 1)));
}

TEST_CASE("spans: work for no request is there too; recording changes nothing else") {
  Served with(true), without(false);
  for (const char* table :
       {"requests", "rounds"})  // of messages the airtime is rounded elsewhere, to 1 ns
    CHECK(with.small.rows.of(table) == without.small.rows.of(table));
  CHECK(without.small.rows.of("spans").empty());
  double models = 0;
  for (const Row& row : with.small.rows.of("spans")) {
    if (with.number(row, "request") >= 0) continue;
    CHECK(with.text(row, "device").empty());
    models += with.text(row, "what") == "model" && with.text(row, "step") == "transfer";
  }
  double sent = 0;
  for (const Row& row : with.small.rows.of("transfers"))
    sent += with.small.rows.text("transfers", row, "purpose") == "model";
  CHECK(models == sent);
}
