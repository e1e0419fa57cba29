// Copies the part of an input that a chunk of output rows reads, with zeros around it.
#pragma once

#include "kernels/conv/direct_plan.hpp"

namespace lastmile::kernels {

/// Rows stride * first_row - padding ... of input blocks first ... last - 1 of one image.
void copy_strip(const DirectPlan& plan, const float* image, int first_row, int rows_out, int first,
                int last, float* strip);

}  // namespace lastmile::kernels
