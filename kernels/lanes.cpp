#include "kernels/lanes.hpp"

#include "kernels/always_inline.hpp"

namespace lastmile::kernels {

extern const LaneKernels generic_kernels;
#ifdef LASTMILE_KERNELS_X86
extern const LaneKernels avx2_kernels;
extern const LaneKernels avx512_kernels;
#endif

namespace {

std::vector<const LaneKernels*> runnable() {
  std::vector<const LaneKernels*> found{&generic_kernels};
#ifdef LASTMILE_KERNELS_X86
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) found.push_back(&avx2_kernels);
  if (__builtin_cpu_supports("avx512f")) found.push_back(&avx512_kernels);
#endif
  return found;
}

}  // namespace

const LaneKernels& lane_kernels() {
  static const LaneKernels& best = *runnable().back();
  return best;
}

const LaneKernels* find_lane_kernels(std::string_view name) {
  for (const LaneKernels* candidate : runnable())
    if (candidate->name == name) return candidate;
  return nullptr;
}

std::vector<std::string_view> lane_kernel_names() {
  std::vector<std::string_view> names;
  for (const LaneKernels* candidate : runnable()) names.push_back(candidate->name);
  return names;
}

std::size_t packed_size(int rows, int terms) {
  const int tiles = (rows + kRowTile - 1) / kRowTile;
  return static_cast<std::size_t>(tiles) * static_cast<std::size_t>(terms) * kRowTile;
}

namespace {

/// `missing` rows of the tile are 0.
LASTMILE_INLINE void pack_tile(const float* weights, int missing, std::ptrdiff_t terms,
                               float* packed) {
  for (std::ptrdiff_t k = 0; k < terms; ++k, packed += kRowTile)
    for (int r = 0; r < kRowTile; ++r)
      packed[r] = r < kRowTile - missing ? weights[r * terms + k] : 0.0F;
}

}  // namespace

void pack_rows(const float* weights, int rows, int terms, float* packed) {
  const std::ptrdiff_t tile_floats = static_cast<std::ptrdiff_t>(terms) * kRowTile;
  for (int row = 0; row < rows; row += kRowTile, weights += tile_floats, packed += tile_floats) {
    if (row + kRowTile <= rows)
      pack_tile(weights, 0, terms, packed);
    else
      pack_tile(weights, row + kRowTile - rows, terms, packed);
  }
}

}  // namespace lastmile::kernels
