// A number for every ordered pair of nodes that was asked for: a hash table, because of all pairs of a
// large network hardly any ever talk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lastmile::network::fluid {

class PairIndex {
 public:
  PairIndex() : slots_(64) {}
  /// 0 until set; valid until the next call. REQUIRES: from != to.
  std::uint32_t& operator()(std::uint32_t from, std::uint32_t to) {
    const std::uint64_t key = (std::uint64_t{from} << 32) | to;
    Slot* slot = &find(key);
    if (slot->key == key) return slot->number;
    if (2 * ++used_ > slots_.size()) {
      grow();
      slot = &find(key);
    }
    slot->key = key;
    return slot->number;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free; no pair has it, as a node has no path to itself
    std::uint32_t number = 0;
  };

  Slot& find(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = (key * 0x9E3779B97F4A7C15ULL) >> shift_;
    while (slots_[i].key != key && slots_[i].key != 0) i = (i + 1) & mask;
    return slots_[i];
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    --shift_;
    for (const Slot& slot : old) {
      if (slot.key != 0) find(slot.key) = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two of them
  unsigned shift_ = 64 - 6;
  std::size_t used_ = 0;
};

}  // namespace lastmile::network::fluid
