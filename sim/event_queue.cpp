#include "sim/event_queue.hpp"

#include <algorithm>

namespace lastmile {
namespace {

// Later first, so that the earliest is at the back.
template <class Entry>
inline bool later(const Entry& a, const Entry& b) {
  return a.time_ns != b.time_ns ? a.time_ns > b.time_ns : a.key > b.key;
}

int shift_for(std::uint64_t span, std::size_t buckets) {
  int shift = 0;
  while ((span >> shift) >= buckets) ++shift;
  return shift;
}

}  // namespace

EventQueue::~EventQueue() {
  for (auto& chunk : chunks_) {
    for (std::size_t i = 0; i < kChunk; ++i) {
      detail::EventSlot& slot = chunk[i];
      if (slot.key != 0 && slot.ops != nullptr) slot.ops->destroy(slot.callable);
    }
  }
}

void EventQueue::grow() {
  chunks_.push_back(std::make_unique<detail::EventSlot[]>(kChunk));
  detail::EventSlot* chunk = chunks_.back().get();
  for (std::size_t i = kChunk; i-- > 0;) give_slot(&chunk[i]);
}

bool EventQueue::cancel(EventId id) {
  if (!pending(id)) return false;
  id.slot_->ops->destroy(id.slot_->callable);
  id.slot_->ops = nullptr;
  --live_;
  return true;
}

void EventQueue::put(Rung& rung, detail::EventSlot* slot) {
  const auto index = static_cast<std::size_t>((slot->time_ns - rung.start_ns) >> rung.shift);
  Bucket& bucket = rung.buckets[index];
  slot->next = bucket.head;
  bucket.head = slot;
  ++bucket.count;
  ++rung.entries;
}

void EventQueue::insert(detail::EventSlot* slot) {
  if (slot->time_ns >= top_start_ns_) {
    top_.push_back({slot->time_ns, slot});
    return;
  }
  for (std::size_t i = 0; i < depth_; ++i) {
    Rung& rung = rungs_[i];
    if (slot->time_ns >= rung.current_ns() && slot->time_ns < rung.end_ns()) {
      put(rung, slot);
      return;
    }
  }
  insert_bottom({slot->time_ns, slot->key, slot});
}

// Most newcomers belong near the end (now, or soon); one that does not is searched for, because a burst
// at one time belongs at the front.
void EventQueue::insert_bottom(const Entry& entry) {
  constexpr int near = 8;
  auto place = bottom_.end();
  for (int step = 0; step < near && place != bottom_.begin() && later(entry, place[-1]); ++step) --place;
  if (place != bottom_.begin() && later(entry, place[-1])) {
    place = std::upper_bound(bottom_.begin(), place, entry,
                             [](const Entry& a, const Entry& b) { return later(a, b); });
  }
  bottom_.insert(place, entry);
  if (bottom_.size() > 8 * kBottomLimit) split_bottom();
}

// The bottom grew by insertion: keep its earliest entries and put the later ones on a rung of their own.
void EventQueue::split_bottom() {
  const std::int64_t pivot_ns = bottom_[bottom_.size() - kBottomLimit].time_ns;
  const std::int64_t last_ns = bottom_.front().time_ns;
  if (pivot_ns == last_ns) return;  // all at one time: nothing a rung could split
  const auto first_kept = std::find_if(bottom_.begin(), bottom_.end(),
                                       [&](const Entry& e) { return e.time_ns <= pivot_ns; });
  const auto moved = static_cast<std::size_t>(first_kept - bottom_.begin());
  // The rung reaches to what lies above, so that no later time falls between them.
  const std::int64_t above_ns = depth_ > 0 ? rungs_[depth_ - 1].current_ns() : top_start_ns_;
  Rung& rung = open_rung(pivot_ns + 1, above_ns - 1, moved);
  for (auto it = bottom_.begin(); it != first_kept; ++it) put(rung, it->slot);
  bottom_.erase(bottom_.begin(), first_kept);
}

EventQueue::Rung& EventQueue::open_rung(std::int64_t low_ns, std::int64_t high_ns, std::size_t entries) {
  if (depth_ == rungs_.size()) rungs_.emplace_back();
  Rung& rung = rungs_[depth_++];
  std::size_t wanted = 16;
  while (wanted < entries) wanted *= 2;
  const auto span = static_cast<std::uint64_t>(high_ns - low_ns);
  rung.shift = shift_for(span, wanted);
  rung.start_ns = low_ns;
  rung.used = static_cast<std::size_t>(span >> rung.shift) + 1;
  rung.current = 0;
  rung.entries = 0;
  if (rung.buckets.size() < rung.used) rung.buckets.resize(rung.used);
  return rung;
}

void EventQueue::top_to_rung() {
  std::int64_t low = INT64_MAX, high = INT64_MIN;
  for (const TopEntry& e : top_) {
    low = std::min(low, e.time_ns);
    high = std::max(high, e.time_ns);
  }
  Rung& rung = open_rung(low, high, top_.size());
  constexpr std::size_t ahead = 16;
  for (std::size_t i = 0; i < top_.size(); ++i) {
    if (i + ahead < top_.size()) __builtin_prefetch(top_[i + ahead].slot, 1);
    put(rung, top_[i].slot);
  }
  top_.clear();
  top_start_ns_ = rung.end_ns();
}

// Takes the next non-empty bucket of the finest rung: sorts it into the bottom, or splits it finer.
void EventQueue::bucket_down(Rung& rung) {
  while (rung.buckets[rung.current].head == nullptr) ++rung.current;
  Bucket bucket = std::exchange(rung.buckets[rung.current], Bucket{});
  const std::int64_t low_ns = rung.current_ns();
  const std::int64_t width_ns = std::int64_t{1} << rung.shift;
  ++rung.current;
  rung.entries -= bucket.count;
  if (bucket.count > kBottomLimit && rung.shift > 0) {
    Rung& finer = open_rung(low_ns, low_ns + width_ns - 1, bucket.count);  // `rung` may have moved
    for (detail::EventSlot* slot = bucket.head; slot != nullptr;) {
      detail::EventSlot* next = slot->next;
      put(finer, slot);
      slot = next;
    }
    return;
  }
  for (detail::EventSlot* slot = bucket.head; slot != nullptr;) {
    detail::EventSlot* next = slot->next;
    if (next != nullptr) __builtin_prefetch(next);
    if (slot->ops == nullptr) give_slot(slot);
    else bottom_.push_back({slot->time_ns, slot->key, slot});
    slot = next;
  }
  if (bottom_.size() > 1) {
    std::sort(bottom_.begin(), bottom_.end(),
              [](const Entry& a, const Entry& b) { return later(a, b); });
  }
}

bool EventQueue::drop_dead_bottom() {
  while (!bottom_.empty() && bottom_.back().slot->ops == nullptr) {
    give_slot(bottom_.back().slot);
    bottom_.pop_back();
  }
  return !bottom_.empty();
}

bool EventQueue::refill() {
  while (!drop_dead_bottom()) {
    if (depth_ > 0 && rungs_[depth_ - 1].entries == 0) {
      --depth_;
    } else if (depth_ > 0) {
      bucket_down(rungs_[depth_ - 1]);
    } else if (!top_.empty()) {
      top_to_rung();
    } else {
      top_start_ns_ = INT64_MIN;  // empty: start over with whatever comes next
      return false;
    }
  }
  return true;
}

}  // namespace lastmile
