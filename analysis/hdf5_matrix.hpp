// A dataset of two dimensions beside the tables. Private to analysis/*.cpp.
#pragma once

#include "analysis/hdf5_handle.hpp"
#include "analysis/hdf5_sink.hpp"

namespace lastmile::analysis {

/// REQUIRES: as many values as whole rows of `columns` hold; no dataset of that name.
void write_matrix(hid_t file, const Matrix& matrix);

}  // namespace lastmile::analysis
