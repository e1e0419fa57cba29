// Waiting until something has happened: co_await signal.wait(), and notify_all() by whoever made it so.
// Waiters go on by an event at the current time, in the order in which they came; a waiter that is
// destroyed leaves. A notification is not remembered: check the condition, then wait, in a loop.
#pragma once

#include <coroutine>
#include <vector>

#include "sim/engine.hpp"

namespace lastmile {

class Signal {
 public:
  explicit Signal(Engine& engine) : engine_(engine) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  class [[nodiscard]] Wait {
   public:
    explicit Wait(Signal& signal) : signal_(signal) {}
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;
    ~Wait() {
      signal_.forget(this);
      signal_.engine_.cancel(wake_);
    }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
      waiting_ = waiting;
      signal_.waiters_.push_back(this);
    }
    void await_resume() const noexcept {}

   private:
    friend class Signal;
    Signal& signal_;
    std::coroutine_handle<> waiting_;
    EventId wake_;
  };

  Wait wait() { return Wait(*this); }
  void notify_all() {
    std::vector<Wait*> woken;
    woken.swap(waiters_);
    for (Wait* waiter : woken) {
      const std::coroutine_handle<> waiting = waiter->waiting_;
      waiter->wake_ = engine_.after(Duration(0), [waiting] { waiting.resume(); });
    }
  }

 private:
  void forget(const Wait* waiter) {
    for (auto it = waiters_.begin(); it != waiters_.end(); ++it) {
      if (*it != waiter) continue;
      waiters_.erase(it);
      return;
    }
  }

  Engine& engine_;
  std::vector<Wait*> waiters_;
};

}  // namespace lastmile
