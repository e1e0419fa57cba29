#include <doctest/doctest.h>

#include <array>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <tuple>
#include <vector>

#include "sim/engine.hpp"

using namespace lastmile;
using namespace lastmile::literals;

namespace {

struct Expected {
  std::int64_t time_ns;
  int priority;
  std::uint64_t order;
  bool operator>(const Expected& o) const {
    return std::tie(time_ns, priority, order) > std::tie(o.time_ns, o.priority, o.order);
  }
};

// Random pushes, pops and cancels; the ladder must agree with a binary heap at every pop.
void compare_with_heap(std::uint64_t seed, std::int64_t spread_ns, int operations) {
  EventQueue queue;
  std::priority_queue<Expected, std::vector<Expected>, std::greater<>> heap;
  std::map<std::uint64_t, EventId> ids;
  std::set<std::uint64_t> cancelled;
  RandomStream random(seed, "heap");
  std::uint64_t order = 0, popped = 0;
  std::int64_t now = 0;
  bool ran = false;
  for (int i = 0; i < operations; ++i) {
    const double dice = random.uniform();
    if (dice < (i < operations / 2 ? 0.6 : 0.35)) {
      const std::int64_t time = now + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(spread_ns)));
      const int priority = static_cast<int>(random.below(3));
      const std::uint64_t id = ++order;
      ids[id] = queue.push(SimTime(Duration(time)), static_cast<Priority>(priority),
                           [id, &popped, &ran] { popped = id; ran = true; });
      heap.push({time, priority, id});
    } else if (dice < 0.7 && !ids.empty()) {
      const std::uint64_t victim = ids.begin()->first + random.below(ids.rbegin()->first - ids.begin()->first + 1);
      if (ids.count(victim) != 0 && queue.cancel(ids[victim])) cancelled.insert(victim);
      ids.erase(victim);
    } else {
      while (!heap.empty() && cancelled.count(heap.top().order) != 0) heap.pop();
      REQUIRE((queue.next_time() == kNever) == heap.empty());
      if (heap.empty()) continue;
      ran = false;
      queue.run_next([&](SimTime t) { now = t.time_since_epoch().count(); });
      REQUIRE(ran);
      REQUIRE(popped == heap.top().order);
      REQUIRE(now == heap.top().time_ns);
      ids.erase(popped);
      heap.pop();
    }
  }
}

}  // namespace

TEST_CASE("the ladder runs events in the order of a binary heap") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    compare_with_heap(seed, 5, 20000);
    compare_with_heap(seed, 1000, 20000);
    compare_with_heap(seed, 1'000'000'000, 40000);
  }
}

TEST_CASE("many events inserted before the current rung keep their order") {
  EventQueue queue;
  std::vector<int> seen;
  for (int i = 0; i < 5000; ++i) {
    queue.push(SimTime(Duration(1'000'000 + i * 1000)), Priority::normal, [] {});
  }
  queue.run_next([](SimTime) {});
  std::int64_t last = 0;
  RandomStream random(3, "near");
  for (int i = 0; i < 3000; ++i) {
    queue.push(SimTime(Duration(1'000'001 + static_cast<std::int64_t>(random.below(4000)))), Priority::normal, [] {});
  }
  while (queue.size() > 0) {
    queue.run_next([&](SimTime t) {
      REQUIRE(t.time_since_epoch().count() >= last);
      last = t.time_since_epoch().count();
    });
  }
}

TEST_CASE("cancel destroys the callable at once, and is harmless afterwards") {
  EventQueue queue;
  auto token = std::make_shared<int>(1);
  const EventId id = queue.push(SimTime(5ns), Priority::normal, [token] {});
  CHECK(token.use_count() == 2);
  CHECK(queue.cancel(id));
  CHECK(token.use_count() == 1);
  CHECK_FALSE(queue.cancel(id));
  CHECK(queue.next_time() == kNever);
  const EventId other = queue.push(SimTime(6ns), Priority::normal, [] {});
  CHECK_FALSE(queue.cancel(id));  // the slot was reused; the old name must not reach the new event
  CHECK(queue.pending(other));
}

TEST_CASE("equal times: priority, then order of scheduling") {
  Engine engine;
  std::vector<int> seen;
  engine.at(SimTime(1ms), [&] { seen.push_back(2); });
  engine.at(SimTime(1ms), [&] { seen.push_back(3); }, Priority::observe);
  engine.at(SimTime(1ms), [&] { seen.push_back(1); }, Priority::completion);
  engine.at(SimTime(1ms), [&] { seen.push_back(22); });
  engine.run();
  CHECK(seen == std::vector<int>{1, 2, 22, 3});
}

TEST_CASE("run(limit) stops the clock at the limit and can go on") {
  Engine engine;
  int ran = 0;
  engine.at(SimTime(10ms), [&] { ++ran; });
  engine.at(SimTime(30ms), [&] { ++ran; });
  engine.run(SimTime(20ms));
  CHECK(ran == 1);
  CHECK(engine.now() == SimTime(20ms));
  engine.run();
  CHECK(ran == 2);
  CHECK(engine.now() == SimTime(30ms));
}

TEST_CASE("an event in the past is our bug and says when") {
  Engine engine(7);
  engine.at(SimTime(5ms), [&] { engine.at(SimTime(1ms), [] {}); });
  CHECK_THROWS_WITH_AS(engine.run(), doctest::Contains("seed 7"), InternalError);
}

TEST_CASE("a large callable is boxed and destroyed once") {
  auto token = std::make_shared<int>(0);
  {
    EventQueue queue;
    std::array<double, 20> big{};
    queue.push(SimTime(1ns), Priority::normal, [token, big] { *token = static_cast<int>(big[0]) + 5; });
    queue.push(SimTime(2ns), Priority::normal, [token, big] { *token = 9; });
    queue.run_next([](SimTime) {});
    CHECK(*token == 5);
  }
  CHECK(token.use_count() == 1);
}
