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
#include <map>
#include <memory>
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
  struct promise_type {
    Driver get_return_object() {
      return Driver(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }  // a process's own error ends the run: out of Engine::run
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

class Processes {
 public:
  explicit Processes(Engine& engine) : engine_(engine) {}
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  /// Starts at the current time, as an event of its own.
  ProcessId spawn(Task<void> task) {
    const ProcessId id = ++last_id_;
    alive_.emplace(id, Root(drive(std::move(task), this, id)));
    Root& root = alive_.at(id);
    root.start = engine_.after(Duration(0), [&root] { root.driver.resume(); });
    return id;
  }
  /// Destroys the process's frame. Cancelling one that has ended does nothing. REQUIRES: not called by
  /// the process itself.
  void cancel(ProcessId id) {
    const auto it = alive_.find(id);
    if (it == alive_.end()) return;
    engine_.cancel(it->second.start);
    alive_.erase(it);
  }
  [[nodiscard]] std::size_t alive() const { return alive_.size(); }
  ~Processes() {
    for (auto& [id, root] : alive_) engine_.cancel(root.start);
  }

 private:
  struct Root {
    explicit Root(detail::Driver d) : driver(std::move(d)) {}
    detail::Driver driver;
    EventId start;
  };
  static detail::Driver drive(Task<void> task, Processes* owner, ProcessId id) {
    co_await task;
    owner->ended(id);
  }
  void ended(ProcessId id) {  // the frame cannot free itself while it runs
    engine_.after(Duration(0), [this, id] { alive_.erase(id); });
  }

  Engine& engine_;
  std::map<ProcessId, Root> alive_;
  ProcessId last_id_ = 0;
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
