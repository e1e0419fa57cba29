// Task<T>: a lazy coroutine. It starts when awaited, hands its value (or exception) to the awaiter, and is
// destroyed with the object that owns it, which releases what its frame holds. A child that finishes at
// once never suspends its parent, so that a loop of such children keeps the stack flat at every
// optimisation level (symmetric transfer alone needs sibling calls for that).
//
// GCC 12 miscompiles some await expressions without a warning; tests/unit/sim/gcc12_test.cpp keeps one
// case for each safe pattern. In short: no aggregate temporaries and no initializer lists inside a
// co_await expression, no `switch (co_await x)`, no capturing lambda as a coroutine, and awaiters have
// constructors.
#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "sim/frame_pool.hpp"

namespace lastmile {

template <class T>
class Task;

namespace detail {

/// Owns tasks that nobody awaits, and frees each at its end.
class RootOwner {
 public:
  /// The task in `slot` has ended and is suspended for good: its frame may go.
  virtual void root_ended(std::uint32_t slot) noexcept = 0;

 protected:
  ~RootOwner() = default;
};

struct TaskPromiseBase : PooledFrame {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  RootOwner* owner = nullptr;  // of a root
  std::uint32_t slot = 0;
  std::exception_ptr error;

  // Nothing of the frame is touched after the owner has been told.
  struct FinalAwaiter {
    FinalAwaiter() {}
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) const noexcept {
      const Promise& promise = done.promise();
      if (promise.owner == nullptr) return promise.continuation;
      promise.owner->root_ended(promise.slot);
      return std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return FinalAwaiter(); }
  void unhandled_exception() {
    if (owner != nullptr) throw;  // a process's own error ends the run: out of Engine::run
    error = std::current_exception();
  }
};

template <class T>
struct TaskPromise : TaskPromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  void return_value(T result) { value.emplace(std::move(result)); }
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
  Task<void> get_return_object();
  void return_void() {}
  void take() const {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace detail

template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  class Awaiter {
   public:
    explicit Awaiter(Handle handle) : handle_(handle) {}
    bool await_ready() const noexcept { return handle_.done(); }
    bool await_suspend(std::coroutine_handle<> parent) const {
      handle_.resume();
      if (handle_.done()) return false;
      handle_.promise().continuation = parent;
      return true;
    }
    T await_resume() const { return handle_.promise().take(); }

   private:
    Handle handle_;
  };
  /// REQUIRES: awaited once; the Task outlives the await.
  Awaiter operator co_await() const noexcept { return Awaiter(handle_); }

  /// Gives the frame away: whoever takes it resumes and destroys it.
  Handle release() { return std::exchange(handle_, {}); }

 private:
  Handle handle_;
};

namespace detail {
template <class T>
Task<T> TaskPromise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}
}  // namespace detail

}  // namespace lastmile
