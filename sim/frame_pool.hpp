// Memory of coroutine frames: last-in-first-out free lists by size class, one set a thread, so that
// the steady state of a simulation allocates nothing. Frames above the largest class come from the
// heap, and with AddressSanitizer all do, so that it sees a frame that is used after its end.
#pragma once

#include <cstddef>
#include <new>

namespace lastmile::detail {

class FramePool {
 public:
  FramePool() = default;
  FramePool(const FramePool&) = delete;
  FramePool& operator=(const FramePool&) = delete;
  ~FramePool() {
    for (Block*& head : free_) {
      while (head != nullptr) ::operator delete(pop(head));
    }
  }
  static FramePool& of_thread() {
    thread_local FramePool pool;
    return pool;
  }

  void* take(std::size_t bytes) {
    const std::size_t index = class_of(bytes);
    if (index >= kClasses) return ::operator new(bytes);
    if (free_[index] != nullptr) return pop(free_[index]);
    return ::operator new((index + 1) * kStep);
  }
  void give(void* memory, std::size_t bytes) noexcept {
    const std::size_t index = class_of(bytes);
    if (index >= kClasses) return ::operator delete(memory);
    free_[index] = new (memory) Block{free_[index]};
  }

 private:
  struct Block {
    Block* next;
  };
  static constexpr std::size_t kStep = 64;
#ifdef __SANITIZE_ADDRESS__
  static constexpr std::size_t kClasses = 0;
#else
  static constexpr std::size_t kClasses = 16;
#endif
  static std::size_t class_of(std::size_t bytes) { return (bytes - 1) / kStep; }
  static Block* pop(Block*& head) {
    Block* block = head;
    head = block->next;
    return block;
  }

  Block* free_[kClasses + 1] = {};
};

/// Base of a promise type: its frames come from the pool of the thread that makes and frees them.
struct PooledFrame {
  static void* operator new(std::size_t bytes) { return FramePool::of_thread().take(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept {
    FramePool::of_thread().give(memory, bytes);
  }
};

}  // namespace lastmile::detail
