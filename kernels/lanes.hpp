// Training kernels on groups of kLanes images, the image being the innermost index of every tensor:
// element (c, y, x) of all images of a group lies in kLanes consecutive floats.
//
// Formulae   product    out[m][p] = act(bias[m] + sum_k w[m][k] * in[pixel[p] + term[k]])
//            gradient   g[m][k] = sum_lane sum_p d[m][p] * in[pixel[p] + term[k]]
//            both per lane; a convolution and both of its backward passes are one of the two with
//            other offset tables (conv_plan.hpp), so that no patch matrix is built. A dense layer
//            has the same sums (lanes_dense.hpp), vectorised over its outputs: with few images no
//            lane idles.
// Symbols    m row (output channel), p pixel (output position), k term (input channel and tap);
//            pixel, term: offsets in floats into the input; act: identity or max(., 0). No units.
// Order      every element accumulates over k (product) or p (gradient) in ascending order with a
//            separate multiplication and addition; the lanes of a gradient are then added as
//            ((0+8)+(4+12))+... by halving. The order is the same in every instruction set, so the
//            bits are too. Never compile these files with contraction or fast-math.
// Source     definitions of the layers; register tiling after Goto, van de Geijn 2008
//            (doi:10.1145/1356052.1356053).
// Validity   finite values; offsets below 2^31 floats; tensors of lanes lie on 64-byte boundaries.
// Ignores    the tie at exactly 0 of max(., 0) (its gradient is 0 there) and NaN.
// Tests      tests/unit/kernels/lanes_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lastmile::kernels {

inline constexpr int kLanes = 16;
inline constexpr int kRowTile = 8;  ///< rows that pack_rows() interleaves

struct LaneProduct {
  int rows = 0;
  int terms = 0;
  int pixels = 0;
  const float* weights = nullptr;  ///< packed: [row / kRowTile][term][kRowTile]
  const float* bias = nullptr;     ///< null: start from 0
  const float* input = nullptr;
  const std::int32_t* pixel_offset = nullptr;
  const std::int32_t* term_offset = nullptr;
  float* output = nullptr;  ///< [row][pixel][lane]
  bool relu = false;
};

struct LaneGradient {
  int rows = 0;
  int terms = 0;
  int pixels = 0;
  const float* slope = nullptr;  ///< d: [row][pixel][lane]
  const float* input = nullptr;
  const std::int32_t* pixel_offset = nullptr;
  const std::int32_t* term_offset = nullptr;
  float* weights = nullptr;  ///< [row][term], overwritten
  float* bias = nullptr;     ///< [row], overwritten; null: not wanted
};

/// Values v <- momentum * v + (g + decay * w), w <- w - rate * v over `count` weights.
struct SgdStep {
  std::size_t count = 0;
  float rate = 0;
  float momentum = 0;
  float decay = 0;
};

/// A dense layer's weights as its kernels read them: [row / kLanes][term, then the bias][kLanes],
/// 0 beyond the last row (dense_weights.hpp). `images`: the first lanes, which count.
struct LaneDense {
  int rows = 0;
  int terms = 0;
  int images = kLanes;
  bool bias = false;  ///< whether the weights have one
  const float* weights = nullptr;
};

/// Of kLanes rows and some terms of a dense layer: its gradient, or with `velocity` a step of the
/// weights along it (SgdStep; count does not matter).
struct LaneDenseGradient {
  int terms = 0;
  int images = kLanes;
  const float* slope = nullptr;  ///< d: [lane][row]
  const float* input = nullptr;  ///< [term][lane]
  float* to = nullptr;           ///< [term][row]: the gradient, overwritten, or the weights
  float* velocity = nullptr;     ///< [term][row]
  SgdStep step{};
};

/// Taps lie at stride * o - padding before + dilation * i, on each axis.
struct LaneWindow {
  int kernel_height = 1;
  int kernel_width = 1;
  int stride_height = 1;
  int stride_width = 1;
  int top = 0;  ///< padding
  int left = 0;
  int bottom = 0;
  int right = 0;
  int dilation = 1;

  [[nodiscard]] int taps() const { return kernel_height * kernel_width; }
  friend bool operator==(const LaneWindow&, const LaneWindow&) = default;
};

/// Taps outside the input are left out of a maximum, and count in a mean only as zeros of the
/// padding, if at all.
struct PoolShape {
  int channels = 0;
  int height = 0;
  int width = 0;
  int out_height = 0;
  int out_width = 0;
  LaneWindow window;
  bool counts_padding = false;
};

enum class LaneActivation : std::uint8_t {
  relu6,
  leaky_relu,
  hard_sigmoid,
  hard_swish,
  sigmoid,
  tanh,
  swish,
  gelu
};

/// Channels [pixel][lane] to be normalised (lanes_normalise.hpp).
struct LaneNorm {
  int channels = 0;
  int pixels = 0;
  int images = kLanes;  ///< the first lanes, which count
  float epsilon = 0;
  const float* scale = nullptr;  ///< [channel]
  const float* shift = nullptr;  ///< [channel]
  bool relu = false;
};

/// Where its slopes go.
struct LaneNormSlopes {
  float* scale = nullptr;  ///< [channel]
  float* shift = nullptr;  ///< [channel]
  float* in = nullptr;     ///< null: not wanted
};

/// One instruction set's versions of everything.
struct LaneKernels {
  std::string_view name;
  void (*product)(const LaneProduct&);
  void (*gradient)(const LaneGradient&);
  /// [term][lane] to [row][lane]; lanes beyond the images repeat the first.
  void (*dense)(const LaneDense&, const float* in, bool relu, float* out);
  void (*dense_gradient)(const LaneDenseGradient&);
  /// [row][lane] to [term][lane]
  void (*dense_back)(const LaneDense&, const float* slope, float* in_slope);
  void (*max_pool)(const PoolShape&, const float* in, float* out);
  /// The first maximum of a window gets its slope; with `gate` only a maximum above 0 does.
  void (*max_pool_back)(const PoolShape&, const float* in, const float* out, const float* slope,
                        bool gate, float* in_slope);
  void (*mean_pool)(const PoolShape&, const float* in, float* out);
  void (*mean_pool_back)(const PoolShape&, const float* slope, float* in_slope);
  void (*relu)(std::size_t count, const float* in, float* out);
  void (*relu_back)(std::size_t count, const float* out, const float* slope, float* in_slope);
  void (*add)(std::size_t count, const float* in, float* sum);  ///< sum += in
  /// out = a + b, rectified if so wished
  void (*add_to)(std::size_t count, const float* a, const float* b, bool relu, float* out);
  /// `leak`: the slope of leaky_relu below 0, of hard_sigmoid in its middle
  void (*activate)(LaneActivation, float leak, std::size_t count, const float* in, float* out);
  void (*activate_back)(LaneActivation, float leak, std::size_t count, const float* in,
                        const float* out, const float* slope, float* in_slope);
  void (*moments)(const LaneNorm&, const float* in, float* mean, float* variance);
  void (*normalise)(const LaneNorm&, const float* mean, const float* variance, const float* in,
                    float* out);
  /// `slope` is that behind the relu.
  void (*normalise_back)(const LaneNorm&, const float* mean, const float* variance, const float* in,
                         const float* slope, const LaneNormSlopes& to);
  void (*sgd)(const SgdStep&, const float* gradient, float* velocity, float* weights);
  /// out[i][lane] = images[lane][i] * scale + shift
  void (*from_bytes)(std::size_t count, const std::uint8_t* const* images, float scale, float shift,
                     float* out);
};

/// The fastest that this processor runs.
const LaneKernels& lane_kernels();
/// "generic", "avx2" or "avx512"; null if this processor or build lacks it.
const LaneKernels* find_lane_kernels(std::string_view name);
/// Names that find_lane_kernels() knows here, slowest first.
std::vector<std::string_view> lane_kernel_names();

/// Floats that pack_rows() writes.
std::size_t packed_size(int rows, int terms);
/// Row-major [rows][terms] to LaneProduct's layout; missing rows of the last tile become 0.
void pack_rows(const float* weights, int rows, int terms, float* packed);

}  // namespace lastmile::kernels
