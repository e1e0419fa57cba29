#include "models/learn/thread_pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

TEST_CASE("submitted work gives its result, also without a worker") {
  for (const int threads : {1, 2, 4}) {
    ThreadPool pool(threads);
    CHECK(pool.threads() == threads);
    std::vector<std::future<int>> futures;
    for (int i = 0; i < 50; ++i) futures.push_back(pool.submit([i] { return i * i; }));
    for (int i = 0; i < 50; ++i) CHECK(pool.join(futures[static_cast<std::size_t>(i)]) == i * i);
    auto failing = pool.submit([]() -> int { throw std::runtime_error("no"); });
    CHECK_THROWS_AS(pool.join(failing), std::runtime_error);
  }
}

TEST_CASE("a loop visits every index once, also from inside a task") {
  for (const int threads : {1, 2, 3}) {
    ThreadPool pool(threads);
    std::vector<std::future<int>> futures;
    for (int task = 0; task < 8; ++task)
      futures.push_back(pool.submit([&pool] {
        std::vector<std::atomic<int>> visits(100);
        pool.parallel_for(100, [&](std::size_t i) { ++visits[i]; });
        int once = 0;
        for (const auto& v : visits) once += v == 1 ? 1 : 0;
        return once;
      }));
    for (auto& future : futures) CHECK(pool.join(future) == 100);
  }
}

TEST_CASE("a loop rethrows the exception of the lowest index after all have run") {
  ThreadPool pool(3);
  std::atomic<int> ran = 0;
  const auto body = [&](std::size_t i) {
    ++ran;
    if (i == 7 || i == 3) throw std::runtime_error(std::to_string(i));
  };
  CHECK_THROWS_WITH(pool.parallel_for(20, body), "3");
  CHECK(ran == 20);
}

TEST_CASE("leaving the pool runs what was submitted") {
  std::atomic<int> ran = 0;
  {
    ThreadPool pool(2);
    for (int i = 0; i < 20; ++i) pool.submit([&] { ++ran; });
  }
  CHECK(ran == 20);
}

TEST_CASE("a pool needs a thread") { CHECK_THROWS_AS(ThreadPool(0), ConfigError); }
