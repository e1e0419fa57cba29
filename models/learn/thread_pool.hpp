// A fixed number of threads for work that does not touch the simulation.
//
// The calling thread counts: a pool of 1 has no worker and runs everything inline, a pool of 2 has
// one. Results never depend on the number of threads: users split work by its size, not by the
// pool's. Checked: tests/unit/learn/thread_pool_test.cpp
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace lastmile::learn {

class ThreadPool {
 public:
  explicit ThreadPool(int threads);
  ~ThreadPool();  ///< runs what was submitted, then joins
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  [[nodiscard]] int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /// Starts f() on a worker (inline if there is none). Take the result with join().
  template <class F>
  auto submit(F f) -> std::future<std::invoke_result_t<F>> {
    using Result = std::invoke_result_t<F>;
    auto task = std::make_shared<std::packaged_task<Result()>>(std::move(f));
    std::future<Result> future = task->get_future();
    if (workers_.empty())
      (*task)();
    else
      push([task] { (*task)(); });
    return future;
  }

  /// The result of a submitted task; helps with waiting work meanwhile. Rethrows what the task
  /// threw.
  template <class T>
  T join(std::future<T>& future) {
    while (!ready(future) && run_one()) {
    }
    return future.get();
  }

  /// f(0) .. f(n - 1), in any order and on any thread; returns when all are done. May be called
  /// from inside a task. Rethrows the exception of the lowest index that threw.
  void parallel_for(std::size_t n, const std::function<void(std::size_t)>& f);

 private:
  template <class T>
  static bool ready(const std::future<T>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  void push(std::function<void()> work);
  bool run_one();  ///< false if nothing waits
  void work();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

/// pool->parallel_for, or a plain loop without a pool.
void parallel_for(ThreadPool* pool, std::size_t n, const std::function<void(std::size_t)>& f);

}  // namespace lastmile::learn
