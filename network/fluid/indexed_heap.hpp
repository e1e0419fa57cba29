// A binary min-heap of numbered items that can be removed or moved from the middle. Several heaps
// may share one table of positions when an item is in at most one of them at a time.
// Ties go to the smaller `order`, so that what came first leaves first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lastmile::network::fluid {

using HeapPositions = std::vector<std::uint32_t>;

template <class Key>
class IndexedHeap {
 public:
  struct Entry {
    Key key;
    std::uint64_t order;
    std::uint32_t item;
  };

  explicit IndexedHeap(HeapPositions& positions) : positions_(&positions) {}

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const Entry& top() const { return entries_.front(); }
  [[nodiscard]] const Entry& at(std::size_t i) const { return entries_[i]; }
  [[nodiscard]] const Entry& of(std::uint32_t item) const { return entries_[(*positions_)[item]]; }

  void push(std::uint32_t item, Key key, std::uint64_t order) {
    entries_.push_back({key, order, item});
    rise(entries_.size() - 1);
  }
  void change(std::uint32_t item, Key key) {
    const std::size_t i = (*positions_)[item];
    entries_[i].key = key;
    sink(i);
    rise((*positions_)[item]);
  }
  void remove(std::uint32_t item) {
    const std::size_t i = (*positions_)[item];
    const Entry last = entries_.back();
    entries_.pop_back();
    if (i == entries_.size()) return;
    place(i, last);
    sink(i);
    rise((*positions_)[last.item]);
  }
  void clear() { entries_.clear(); }

 private:
  static bool before(const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : a.order < b.order;
  }
  void place(std::size_t i, const Entry& entry) {
    entries_[i] = entry;
    (*positions_)[entry.item] = static_cast<std::uint32_t>(i);
  }
  void rise(std::size_t i) {
    const Entry entry = entries_[i];
    while (i > 0 && before(entry, entries_[(i - 1) / 2])) {
      place(i, entries_[(i - 1) / 2]);
      i = (i - 1) / 2;
    }
    place(i, entry);
  }
  void sink(std::size_t i) {
    const Entry entry = entries_[i];
    for (std::size_t child = 2 * i + 1; child < entries_.size(); child = 2 * i + 1) {
      if (child + 1 < entries_.size() && before(entries_[child + 1], entries_[child])) ++child;
      if (!before(entries_[child], entry)) break;
      place(i, entries_[child]);
      i = child;
    }
    place(i, entry);
  }

  std::vector<Entry> entries_;
  HeapPositions* positions_;
};

}  // namespace lastmile::network::fluid
