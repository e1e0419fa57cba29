// Windows as files write them: kernel, stride, dilation and padding of each axis of a map.
#pragma once

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {

// Along one axis.
struct Span {
  std::int64_t kernel = 1, stride = 1, dilation = 1, before = 0, after = 0;
};
struct Spans {
  Span rows, columns;
};

/// Input 0, which must be an image or a sequence with its axes in the order of ONNX's operators; it may be
/// padded.
const Value& map_value(const Importer& importer, const Node& node);
/// Padding that waits on the value is added. `kernel` empty: the attribute's.
Spans spans_of(const Importer& importer, const Node& node, const Value& value, Dims kernel);
LayerSpec windowed(const Importer& importer, const Node& node, LayerKind kind, const Spans& spans,
                   bool sequence);
/// The result of a window: the same axes with new sizes.
void set_map(Importer& importer, const Node& node, Value value, LayerId layer);

}  // namespace lastmile::models::onnx
