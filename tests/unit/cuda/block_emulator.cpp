#include "tests/unit/cuda/block_emulator.hpp"

namespace lastmile::kernels::cuda {
namespace {

Block* active = nullptr;

constexpr int kWarp = 32;

// Word `index` that lane `lane` of this warp has laid down.
std::uint32_t word(int lane, int index) {
  const int first = Block::current().thread() / kWarp * kWarp;
  return Block::current().slots(first + lane)[index];
}

// Element k of a row whose 32 bytes lie in two words of each of four lanes: a0 (or b0) holds the first 16
// bytes, a2 (or b1) the last.
template <class Value>
auto element(int row, int k, int per_word, int low_word, int high_word, Value value) {
  const int in_half = k % (4 * per_word);
  const std::uint32_t bits = word(row * 4 + in_half / per_word, k < 4 * per_word ? low_word : high_word);
  return value(bits, in_half % per_word);
}

template <class Sum, class Value>
void multiply(Sum (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2], int per_word, Value value) {
  Block& block = Block::current();
  std::copy_n(a, 4, block.slots(block.thread()));
  std::copy_n(b, 2, block.slots(block.thread()) + 4);
  block.meet(kWarp);
  const int lane = block.thread() % kWarp;
  for (int e = 0; e < 4; ++e) {
    const int row = lane / 4 + e / 2 * 8, column = lane % 4 * 2 + e % 2, upper = row / 8;
    for (int k = 0; k < 8 * per_word; ++k)
      c[e] += element(row % 8, k, per_word, upper, 2 + upper, value) * element(column, k, per_word, 4, 5, value);
  }
  block.meet(kWarp);
}

}  // namespace

Block& Block::current() { return *active; }

void Block::enter() {
  Block& block = *active;
  const int thread = block.now_;
  (*block.body_)(thread);
  block.contexts_[static_cast<std::size_t>(thread)]->done = true;
  swapcontext(&block.contexts_[static_cast<std::size_t>(thread)]->state, &block.scheduler_);
}

void Block::yield() { swapcontext(&contexts_[static_cast<std::size_t>(now_)]->state, &scheduler_); }

void Block::meet(int group) {
  const int threads = static_cast<int>(contexts_.size());
  const int size = group == 0 ? threads : group, first = now_ / size * size;
  const int meeting = ++contexts_[static_cast<std::size_t>(now_)]->meetings;
  const auto all_here = [&] {
    for (int i = first; i < first + size; ++i)
      if (contexts_[static_cast<std::size_t>(i)]->meetings < meeting) return false;
    return true;
  };
  while (!all_here()) yield();
}

void Block::run(int threads, const std::function<void(int)>& body) {
  Block block;
  active = &block;
  block.body_ = &body;
  block.exchange_.resize(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    block.contexts_.push_back(std::make_unique<Context>());
    Context& one = *block.contexts_.back();
    getcontext(&one.state);
    one.state.uc_stack.ss_sp = one.stack.data();
    one.state.uc_stack.ss_size = one.stack.size();
    makecontext(&one.state, &Block::enter, 0);
  }
  for (bool running = true; running;) {
    running = false;
    for (int i = 0; i < threads; ++i) {
      Context& one = *block.contexts_[static_cast<std::size_t>(i)];
      if (one.done) continue;
      running = true;
      block.now_ = i;
      swapcontext(&block.scheduler_, &one.state);
    }
  }
  active = nullptr;
}

void load_matrices(std::uint32_t (&r)[4], const void* shared) {
  Block& block = Block::current();
  const auto address = reinterpret_cast<std::uintptr_t>(shared);
  std::uint32_t (&own)[16] = block.slots(block.thread());
  own[0] = static_cast<std::uint32_t>(address);
  own[1] = static_cast<std::uint32_t>(address >> 32);
  block.meet(kWarp);
  const int lane = block.thread() % kWarp;
  for (int matrix = 0; matrix < 4; ++matrix) {
    const int giver = matrix * 8 + lane / 4;
    const std::uintptr_t row = static_cast<std::uintptr_t>(word(giver, 1)) << 32 | word(giver, 0);
    std::memcpy(&r[matrix], reinterpret_cast<const char*>(row) + lane % 4 * 4, 4);
  }
  block.meet(kWarp);
}

void mma_f16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  multiply(c, a, b, 2, [](std::uint32_t w, int i) { return half_value(static_cast<std::uint16_t>(w >> (16 * i))); });
}
void mma_bf16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  multiply(c, a, b, 2, [](std::uint32_t w, int i) { return bf16_value(static_cast<std::uint16_t>(w >> (16 * i))); });
}
void mma_tf32(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  multiply(c, a, b, 1, [](std::uint32_t w, int) {
    float v;
    std::memcpy(&v, &w, 4);
    return v;
  });
}
void mma_s8(int (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  multiply(c, a, b, 4, [](std::uint32_t w, int i) { return static_cast<int>(static_cast<std::int8_t>(w >> (8 * i))); });
}

}  // namespace lastmile::kernels::cuda
