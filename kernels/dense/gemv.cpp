#include "kernels/dense/gemv.hpp"

namespace lastmile::kernels {

PackedRows::PackedRows(const float* plain, const float* plain_bias, int sections, int rows,
                       int terms)
    : blocks(sections * ((rows + kBlock - 1) / kBlock)) {
  const auto at = [](int value) { return static_cast<std::size_t>(value); };
  weights.resize(at(blocks) * at(terms) * kBlock);
  bias.resize(at(blocks) * kBlock);
  for (int row = 0; row < sections * rows; ++row) {
    const int block = row / rows * (blocks / sections) + row % rows / kBlock,
              lane = row % rows % kBlock;
    if (plain_bias != nullptr) bias[at(block) * kBlock + at(lane)] = plain_bias[row];
    for (int k = 0; plain != nullptr && k < terms; ++k)
      weights[(at(block) * at(terms) + at(k)) * kBlock + at(lane)] =
          plain[at(row) * at(terms) + at(k)];
  }
}

}  // namespace lastmile::kernels
