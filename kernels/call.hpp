// One call of a kernel: what is computed on which shape. The vocabulary that lowering a network, timing,
// calibration and cost models share; nothing in it points to memory.
//
// Formulae   out = floor((in + 2 padding - dilation (kernel - 1) - 1) / stride) + 1 on each axis; pools with
//            `ceil` round up, but drop a last window that would start beyond the padded input
//            FLOP by the direct convention (Winograd's savings are not subtracted):
//              conv 2 n oc oh ow (c / g) kh kw      dense 2 n c oc      gemm 2 m n k (see below)
//              lstm 8 n oc (c + oc)                 attention 4 n t t c
//              pools n c oh ow kh kw                others one a element they write
// Symbols    n batch; c, oc channels in and out; h, w map; g groups; t = w tokens
// Layouts    layout.hpp
// Text       "conv n=1 c=64 h=56 w=56 oc=256 k=1x1 s=1 p=0 act=relu add=1": the type, then KEY=VALUE; what
//            is left out has its default; parse(text(call)) == call
// Tests      tests/unit/kernels/call_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::kernels {

enum class KernelType : std::uint8_t {
  conv,         ///< dense or grouped convolution; a dense layer over tokens or pixels is k=1x1
  depthwise,    ///< g = c = oc
  dense,        ///< c -> oc of n vectors; h = w = 1
  max_pool,
  avg_pool,     ///< the mean over the part of the window inside the map
  global_pool,  ///< mean over the map
  add,          ///< of `inputs` maps
  multiply,     ///< elementwise; a second input of 1 x 1 is spread over the map (squeeze-excite)
  activate,     ///< the activation alone
  scale,        ///< y = w[c] x + b[c] (a batch norm that could not be folded)
  concat,       ///< of maps with `parts` channels
  shuffle,      ///< channel c of g groups goes to (c % (C/g)) * g + c / (C/g)
  lrn,          ///< across 5 channels (AlexNet)
  softmax,      ///< over channels
  layer_norm,   ///< over channels of each token
  lstm,         ///< one step; inputs x [c], h [oc], state [oc]; output h, then the state
  attention,    ///< inputs q, k, v: c channels, w tokens, g heads
  copy          ///< moves a map; the cost of a change of layout
};

enum class Precision : std::uint8_t { fp32, fp16, bf16, int8 };
enum class Activation : std::uint8_t { none, relu, relu6, hard_swish, swish, sigmoid, tanh, gelu };

struct KernelCall {
  KernelType type = KernelType::conv;
  Precision precision = Precision::fp32;
  int batch = 1;
  int channels = 1;
  int height = 1;
  int width = 1;
  int out_channels = 0;  ///< conv, dense, lstm; 0: as many as `channels`
  int kernel_height = 1;
  int kernel_width = 1;
  int stride = 1;
  int padding = 0;
  int dilation = 1;
  int groups = 1;
  int inputs = 1;          ///< add
  bool ceil = false;       ///< pools
  bool add = false;        ///< a second input of the output's shape is added before the activation
  Activation activation = Activation::none;
  std::vector<int> parts;  ///< concat: channels of each input
  std::string algorithm;   ///< empty: the fastest known; else one of algorithms() in operator.hpp

  [[nodiscard]] int channels_out() const;
  [[nodiscard]] int height_out() const;
  [[nodiscard]] int width_out() const;
  [[nodiscard]] int input_count() const;
  friend bool operator==(const KernelCall&, const KernelCall&) = default;
};

struct Work {
  double flop = 0;
  double input_bytes = 0;  ///< of all inputs, unpadded
  double output_bytes = 0;
  double weight_bytes = 0;
};
Work work(const KernelCall& call);

std::string_view to_string(KernelType type);
std::string_view to_string(Precision precision);
std::string_view to_string(Activation activation);

std::string text(const KernelCall& call);
/// std::invalid_argument names the word and what is allowed; also for shapes that give no output.
KernelCall parse_call(std::string_view line);
/// std::invalid_argument if the shape gives no output or groups do not divide the channels.
void validate(const KernelCall& call);

}  // namespace lastmile::kernels
