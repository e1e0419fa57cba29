#include <doctest/doctest.h>

#include "kernels/aligned.hpp"
#include "kernels/lanes.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::kernels;

namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

Floats random_floats(std::size_t n, const char* name) {
  RandomStream random(7, name);
  Floats v(n);
  for (float& x : v) x = static_cast<float>(random.normal());
  return v;
}

/// Indices of the inputs that output element o pools; how many places of the padding it sees.
struct Seen {
  std::vector<std::size_t> inputs;
  int padding = 0;
};
Seen seen_by(const PoolShape& s, std::size_t o) {
  const LaneWindow& w = s.window;
  const int lane = static_cast<int>(o) % kLanes, pixel = static_cast<int>(o) / kLanes;
  const int left = pixel % s.out_width * w.stride_width - w.left;
  const int top = pixel / s.out_width % s.out_height * w.stride_height - w.top;
  const int c = pixel / s.out_width / s.out_height;
  Seen seen;
  for (int i = 0; i < w.kernel_height; ++i)
    for (int j = 0; j < w.kernel_width; ++j) {
      const int y = top + i * w.dilation, x = left + j * w.dilation;
      if (y >= 0 && y < s.height && x >= 0 && x < s.width)
        seen.inputs.push_back(size(((c * s.height + y) * s.width + x) * kLanes + lane));
      else if (y < s.height + w.bottom && x < s.width + w.right)
        ++seen.padding;
    }
  return seen;
}

/// Both pools and their gradients by plain loops; only a maximum above 0 gets its slope.
struct Reference {
  explicit Reference(const PoolShape& shape)
      : in(random_floats(size(shape.channels * shape.height * shape.width) * kLanes, "in")),
        slope(
            random_floats(size(shape.channels * shape.out_height * shape.out_width) * kLanes, "d")),
        max(slope.size()),
        mean(slope.size()),
        max_back(in.size(), 0.0F),
        mean_back(in.size(), 0.0F) {
    for (std::size_t o = 0; o < slope.size(); ++o) pool(shape, seen_by(shape, o), o);
  }

  void pool(const PoolShape& shape, const Seen& seen, std::size_t o) {
    const int divisor =
        static_cast<int>(seen.inputs.size()) + (shape.counts_padding ? seen.padding : 0);
    const float share = 1.0F / static_cast<float>(divisor);
    std::size_t best = seen.inputs[0];
    float sum = 0;
    for (const std::size_t i : seen.inputs) {
      if (in[i] > in[best]) best = i;
      sum += in[i];
      mean_back[i] += slope[o] * share;
    }
    max[o] = in[best];
    mean[o] = sum * share;
    if (in[best] > 0) max_back[best] += slope[o];
  }

  Floats in, slope, max, mean, max_back, mean_back;
};

void check_pools(const LaneKernels& k, const PoolShape& s, const Reference& expected) {
  Floats out(expected.max.size()), back(expected.in.size(), 9.0F);
  k.max_pool(s, expected.in.data(), out.data());
  CHECK(out == expected.max);
  k.max_pool_back(s, expected.in.data(), out.data(), expected.slope.data(), true, back.data());
  CHECK(back == expected.max_back);
  k.mean_pool(s, expected.in.data(), out.data());
  CHECK(out == expected.mean);
  k.mean_pool_back(s, expected.slope.data(), back.data());
  CHECK(back == expected.mean_back);
}

}  // namespace

TEST_CASE("pools give the bits of the plain loops with every instruction set") {
  for (const PoolShape& s :
       {PoolShape{3, 6, 4, 3, 2, {2, 2, 2, 2}},                        // tiles
        PoolShape{2, 7, 7, 4, 4, {3, 3, 2, 2, 1, 1, 1, 1}},            // padded
        PoolShape{2, 7, 7, 4, 4, {3, 3, 2, 2, 1, 1, 1, 1}, true},      // zeros count
        PoolShape{2, 5, 5, 4, 4, {2, 2, 1, 1}},                        // overlap
        PoolShape{4, 3, 5, 1, 1, {3, 5}},                              // global
        PoolShape{2, 6, 8, 3, 3, {2, 3, 2, 3, 0, 1, 0, 1}},            // other columns than rows
        PoolShape{2, 6, 6, 4, 4, {3, 3, 2, 2, 1, 1, 2, 2}, true},      // more behind; beyond it
        PoolShape{2, 9, 8, 7, 6, {3, 3, 1, 1, 1, 1, 1, 1, 2}, true}})  // dilated
    for (const std::string_view name : lane_kernel_names()) {
      CAPTURE(name);
      check_pools(*find_lane_kernels(name), s, Reference(s));
    }
}

TEST_CASE("of equal maxima only the first gets the slope") {
  const PoolShape s{1, 2, 2, 1, 1, {2, 2, 2, 2}};
  const Floats in(4 * kLanes, 1.0F), out(kLanes, 1.0F), slope(kLanes, 3.0F);
  Floats back(4 * kLanes);
  lane_kernels().max_pool_back(s, in.data(), out.data(), slope.data(), false, back.data());
  CHECK(back[0] == 3.0F);
  CHECK(back[kLanes] == 0.0F);
  CHECK(back[3 * kLanes] == 0.0F);
}
