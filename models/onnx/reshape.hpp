// Values in other shapes.
#pragma once

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {

/// REQUIRES the same number of elements. ConfigError names the node when the meaning of the new axes is not
/// known.
Value reshaped(Importer& importer, const Node& node, const Value& value, const Dims& target);

}  // namespace lastmile::models::onnx
