#include <doctest/doctest.h>

#include <map>

#include "network/fluid/flow_system.hpp"

using namespace lastmile;
using namespace lastmile::network::fluid;

namespace {

struct Ends : FlowSink {
  explicit Ends(Engine& e) : engine(e) {}
  void flow_done(std::uint32_t tag) override { at_s[tag] = to_seconds(engine.now()); }
  Engine& engine;
  std::map<std::uint32_t, double> at_s;
};

struct World {
  explicit World(bool virtual_time) : ends(engine), flows(engine, ends, virtual_time) {}
  void begin_at(double s, double amount, double weight, const std::vector<Use>& uses,
                std::uint32_t tag) {
    engine.at(SimTime(seconds(s)), [this, amount, weight, uses, tag] {
      flows.begin(amount, weight, uses, tag);
    });
  }
  Engine engine;
  Ends ends;
  FlowSystem flows;
};

}  // namespace

TEST_CASE("two flows share one resource; the second half goes at full speed") {
  for (const bool virtual_time : {true, false}) {
    World w(virtual_time);
    const auto r = w.flows.add_resource(100);
    w.begin_at(0, 100, 1, {{r, 1}}, 1);
    w.begin_at(0.5, 100, 1, {{r, 1}}, 2);  // 50 left each way until 1.5, then 50 alone
    w.engine.run();
    CHECK(w.ends.at_s[1] == doctest::Approx(1.5).epsilon(1e-8));
    CHECK(w.ends.at_s[2] == doctest::Approx(2.0).epsilon(1e-8));
  }
}

TEST_CASE("weights and consumption shape the shares") {
  for (const bool virtual_time : {true, false}) {
    World w(virtual_time);
    const auto r = w.flows.add_resource(12);
    w.begin_at(0, 6, 3, {{r, 1}}, 1);  // 6 bytes/s
    w.begin_at(0, 4, 1, {{r, 3}}, 2);  // 2 bytes/s until 1 s, then 12/3 = 4: 2 more in 0.5 s
    w.engine.run();
    CHECK(w.ends.at_s[1] == doctest::Approx(1.0).epsilon(1e-8));
    CHECK(w.ends.at_s[2] == doctest::Approx(1.5).epsilon(1e-8));
  }
}

TEST_CASE("a flow over two resources moves the flows it meets to the general path and back") {
  World w(true);
  const auto a = w.flows.add_resource(10), b = w.flows.add_resource(8);
  w.begin_at(0, 20, 1, {{a, 1}}, 1);          // 10 until 1 s (10 left), then 6: until 2.667
  w.begin_at(1, 4, 1, {{a, 1}, {b, 1}}, 2);   // 4 (b is the tighter): until 2 s
  w.begin_at(1, 20, 1, {{b, 1}}, 3);          // 4 until 2 s (16 left), then 8: until 4 s
  w.begin_at(5, 10, 1, {{a, 1}}, 4);          // virtual time again
  w.engine.run();
  CHECK(w.ends.at_s[2] == doctest::Approx(2.0).epsilon(1e-8));
  CHECK(w.ends.at_s[1] == doctest::Approx(2.4).epsilon(1e-8));  // 10 left: 6 by 2 s, then 4 at 10
  CHECK(w.ends.at_s[3] == doctest::Approx(4.0).epsilon(1e-8));
  CHECK(w.ends.at_s[4] == doctest::Approx(6.0).epsilon(1e-8));
}

TEST_CASE("stopping a flow returns what it has not sent and frees its share") {
  for (const bool virtual_time : {true, false}) {
    World w(virtual_time);
    const auto r = w.flows.add_resource(100);
    FlowIndex first = 0;
    double unsent = 0;
    w.engine.at(SimTime(seconds(0)), [&] {
      first = w.flows.begin(100, 1, {{r, 1}}, 1);
      w.flows.begin(100, 1, {{r, 1}}, 2);
    });
    w.engine.at(SimTime(seconds(1)), [&] { unsent = w.flows.stop(first); });
    w.engine.run();
    CHECK(unsent == doctest::Approx(50));
    CHECK(w.ends.at_s.count(1) == 0);
    CHECK(w.ends.at_s[2] == doctest::Approx(1.5).epsilon(1e-8));
  }
}

TEST_CASE("virtual time equals the general path on random stars") {
  RandomStream random(3, "stars");
  for (int run = 0; run < 20; ++run) {
    World fast(true), general(false);
    const auto links = static_cast<std::uint32_t>(1 + random.below(4));
    for (std::uint32_t r = 0; r < links; ++r) {
      const double capacity = random.uniform(50, 200);
      fast.flows.add_resource(capacity);
      general.flows.add_resource(capacity);
    }
    double t = 0;
    for (std::uint32_t tag = 0; tag < 300; ++tag) {
      t += random.exponential(0.3);
      const double amount = random.uniform(1, 100), weight = 0.5 + double(random.below(3));
      const std::vector<Use> uses = {{static_cast<std::uint32_t>(random.below(links)),
                                      random.uniform(0.5, 2)}};
      fast.begin_at(t, amount, weight, uses, tag);
      general.begin_at(t, amount, weight, uses, tag);
    }
    fast.engine.run();
    general.engine.run();
    REQUIRE(fast.ends.at_s.size() == 300);
    REQUIRE(general.ends.at_s.size() == 300);
    for (std::uint32_t tag = 0; tag < 300; ++tag) {
      REQUIRE(fast.ends.at_s[tag] == doctest::Approx(general.ends.at_s[tag]).epsilon(1e-7));
    }
  }
}

// Backbones that bind only when many are there: rates of all flows against the whole problem.
TEST_CASE("leaving out resources with room changes no rate") {
  RandomStream random(8, "room");
  World w(true);
  std::vector<double> capacity;
  for (int i = 0; i < 12; ++i) capacity.push_back(i < 9 ? random.uniform(5, 20) : random.uniform(10, 30));
  for (const double c : capacity) w.flows.add_resource(c);
  std::map<std::uint32_t, std::pair<FlowIndex, Demand>> alive;
  std::size_t compared = 0, backbone_full = 0;
  const auto compare = [&] {
    for (auto it = alive.begin(); it != alive.end();) {
      it = w.ends.at_s.count(it->first) > 0 ? alive.erase(it) : std::next(it);
    }
    std::vector<Demand> demands;
    for (const auto& [tag, flow] : alive) demands.push_back(flow.second);
    const std::vector<double> rates = max_min_rates(capacity, demands);
    std::size_t i = 0;
    double used = 0;
    for (const auto& [tag, flow] : alive) {
      REQUIRE(w.flows.rate(flow.first) == doctest::Approx(rates[i]).epsilon(1e-9));
      for (const Use& use : flow.second.uses) used += use.resource == 9 ? use.per_byte * rates[i] : 0;
      ++i;
    }
    compared += alive.size();
    backbone_full += used > 0.999 * capacity[9] ? 1 : 0;
  };
  for (std::uint32_t tag = 0; tag < 600; ++tag) {
    Demand demand{0.5 + static_cast<double>(random.below(3)), {}};
    const auto near = static_cast<std::uint32_t>(random.below(9));
    demand.uses.push_back({near, random.uniform(0.5, 2)});
    if (random.below(4) != 0) {
      demand.uses.push_back({9 + static_cast<std::uint32_t>(random.below(3)), random.uniform(0.5, 2)});
    }
    const double amount = random.uniform(1, 60), begin_s = random.uniform(0, 60);
    w.engine.at(SimTime(seconds(begin_s)), [&, tag, amount, demand] {
      alive[tag] = {w.flows.begin(amount, demand.weight, demand.uses, tag), demand};
      w.engine.after(std::chrono::milliseconds(1), compare, Priority::observe);
    });
  }
  w.engine.run();
  CHECK(w.ends.at_s.size() == 600);
  CHECK(compared > 3000);
  CHECK(backbone_full > 20);
}
