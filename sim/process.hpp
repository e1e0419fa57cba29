// Processes: coroutines that live on the engine's clock.
//
//   Processes processes(engine);
//   processes.spawn(serve(engine, device));        // Task<> serve(...) { co_await delay(engine, 20ms); ... }
//   engine.run();
//
// Cancelling a process (or destroying the set) destroys its frame: every awaiter's destructor takes back
// what it had asked for, and leases give back what was held.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine.hpp"
#include "sim/task.hpp"

namespace lastmile {

/// co_await delay(engine, d): go on d later.
class [[nodiscard]] Delay {
 public:
  Delay(Engine& engine, Duration duration) : engine_(engine), duration_(duration) {}
  Delay(const Delay&) = delete;
  Delay& operator=(const Delay&) = delete;
  ~Delay() { engine_.cancel(event_); }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    event_ = engine_.after(duration_, [waiting] { waiting.resume(); });
  }
  void await_resume() const noexcept {}

 private:
  Engine& engine_;
  Duration duration_;
  EventId event_;
};

inline Delay delay(Engine& engine, Duration duration) { return Delay(engine, duration); }

namespace detail {

/// A coroutine that drives one Task<> and reports its end; the frame is owned by whoever holds it.
class Driver {
 public:
  struct promise_type : PooledFrame {
    Driver get_return_object() {
      return Driver(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  explicit Driver(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  Driver(Driver&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Driver& operator=(Driver&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Driver() {
    if (handle_) handle_.destroy();
  }
  void resume() { handle_.resume(); }

 private:
  std::coroutine_handle<promise_type> handle_;
};

}  // namespace detail

using ProcessId = std::uint64_t;

class Processes final : private detail::RootOwner {
 public:
  explicit Processes(Engine& engine) : engine_(engine) {}
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;
  ~Processes() {
    for (std::uint32_t slot = 0; slot < roots_.size(); ++slot) end(slot);
  }

  /// Starts at the current time, as an event of its own. Its frame is freed when it ends.
  ProcessId spawn(Task<void> task) {
    const std::uint32_t slot = take_slot();
    Root& root = roots_[slot];
    root.handle = task.release();
    root.handle.promise().owner = this;
    root.handle.promise().slot = slot;
    root.start = engine_.after(Duration(0), [handle = root.handle] { handle.resume(); });
    ++alive_;
    return (ProcessId{root.generation} << 32) | slot;
  }
  /// Destroys the process's frame. Cancelling one that has ended does nothing. REQUIRES: not called by
  /// the process itself.
  void cancel(ProcessId id) {
    const auto slot = static_cast<std::uint32_t>(id);
    if (slot < roots_.size() && roots_[slot].generation == id >> 32) end(slot);
  }
  [[nodiscard]] std::size_t alive() const { return alive_; }

 private:
  struct Root {
    Task<void>::Handle handle;     // null: free
    EventId start;
    std::uint32_t generation = 1;  // of the process that has the slot; no id is 0
  };

  std::uint32_t take_slot() {
    if (free_.empty()) {
      roots_.emplace_back();
      return static_cast<std::uint32_t>(roots_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  // The slot is free before the frame goes: what the frame releases may spawn and cancel.
  void end(std::uint32_t slot) {
    Root& root = roots_[slot];
    if (!root.handle) return;
    engine_.cancel(root.start);
    const Task<void>::Handle handle = std::exchange(root.handle, {});
    ++root.generation;
    free_.push_back(slot);
    --alive_;
    handle.destroy();
  }
  void root_ended(std::uint32_t slot) noexcept override { end(slot); }

  Engine& engine_;
  std::vector<Root> roots_;
  std::vector<std::uint32_t> free_;
  std::size_t alive_ = 0;
};

/// co_await all(engine, tasks): runs the tasks side by side, goes on when the last has ended.
class [[nodiscard]] All {
 public:
  All(Engine& engine, std::vector<Task<void>> tasks) : engine_(engine), tasks_(std::move(tasks)) {}
  All(const All&) = delete;
  All& operator=(const All&) = delete;
  ~All() { engine_.cancel(wake_); }

  bool await_ready() const noexcept { return tasks_.empty(); }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    running_ = tasks_.size();
    drivers_.reserve(tasks_.size());
    for (Task<void>& task : tasks_) drivers_.push_back(drive(task, this));
    for (detail::Driver& driver : drivers_) driver.resume();
  }
  void await_resume() const noexcept {}

 private:
  static detail::Driver drive(Task<void>& task, All* group) {
    co_await task;
    group->ended();
  }
  void ended() {
    if (--running_ > 0) return;
    const std::coroutine_handle<> waiting = waiting_;
    wake_ = engine_.after(Duration(0), [waiting] { waiting.resume(); });
  }

  Engine& engine_;
  std::vector<Task<void>> tasks_;
  std::vector<detail::Driver> drivers_;
  std::coroutine_handle<> waiting_;
  std::size_t running_ = 0;
  EventId wake_;
};

inline All all(Engine& engine, std::vector<Task<void>> tasks) { return All(engine, std::move(tasks)); }

}  // namespace lastmile
