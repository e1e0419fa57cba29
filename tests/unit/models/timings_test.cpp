// Timings kept as text, and compute model `measured` that replays them.
#include "models/measure/timings.hpp"

#include <doctest/doctest.h>

#include "models/cost/layer_calls.hpp"
#include "models/cost/measured.hpp"
#include "models/measure/measure_network.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// Every call of the network at these batches; 10 us a layer and image, with a fixed 5 us.
Timings invented(const Graph& net, const std::vector<int>& batches) {
  Timings timings;
  timings.architecture = "x86_64";
  timings.isa = "avx2";
  timings.cpu = "a made-up CPU";
  timings.environment = "{}";
  for (const int batch : batches) {
    for (const std::string& call : layer_calls(net, batch)) {
      if (!call.empty()) timings.calls[call] = {5e-6 + 1e-5 * batch, 0.01};
    }
  }
  return timings;
}

Processor this_machine(const char* device = "here") {
  Processor processor;
  processor.device = device;
  processor.name = "cpu";
  return processor;
}

LayerId first_with_call(const Graph& net) {
  LayerId id = 0;
  while (layer_call(net, id, 1).empty()) ++id;
  return id;
}

}  // namespace

TEST_CASE("timings: text and back, every digit") {
  const Timings before = invented(camera_cnn(), {1, 4});
  const Timings after = parse_timings(timings_text(before), "f");
  CHECK(after.architecture == before.architecture);
  CHECK(after.cpu == before.cpu);
  CHECK(after.environment == before.environment);
  REQUIRE(after.calls.size() == before.calls.size());
  for (const auto& [call, time] : before.calls) {
    CHECK(after.calls.at(call).seconds == time.seconds);
    CHECK(after.calls.at(call).noise_relative == time.noise_relative);
  }
  CHECK(timings_text(after) == timings_text(before));
}

TEST_CASE("timings: edited, cut off, negative, or from elsewhere: refused with the reason") {
  const std::string good = timings_text(invented(camera_cnn(), {1}));
  const auto refused = [&](const std::string& text, const char* why) {
    INFO(why);
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_timings(text, "f")), doctest::Contains(why), ConfigError);
  };
  const auto replaced = [&](const std::string& what, const std::string& by) {
    std::string text = good;
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
  };
  refused(replaced("a made-up CPU", "another CPU"), "checksum does not fit");
  refused(replaced("time 1.", "time 2."), "checksum does not fit");
  refused(replaced("time 1.", "time -1."), "f:6: ");
  refused(good.substr(0, good.find("checksum")), "cut off");
  refused(replaced("timings 1", "timings 2"), "f:1: expected");
  refused(good + "time 1 0 dense c=3 oc=4\n", "nothing may follow");
  refused(replaced("cpu a", "cpuu a"), "did you mean 'cpu'");
  refused("", "the checksum is missing");
  Timings zero = invented(camera_cnn(), {1});
  zero.calls.begin()->second.seconds = 0;
  refused(timings_text(zero), "is not above 0");
  const Timings x86 = parse_timings(good, "f");
  CHECK_NOTHROW(check_architecture(x86, "x86_64", "f"));
  CHECK_THROWS_WITH_AS(check_architecture(x86, "aarch64", "f"), doctest::Contains("measured on 'x86_64'"),
                       ConfigError);
  CHECK_THROWS_AS(static_cast<void>(read_timings("/nonexistent")), ConfigError);
}

TEST_CASE("measured: two replays of the same timings give the same bits, run by run") {
  const Graph net = camera_cnn();
  const std::string kept = timings_text(invented(net, {1, 2, 4}));
  const auto times = [&] {
    const Measured model(parse_timings(kept, "f"), {{"here", 3.0}});
    CostSampler sampler(model, RandomStream(1, "cost"));
    std::vector<Duration> drawn;
    for (int batch = 1; batch <= 4; ++batch) {
      drawn.push_back(sampler.forward(net, all_layers(net), this_machine(), batch).time);
      drawn.push_back(sampler.training(net, this_machine(), batch).time);
    }
    return drawn;
  };
  CHECK(times() == times());
}

TEST_CASE("measured: slowdown, batches between, what runs with another layer is free") {
  const Graph net = camera_cnn();
  const Measured model(invented(net, {1, 2, 4, 6}), {{"here", 1.0}, {"slow", 8.0}});
  const LayerId id = first_with_call(net);
  const auto us = [&](const char* device, int batch) {
    return to_seconds(model.layer(net, id, this_machine(device), batch).mean) * 1e6;
  };
  CHECK(us("here", 1) == doctest::Approx(15).epsilon(1e-3));
  CHECK(us("here", 3) == doctest::Approx(35).epsilon(1e-3));
  CHECK(us("here", 5) == doctest::Approx(55).epsilon(1e-3));
  CHECK(us("slow", 4) == doctest::Approx(8 * 45).epsilon(1e-3));
  CHECK(model.layer(net, id, this_machine(), 1).provenance == Provenance::measured);
  CHECK(model.layer(net, id, this_machine("slow"), 1).provenance == Provenance::assumed);
  CHECK(model.layer(net, id, this_machine(), 1).systematic_relative == 0);
  CHECK(model.layer(net, 0, this_machine(), 1).mean == Duration{0});
}

TEST_CASE("measured: a missing call and an unstated slowdown are errors that name them") {
  const Graph net = camera_cnn();
  Timings timings = invented(net, {1, 2});
  const LayerId id = first_with_call(net);
  const std::string call = layer_call(net, id, 1);
  timings.calls.erase(call);
  const Measured model(timings, {{"here", 1.0}});
  CHECK_THROWS_WITH_AS(static_cast<void>(model.layer(net, id, this_machine(), 1)),
                       doctest::Contains(call.c_str()), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(model.layer(net, id, this_machine(), 3)),
                       doctest::Contains("lack the call"), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(model.layer(net, id, this_machine("pi"), 2)),
                       doctest::Contains("--slowdown pi="), ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(cost_model("measured")), doctest::Contains("needs timings"),
                       ConfigError);
}

TEST_CASE("measured: the batches that are timed") {
  CHECK(measured_batches(1) == std::vector<int>{1});
  CHECK(measured_batches(16) == std::vector<int>{1, 2, 4, 8, 16});
  CHECK(measured_batches(20) == std::vector<int>{1, 2, 4, 8, 16, 20});
}
