// The mean over a whole map of 16 channels.
#pragma once

#include <cstddef>

#include "kernels/epilogue.hpp"

namespace lastmile::kernels {

struct PlaneJob {
  const float* in = nullptr;
  std::size_t pixels = 0;
  const float* add = nullptr;  ///< null: nothing is added
  float* out = nullptr;        ///< [16]
  Epilogue finish;
};

}  // namespace lastmile::kernels
