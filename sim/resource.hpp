// A pool of identical units with a first-in-first-out queue of waiters.
//
//   Lease lease = co_await resource.acquire();      // ... held until `lease` ends
//
// A unit given back is handed to the first waiter by an event at the current time. A waiter that is
// destroyed leaves the queue; one that had been granted a unit but had not gone on yet gives it back.
#pragma once

#include <coroutine>
#include <cstddef>
#include <utility>

#include "sim/engine.hpp"

namespace lastmile {

class Resource;

class [[nodiscard]] Lease {
 public:
  explicit Lease(Resource& resource) : resource_(&resource) {}
  Lease(Lease&& other) noexcept : resource_(std::exchange(other.resource_, nullptr)) {}
  Lease& operator=(Lease&&) = delete;
  inline ~Lease();

 private:
  Resource* resource_;
};

class Resource {
 public:
  Resource(Engine& engine, std::size_t units) : engine_(engine), free_(units) {}
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  class [[nodiscard]] Acquire {
   public:
    explicit Acquire(Resource& resource) : resource_(resource) {}
    Acquire(const Acquire&) = delete;
    Acquire& operator=(const Acquire&) = delete;
    ~Acquire() {
      if (queued_) resource_.unlink(*this);
      if (granted_) {
        resource_.engine_.cancel(wake_);
        resource_.give_back();
      }
    }
    bool await_ready() {
      if (resource_.first_ != nullptr || resource_.free_ == 0) return false;
      --resource_.free_;
      granted_ = true;
      return true;
    }
    void await_suspend(std::coroutine_handle<> waiting) {
      waiting_ = waiting;
      resource_.link(*this);
    }
    Lease await_resume() {
      granted_ = false;
      return Lease(resource_);
    }

   private:
    friend class Resource;
    Resource& resource_;
    std::coroutine_handle<> waiting_;
    Acquire* next_ = nullptr;
    Acquire* previous_ = nullptr;
    bool queued_ = false;
    bool granted_ = false;
    EventId wake_;
  };

  Acquire acquire() { return Acquire(*this); }
  [[nodiscard]] std::size_t free_units() const { return free_; }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  friend class Lease;

  void link(Acquire& waiter) {
    waiter.queued_ = true;
    waiter.previous_ = last_;
    (last_ != nullptr ? last_->next_ : first_) = &waiter;
    last_ = &waiter;
    ++waiting_;
  }
  void unlink(Acquire& waiter) {
    (waiter.previous_ != nullptr ? waiter.previous_->next_ : first_) = waiter.next_;
    (waiter.next_ != nullptr ? waiter.next_->previous_ : last_) = waiter.previous_;
    waiter.queued_ = false;
    --waiting_;
  }
  void give_back() {
    if (first_ == nullptr) {
      ++free_;
      return;
    }
    Acquire& waiter = *first_;
    unlink(waiter);
    waiter.granted_ = true;
    const std::coroutine_handle<> waiting = waiter.waiting_;
    waiter.wake_ = engine_.after(Duration(0), [waiting] { waiting.resume(); });
  }

  Engine& engine_;
  std::size_t free_;
  Acquire* first_ = nullptr;
  Acquire* last_ = nullptr;
  std::size_t waiting_ = 0;
};

inline Lease::~Lease() {
  if (resource_ != nullptr) resource_->give_back();
}

}  // namespace lastmile
