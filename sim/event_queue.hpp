// Pending events in the order (time, priority, sequence): an intrusive ladder queue.
//
// An event is one cache line: time, key (priority and sequence number), link, operations, and a callable
// of up to 32 bytes stored and called in place (a larger one is boxed on the heap). Slots live in stable
// chunks with a last-in-first-out free list, so the steady state allocates nothing.
//   top     unsorted entries far in the future
//   rungs   buckets of power-of-two width, each finer rung splitting one bucket of the one above
//   bottom  the next few entries, sorted, earliest last
// Structure after Tang, Goh, Thng 2005, "Ladder queue" (doi:10.1145/1103323.1103324). The
// order is checked against a binary heap in tests/unit/sim/event_queue_test.cpp; `lastmile bench engine`
// prints the speed beside ns-3's schedulers. C++17-clean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/units.hpp"

namespace lastmile {

/// Order of events at the same time, earliest first.
enum class Priority : std::uint8_t {
  completion = 0,  ///< work that ends now is seen by everything that starts now
  normal = 1,
  observe = 2,     ///< samplers and reports see the state after everything else
};

namespace detail {

struct EventOps {
  void (*call)(void*);
  void (*destroy)(void*);
};

struct alignas(64) EventSlot {
  std::int64_t time_ns;
  std::uint64_t key;  // priority in the top 8 bits, sequence below; 0 = free or running
  EventSlot* next;
  const EventOps* ops;  // null = cancelled
  alignas(std::max_align_t) unsigned char callable[32];
};
static_assert(sizeof(EventSlot) == 64, "one cache line");

template <class F>
constexpr bool kFitsInSlot = sizeof(F) <= 32 && alignof(F) <= alignof(std::max_align_t);

template <class F>
struct InPlace {
  static void call(void* p) { (*static_cast<F*>(p))(); }
  static void destroy(void* p) { static_cast<F*>(p)->~F(); }
  static constexpr EventOps ops{call, destroy};
};

template <class F>
struct Boxed {
  static F* get(void* p) { return *static_cast<F**>(p); }
  static void call(void* p) { (*get(p))(); }
  static void destroy(void* p) { delete get(p); }
  static constexpr EventOps ops{call, destroy};
};

}  // namespace detail

/// Names one scheduled event; stays harmless after the event has run or was cancelled.
class EventId {
 public:
  EventId() = default;

 private:
  friend class EventQueue;
  EventId(detail::EventSlot* slot, std::uint64_t key) : slot_(slot), key_(key) {}
  detail::EventSlot* slot_ = nullptr;
  std::uint64_t key_ = 0;
};

class EventQueue {
 public:
  EventQueue() = default;
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;
  ~EventQueue();

  template <class F>
  EventId push(SimTime time, Priority priority, F&& callable) {
    using Callable = std::decay_t<F>;
    detail::EventSlot* slot = take_slot();
    if constexpr (detail::kFitsInSlot<Callable>) {
      new (slot->callable) Callable(std::forward<F>(callable));
      slot->ops = &detail::InPlace<Callable>::ops;
    } else {
      new (slot->callable) Callable*(new Callable(std::forward<F>(callable)));
      slot->ops = &detail::Boxed<Callable>::ops;
    }
    slot->time_ns = time.time_since_epoch().count();
    slot->key = (static_cast<std::uint64_t>(priority) << 56) | ++sequence_;
    insert(slot);
    ++live_;
    return EventId(slot, slot->key);
  }

  /// Destroys the callable at once; the entry is dropped when it surfaces. True if it was pending.
  bool cancel(EventId id);
  [[nodiscard]] bool pending(EventId id) const {
    return id.slot_ != nullptr && id.slot_->key == id.key_ && id.slot_->ops != nullptr;
  }

  [[nodiscard]] std::size_t size() const { return live_; }
  /// Time of the earliest event, or kNever.
  [[nodiscard]] SimTime next_time() {
    if (!settle()) return kNever;
    return SimTime(Duration(bottom_.back().time_ns));
  }

  /// REQUIRES: size() > 0. Takes the earliest event out, calls `before(time)` and then the event.
  template <class Before>
  void run_next(Before&& before) {
    settle();
    detail::EventSlot* slot = bottom_.back().slot;
    bottom_.pop_back();
    if (!bottom_.empty()) __builtin_prefetch(bottom_.back().slot);
    --live_;
    slot->key = 0;
    before(SimTime(Duration(slot->time_ns)));
    Release release{*this, slot};
    slot->ops->call(slot->callable);
  }

 private:
  struct Entry {
    std::int64_t time_ns;
    std::uint64_t key;
    detail::EventSlot* slot;
  };
  struct TopEntry {
    std::int64_t time_ns;
    detail::EventSlot* slot;
  };
  struct Bucket {
    detail::EventSlot* head = nullptr;
    std::uint32_t count = 0;
  };
  struct Rung {
    std::int64_t start_ns = 0;
    int shift = 0;             // bucket width = 2^shift ns
    std::size_t used = 0;      // buckets in use
    std::size_t current = 0;   // first bucket not yet consumed
    std::size_t entries = 0;
    std::vector<Bucket> buckets;
    [[nodiscard]] std::int64_t current_ns() const {
      return start_ns + (static_cast<std::int64_t>(current) << shift);
    }
    [[nodiscard]] std::int64_t end_ns() const {
      return start_ns + (static_cast<std::int64_t>(used) << shift);
    }
  };
  struct Release {  // gives the slot back even if the callable throws
    EventQueue& queue;
    detail::EventSlot* slot;
    ~Release() {
      slot->ops->destroy(slot->callable);
      queue.give_slot(slot);
    }
  };

  detail::EventSlot* take_slot() {
    if (free_ == nullptr) grow();
    detail::EventSlot* slot = free_;
    free_ = slot->next;
    return slot;
  }
  void give_slot(detail::EventSlot* slot) {
    slot->key = 0;
    slot->next = free_;
    free_ = slot;
  }
  void grow();

  void insert(detail::EventSlot* slot);
  void insert_bottom(const Entry& entry);
  static void put(Rung& rung, detail::EventSlot* slot);
  Rung& open_rung(std::int64_t low_ns, std::int64_t high_ns, std::size_t entries);
  bool settle() { return !bottom_.empty() && bottom_.back().slot->ops != nullptr ? true : refill(); }
  bool refill();
  bool drop_dead_bottom();
  void top_to_rung();
  void bucket_down(Rung& rung);
  void split_bottom();

  static constexpr std::size_t kBottomLimit = 48;
  static constexpr std::size_t kChunk = 512;

  std::vector<std::unique_ptr<detail::EventSlot[]>> chunks_;
  detail::EventSlot* free_ = nullptr;
  std::vector<TopEntry> top_;
  std::int64_t top_start_ns_ = INT64_MIN;  // times from here on go to the top
  std::vector<Rung> rungs_;                // rungs_[0 .. depth_-1] in use, coarsest first
  std::size_t depth_ = 0;
  std::vector<Entry> bottom_;              // earliest last
  std::uint64_t sequence_ = 0;
  std::size_t live_ = 0;
};

}  // namespace lastmile
