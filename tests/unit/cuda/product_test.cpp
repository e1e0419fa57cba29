// The tensor-core kernels on the emulated block: every element of small products and convolutions against plain
// loops, with whole numbers, so that the results are exact.
#define LASTMILE_CUDA_ON_HOST
#include "kernels/cuda/patches.cuh"

#include <doctest/doctest.h>

#include <cstdlib>

#include "kernels/random_values.hpp"

using namespace lastmile::kernels;
using namespace lastmile::kernels::cuda;

namespace {

template <class T>
std::vector<typename T::Element> whole_numbers(std::size_t count, RandomValues& random) {
  std::vector<typename T::Element> all(count);
  for (auto& v : all) v = T::from_float(static_cast<float>(random.between(-3, 3)));
  return all;
}

template <class Tile, class F>
void run_blocks(int m, int n, F block) {
  std::vector<char> memory(Tile::shared_bytes + 128);
  char* shared = memory.data() + (128 - reinterpret_cast<std::uintptr_t>(memory.data()) % 128);
  for (int bm = 0; bm * Tile::BM < m; ++bm)
    for (int bn = 0; bn * Tile::BN < n; ++bn)
      Block::run(Tile::threads, [&](int thread) { block(bm, bn, thread, shared); });
}

template <class T, class Tile>
void check_product(int m, int n, int k) {
  RandomValues random(static_cast<std::uint64_t>(m + n + k));
  const auto at = [](int v) { return static_cast<std::size_t>(v); };
  const auto a = whole_numbers<T>(at(m * k), random), b = whole_numbers<T>(at(n * k), random);
  const auto residual = whole_numbers<T>(at(m * n), random);
  std::vector<float> bias(at(n));
  for (float& v : bias) v = static_cast<float>(random.between(-5, 5));
  std::vector<typename T::Element> c(at(m * n));
  const int bytes = k * static_cast<int>(sizeof(typename T::Element));
  const MatrixRows left{reinterpret_cast<const char*>(a.data()), m, bytes};
  const MatrixRows right{reinterpret_cast<const char*>(b.data()), n, bytes};
  const Finish finish{nullptr, bias.data(), residual.data(), true};
  run_blocks<Tile>(m, n, [&](int bm, int bn, int thread, char* shared) {
    product_block<T, Tile>(left, right, finish, c.data(), m, n, bytes, bm, bn, thread, shared);
  });
  int wrong = 0;
  for (int row = 0; row < m; ++row)
    for (int column = 0; column < n; ++column) {
      float sum = bias[at(column)] + T::to_float(residual[at(row * n + column)]);
      for (int i = 0; i < k; ++i) sum += T::to_float(a[at(row * k + i)]) * T::to_float(b[at(column * k + i)]);
      const float expected = T::to_float(T::from_float(std::max(0.0F, sum)));
      wrong += T::to_float(c[at(row * n + column)]) != expected ? 1 : 0;
    }
  CHECK_MESSAGE(wrong == 0, m << " x " << n << " x " << k);
}

struct Conv {
  int images, channels, height, width, out, kernel_h, kernel_w, stride, padding, dilation;
};

template <class T, class Tile>
void check_convolution(const Conv& c) {
  RandomValues random(static_cast<std::uint64_t>(c.height * c.channels));
  const auto at = [](int v) { return static_cast<std::size_t>(v); };
  const int ho = (c.height + 2 * c.padding - c.dilation * (c.kernel_h - 1) - 1) / c.stride + 1;
  const int wo = (c.width + 2 * c.padding - c.dilation * (c.kernel_w - 1) - 1) / c.stride + 1;
  const int k = c.kernel_h * c.kernel_w * c.channels, m = c.images * ho * wo;
  const auto map = whole_numbers<T>(at(c.images * c.height * c.width * c.channels), random);
  const auto weights = whole_numbers<T>(at(c.out * k), random);
  std::vector<typename T::Element> result(at(m * c.out));
  const int element = static_cast<int>(sizeof(typename T::Element));
  const Patches left{reinterpret_cast<const char*>(map.data()), c.height, c.width, c.channels * element, ho, wo, c.images,
                     c.kernel_h, c.kernel_w, c.stride, c.padding, c.dilation};
  const MatrixRows right{reinterpret_cast<const char*>(weights.data()), c.out, k * element};
  run_blocks<Tile>(m, c.out, [&](int bm, int bn, int thread, char* shared) {
    product_block<T, Tile>(left, right, Finish{}, result.data(), m, c.out, k * element, bm, bn, thread, shared);
  });
  int wrong = 0;
  for (int row = 0; row < m; ++row)
    for (int o = 0; o < c.out; ++o) {
      const int image = row / (ho * wo), y0 = row / wo % ho * c.stride - c.padding, x0 = row % wo * c.stride - c.padding;
      float sum = 0;
      for (int i = 0; i < c.kernel_h * c.kernel_w; ++i) {
        const int y = y0 + i / c.kernel_w * c.dilation, x = x0 + i % c.kernel_w * c.dilation;
        if (y < 0 || y >= c.height || x < 0 || x >= c.width) continue;
        for (int ch = 0; ch < c.channels; ++ch)
          sum += T::to_float(map[at(((image * c.height + y) * c.width + x) * c.channels + ch)]) *
                 T::to_float(weights[at((o * c.kernel_h * c.kernel_w + i) * c.channels + ch)]);
      }
      wrong += T::to_float(result[at(row * c.out + o)]) != T::to_float(T::from_float(sum)) ? 1 : 0;
    }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("cuda: products in every precision, sizes that fill no tile") {
  check_product<Fp16, Small>(70, 66, 72);
  check_product<Bf16, Small>(64, 64, 64);
  check_product<Tf32, Small>(33, 65, 36);
  check_product<Int8, Small>(65, 31, 144);
}

TEST_CASE("cuda: larger tiles, more tiles of k than stages") {
  check_product<Fp16, Middle>(130, 129, 328);
  check_product<Fp16, Large>(128, 257, 64);
}

TEST_CASE("cuda: convolution by implicit patches") {
  check_convolution<Fp16, Small>({2, 8, 9, 7, 10, 3, 3, 1, 1, 1});
  check_convolution<Fp16, Small>({1, 24, 11, 11, 66, 5, 3, 2, 2, 1});
  check_convolution<Int8, Small>({1, 16, 8, 8, 20, 3, 3, 1, 2, 2});
  check_convolution<Tf32, Small>({1, 4, 12, 12, 16, 7, 7, 2, 3, 1});
}
