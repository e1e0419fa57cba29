// The inner loops of every instruction set. tables_*.cpp fill one table each; the operators look
// theirs up once.
#pragma once

#include "kernels/attention/attention.hpp"
#include "kernels/channels/channels.hpp"
#include "kernels/dense/gemv.hpp"
#include "kernels/elementwise/elementwise.hpp"
#include "kernels/isa.hpp"
#include "kernels/normalise/normalise.hpp"
#include "kernels/pooling/plane_mean.hpp"
#include "kernels/recurrent/lstm.hpp"
#include "kernels/window.hpp"

namespace lastmile::kernels {

struct Tables {
  void (*depthwise)(const WindowJob&);
  void (*max_pool)(const WindowJob&);
  void (*mean_pool)(const WindowJob&);
  void (*plane_mean)(const PlaneJob&);
  void (*gemv)(const GemvJob&);
  void (*sum)(const SumJob&);
  void (*scale)(const ScaleJob&);
  void (*activate)(Activation activation, const float* in, float* out, std::size_t count);
  void (*copy_lanes)(const LaneCopy&);
  void (*gather_lanes)(const LaneGather&);
  void (*softmax)(const NormaliseJob&);
  void (*layer_norm)(const NormaliseJob&);
  void (*lrn)(const NormaliseJob&);
  void (*lstm_cell)(const LstmJob&);
  void (*rows_product)(const RowsProduct&);
};

/// On Arm `generic` and `neon` are the same: every AArch64 processor has NEON.
const Tables& tables(Isa isa);

}  // namespace lastmile::kernels
