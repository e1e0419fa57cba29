// A block of GPU threads on the host: every thread is a context of its own, collectives wait until all of a
// warp (or block) have come. Stands in for kernels/cuda/instructions.cuh, so that the kernels' index arithmetic
// is tested without a GPU. Fragment layouts after the PTX ISA (mma.sync m16n8k8/16/32, ldmatrix).
#pragma once

#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <vector>

#define __device__

namespace lastmile::kernels::cuda {

// fp16 and bf16 are held as floats of 16 bits that convert exactly; enough for small whole numbers.
struct __half {
  std::uint16_t bits;
};
struct __nv_bfloat16 {
  std::uint16_t bits;
};

inline float half_value(std::uint16_t h) {
  const int exponent = h >> 10 & 31, mantissa = h & 1023;
  const float size = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                                   : std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
  return (h & 0x8000) != 0 ? -size : size;
}
/// Truncates; the tests use values that are exact.
inline std::uint16_t half_bits(float v) {
  if (v == 0) return 0;
  int exponent = 0;
  const float part = std::frexp(std::abs(v), &exponent);  // in [1/2, 1)
  const int mantissa = static_cast<int>(std::ldexp(part, 11)) - 1024;
  return static_cast<std::uint16_t>((v < 0 ? 0x8000 : 0) | (exponent + 14) << 10 | mantissa);
}
inline float bf16_value(std::uint16_t b) {
  const std::uint32_t bits = static_cast<std::uint32_t>(b) << 16;
  float v;
  std::memcpy(&v, &bits, 4);
  return v;
}
inline std::uint16_t bf16_bits(float v) {
  std::uint32_t bits;
  std::memcpy(&bits, &v, 4);
  return static_cast<std::uint16_t>(bits >> 16);
}
inline float __half2float(__half h) { return half_value(h.bits); }
inline __half __float2half_rn(float v) { return {half_bits(v)}; }
inline float __bfloat162float(__nv_bfloat16 b) { return bf16_value(b.bits); }
inline __nv_bfloat16 __float2bfloat16_rn(float v) { return {bf16_bits(v)}; }

class Block {
 public:
  /// Runs `body(thread)` for all threads of a block.
  static void run(int threads, const std::function<void(int)>& body);
  static Block& current();
  [[nodiscard]] int thread() const { return now_; }
  /// Returns when `group` threads, this one's neighbours in number, have called it as often as this one.
  void meet(int group);
  /// A place for what threads of a warp exchange.
  std::uint32_t (&slots(int thread))[16] { return exchange_[static_cast<std::size_t>(thread)].words; }

 private:
  struct Context {
    ucontext_t state{};
    std::vector<char> stack = std::vector<char>(64 * 1024);
    int meetings = 0;
    bool done = false;
  };
  struct Words {
    std::uint32_t words[16];
  };
  static void enter();
  void yield();

  std::vector<std::unique_ptr<Context>> contexts_;
  std::vector<Words> exchange_;
  ucontext_t scheduler_{};
  const std::function<void(int)>* body_ = nullptr;
  int now_ = 0;
};

inline void copy16_async(void* shared, const void* global, bool present) {
  present ? std::memcpy(shared, global, 16) : std::memset(shared, 0, 16);
}
inline void close_copies() {}
template <int>
inline void wait_copies() {}
inline void block_barrier() { Block::current().meet(0); }

void load_matrices(std::uint32_t (&r)[4], const void* shared);
inline std::uint32_t to_tf32(std::uint32_t bits) { return bits & 0xFFFFE000U; }
void mma_f16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]);
void mma_bf16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]);
void mma_tf32(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]);
void mma_s8(int (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]);

}  // namespace lastmile::kernels::cuda
