#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/process.hpp"
#include "sim/resource.hpp"

using namespace lastmile;
using namespace lastmile::literals;

namespace {

Task<int> answer(Engine& engine) {
  co_await delay(engine, 3ms);
  co_return 42;
}

Task<void> ask(Engine& engine, std::vector<std::int64_t>& log) {
  const int value = co_await answer(engine);
  log.push_back(value);
  log.push_back(engine.now().time_since_epoch().count());
}

Task<void> hold(Engine& engine, Resource& resource, Duration duration, std::vector<std::string>& log,
                std::string name) {
  Lease lease = co_await resource.acquire();
  log.push_back(name + "+" + std::to_string(engine.now().time_since_epoch() / 1ms));
  co_await delay(engine, duration);
  log.push_back(name + "-" + std::to_string(engine.now().time_since_epoch() / 1ms));
}

Task<void> fail(Engine& engine) {
  co_await delay(engine, 1ms);
  throw ConfigError("told so");
}

Task<void> catch_it(Engine& engine, bool& caught) {
  try {
    co_await fail(engine);
  } catch (const ConfigError&) {
    caught = true;
  }
}

Task<void> nap(Engine& engine, Duration duration) { co_await delay(engine, duration); }

Task<void> chain(Engine& engine, Processes& processes, int& left) {
  if (--left > 0) processes.spawn(chain(engine, processes, left));
  co_await delay(engine, 1ms);
}

Task<void> cancel_other(Processes& processes, ProcessId id) {
  processes.cancel(id);
  co_return;
}

Task<void> both(Engine& engine, SimTime& done) {
  std::vector<Task<void>> tasks;
  tasks.push_back(nap(engine, 5ms));
  tasks.push_back(nap(engine, 9ms));
  co_await all(engine, std::move(tasks));
  done = engine.now();
}

}  // namespace

TEST_CASE("a child task's value and time reach the parent") {
  Engine engine;
  Processes processes(engine);
  std::vector<std::int64_t> log;
  processes.spawn(ask(engine, log));
  engine.run();
  CHECK(log == std::vector<std::int64_t>{42, 3'000'000});
  CHECK(processes.alive() == 0);
}

TEST_CASE("a resource serves its waiters in order") {
  Engine engine;
  Processes processes(engine);
  Resource cpu(engine, 1);
  std::vector<std::string> log;
  processes.spawn(hold(engine, cpu, 2ms, log, "a"));
  processes.spawn(hold(engine, cpu, 3ms, log, "b"));
  processes.spawn(hold(engine, cpu, 1ms, log, "c"));
  engine.run();
  CHECK(log == std::vector<std::string>{"a+0", "a-2", "b+2", "b-5", "c+5", "c-6"});
  CHECK(cpu.free_units() == 1);
}

TEST_CASE("cancelling gives back what was held, waited for, or granted and not yet taken") {
  Engine engine;
  Processes processes(engine);
  Resource cpu(engine, 1);
  std::vector<std::string> log;
  const ProcessId a = processes.spawn(hold(engine, cpu, 10ms, log, "a"));
  const ProcessId b = processes.spawn(hold(engine, cpu, 10ms, log, "b"));
  processes.spawn(hold(engine, cpu, 1ms, log, "c"));
  engine.at(SimTime(4ms), [&] {
    processes.cancel(a);  // b is granted the unit by an event at now ...
    processes.cancel(b);  // ... and cancelled before it goes on
  });
  engine.run();
  CHECK(log == std::vector<std::string>{"a+0", "c+4", "c-5"});
  CHECK(cpu.free_units() == 1);
  CHECK(cpu.waiting() == 0);
}

TEST_CASE("exceptions cross co_await, and an uncaught one leaves Engine::run") {
  Engine engine;
  Processes processes(engine);
  bool caught = false;
  processes.spawn(catch_it(engine, caught));
  engine.run();
  CHECK(caught);
  processes.spawn(fail(engine));
  CHECK_THROWS_AS(engine.run(), ConfigError);
}

TEST_CASE("all() goes on when the last task has ended") {
  Engine engine;
  Processes processes(engine);
  SimTime done{};
  processes.spawn(both(engine, done));
  engine.run();
  CHECK(done == SimTime(9ms));
}

TEST_CASE("an id of an ended process stays harmless when its slot is used again") {
  Engine engine;
  Processes processes(engine);
  const ProcessId first = processes.spawn(nap(engine, 1ms));
  engine.run();
  CHECK(processes.alive() == 0);
  const ProcessId second = processes.spawn(nap(engine, 5ms));
  CHECK(second != first);
  processes.cancel(first);
  CHECK(processes.alive() == 1);
  processes.cancel(second);
  processes.cancel(second);
  CHECK(processes.alive() == 0);
  CHECK(engine.events_pending() == 0);
}

TEST_CASE("a process costs one event to start and none to end") {
  Engine engine;
  Processes processes(engine);
  for (int i = 0; i < 3; ++i) processes.spawn(nap(engine, 1ms));
  engine.run();
  CHECK(engine.events_run() == 6);  // a start and a delay each
}

TEST_CASE("processes that start others, many times over, leave nothing and reuse their slots") {
  Engine engine;
  Processes processes(engine);
  int left = 10'000;
  processes.spawn(chain(engine, processes, left));
  engine.run();
  CHECK(left == 0);
  CHECK(processes.alive() == 0);
}

TEST_CASE("a process may cancel another, also one that has not started yet") {
  Engine engine;
  Processes processes(engine);
  Resource cpu(engine, 1);
  std::vector<std::string> log;
  const ProcessId holder = processes.spawn(hold(engine, cpu, 10ms, log, "a"));
  engine.at(SimTime(1ms), [&] {
    const ProcessId late = processes.spawn(hold(engine, cpu, 1ms, log, "b"));
    processes.cancel(late);
    processes.spawn(cancel_other(processes, holder));
  });
  engine.run();
  CHECK(log == std::vector<std::string>{"a+0"});
  CHECK(cpu.free_units() == 1);
}

TEST_CASE("destroying the set in the middle of everything leaks nothing") {
  Engine engine;
  std::vector<std::string> log;
  Resource cpu(engine, 1);
  {
    Processes processes(engine);
    SimTime done{};
    processes.spawn(both(engine, done));
    processes.spawn(hold(engine, cpu, 10ms, log, "a"));
    processes.spawn(hold(engine, cpu, 10ms, log, "b"));
    engine.run(SimTime(2ms));
  }
  CHECK(cpu.free_units() == 1);
  CHECK(engine.events_pending() == 0);
}
