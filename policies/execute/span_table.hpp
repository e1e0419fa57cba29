// The table `spans`, for those who want to know its columns.
#pragma once

#include "sim/recorder.hpp"

namespace lastmile::policies {

void declare_span_table(Recorder& recorder);

}  // namespace lastmile::policies
