// Signals: who waits goes on when notified, in order, and at the current time.
#include "sim/signal.hpp"

#include <doctest/doctest.h>

#include <string>

#include "sim/process.hpp"

using namespace lastmile;
using namespace lastmile::literals;

namespace {

struct Board {
  explicit Board(Engine& e) : engine(e), changed(e) {}
  Engine& engine;
  Signal changed;
  int value = 0;
  std::string log;
};

Task<void> wait_once(Board& board, char name) {
  co_await board.changed.wait();
  board.log += name;
}

Task<void> wait_for(Board& board, int value, SimTime& when) {
  while (board.value < value) co_await board.changed.wait();
  when = board.engine.now();
}

Task<void> notify_at(Board& board, Duration time, int times) {
  co_await delay(board.engine, time);
  for (int i = 0; i < times; ++i) board.changed.notify_all();
  board.log += '!';
}

Task<void> count_to(Board& board, int last) {
  for (int i = 0; i < last; ++i) {
    co_await delay(board.engine, 1ms);
    ++board.value;
    board.changed.notify_all();
  }
}

Task<void> cancel_at(Engine& engine, Processes& processes, ProcessId who, Duration time) {
  co_await delay(engine, time);
  processes.cancel(who);
}

}  // namespace

TEST_CASE("signal: all waiters go on, in the order in which they came, after the notifier") {
  Engine engine;
  Board board(engine);
  Processes processes(engine);
  for (const char name : {'a', 'b', 'c'}) processes.spawn(wait_once(board, name));
  processes.spawn(notify_at(board, 5ms, 2));
  engine.run();
  CHECK(board.log == "!abc");
  CHECK(engine.now() == kTimeZero + 5ms);
  CHECK(processes.alive() == 0);
}

TEST_CASE("signal: a notification is not remembered") {
  Engine engine;
  Board board(engine);
  Processes processes(engine);
  board.changed.notify_all();
  processes.spawn(wait_once(board, 'a'));
  engine.run();
  CHECK(board.log.empty());
  CHECK(processes.alive() == 1);
}

TEST_CASE("signal: a condition in a loop is seen at the moment it holds") {
  Engine engine;
  Board board(engine);
  Processes processes(engine);
  SimTime third{}, fifth{};
  processes.spawn(wait_for(board, 5, fifth));
  processes.spawn(wait_for(board, 3, third));
  processes.spawn(count_to(board, 7));
  engine.run();
  CHECK(third == kTimeZero + 3ms);
  CHECK(fifth == kTimeZero + 5ms);
}

TEST_CASE("signal: a waiter that is cancelled leaves, also between notice and going on") {
  for (const Duration when : {1ms, 5ms}) {  // at 5 ms: after notify_all, before the waiter's event
    Engine engine;
    Board board(engine);
    Processes processes(engine);
    processes.spawn(notify_at(board, 5ms, 1));
    const ProcessId first = processes.spawn(wait_once(board, 'a'));
    processes.spawn(wait_once(board, 'b'));
    processes.spawn(cancel_at(engine, processes, first, when));
    engine.run();
    CHECK(board.log == "!b");
    CHECK(processes.alive() == 0);
  }
}
