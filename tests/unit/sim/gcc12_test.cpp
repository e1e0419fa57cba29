// GCC 12.2 miscompiles some co_await expressions without a warning. One case for each safe pattern that
// the code relies on; what counts is that every object is constructed and destroyed equally often.
#include <doctest/doctest.h>

#include "sim/process.hpp"

using namespace lastmile;
using namespace lastmile::literals;

namespace {

struct Counted {
  static inline int alive = 0;
  Counted() { ++alive; }
  Counted(const Counted&) { ++alive; }
  Counted(Counted&&) noexcept { ++alive; }
  ~Counted() { --alive; }
};

struct Options {
  Options(Counted c, int n) : counted(std::move(c)), number(n) {}  // a constructor: not an aggregate
  Counted counted;
  int number;
};

Task<int> use(Engine& engine, Options options) {
  co_await delay(engine, 1ms);
  co_return options.number;
}

struct Pair {
  Counted counted;
  int number;
};

Task<void> temporaries_with_constructors(Engine& engine, int& sum) {
  sum += co_await use(engine, Options(Counted(), 3));
  Options named(Counted(), 4);
  sum += co_await use(engine, named);
}

Task<void> await_into_a_variable_first(Engine& engine, int& sum) {
  Counted source;
  const int number = co_await use(engine, Options(source, 5));
  Pair pair{source, number};
  sum += pair.number;
  switch (number) {
    case 5: sum += 10; break;
    default: sum += 1000;
  }
}

Task<int> no_delay(int value) { co_return value; }

Task<void> many_children_that_finish_at_once(int& sum) {
  for (int i = 0; i < 200000; ++i) sum += co_await no_delay(1);
}

}  // namespace

TEST_CASE("every temporary of a co_await expression is destroyed once") {
  Engine engine;
  Processes processes(engine);
  int sum = 0;
  processes.spawn(temporaries_with_constructors(engine, sum));
  processes.spawn(await_into_a_variable_first(engine, sum));
  engine.run();
  CHECK(sum == 22);
  CHECK(Counted::alive == 0);
}

TEST_CASE("symmetric transfer in a loop of children that finish at once keeps the stack flat") {
  Engine engine;
  Processes processes(engine);
  int sum = 0;
  processes.spawn(many_children_that_finish_at_once(sum));
  engine.run();
  CHECK(sum == 200000);
}
