#include "models/learn/thread_pool.hpp"

#include <atomic>
#include <exception>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

/// One parallel_for: helpers may arrive after it has ended, so it is shared.
struct Loop {
  explicit Loop(std::size_t count, const std::function<void(std::size_t)>& f)
      : n(count), body(f), errors(count) {}

  void take_turns() {
    for (std::size_t i = next++; i < n; i = next++) {
      try {
        body(i);
      } catch (...) {
        errors[i] = std::current_exception();
      }
      if (++done == n) {
        const std::lock_guard lock(mutex);
        finished.notify_all();
      }
    }
  }

  void wait() {
    std::unique_lock lock(mutex);
    finished.wait(lock, [this] { return done == n; });
  }

  std::size_t n;
  const std::function<void(std::size_t)>& body;  // only called before the last turn is done
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::vector<std::exception_ptr> errors;
  std::mutex mutex;
  std::condition_variable finished;
};

}  // namespace

ThreadPool::ThreadPool(int threads) {
  if (threads < 1)
    throw ConfigError("threads = " + std::to_string(threads) + ": must be at least 1");
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::push(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
}

bool ThreadPool::run_one() {
  std::function<void()> work;
  {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) return false;
    work = std::move(queue_.front());
    queue_.pop_front();
  }
  work();
  return true;
}

void ThreadPool::work() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
    }
    run_one();
  }
}

void ThreadPool::parallel_for(std::size_t n, const std::function<void(std::size_t)>& f) {
  if (n == 0) return;
  const auto loop = std::make_shared<Loop>(n, f);
  for (std::size_t i = 0; i < workers_.size() && i + 1 < n; ++i)
    push([loop] { loop->take_turns(); });
  loop->take_turns();
  loop->wait();
  for (const std::exception_ptr& error : loop->errors)
    if (error) std::rethrow_exception(error);
}

void parallel_for(ThreadPool* pool, std::size_t n, const std::function<void(std::size_t)>& f) {
  if (pool != nullptr) return pool->parallel_for(n, f);
  for (std::size_t i = 0; i < n; ++i) f(i);
}

}  // namespace lastmile::learn
