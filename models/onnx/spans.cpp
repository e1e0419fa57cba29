#include "models/onnx/spans.hpp"

#include <algorithm>

namespace lastmile::models::onnx {
namespace {

void set_axis(Span& span, const Dims& numbers, std::size_t i, std::int64_t Span::*member) {
  if (i < numbers.size()) span.*member = numbers[i];
}

void same_padding(Span& span, std::int64_t in, bool more_before) {
  const std::int64_t stride = std::max<std::int64_t>(1, span.stride), out = (in + stride - 1) / stride;
  const std::int64_t total =
      std::max<std::int64_t>(0, (out - 1) * stride + (span.kernel - 1) * span.dilation + 1 - in);
  span.before = more_before ? (total + 1) / 2 : total / 2;
  span.after = total - span.before;
}

void check_numbers(const Importer& importer, const Node& node, std::size_t axes) {
  for (const auto& [name, count] : {std::pair<const char*, std::size_t>{"kernel_shape", axes},
                                    {"strides", axes},
                                    {"dilations", axes},
                                    {"pads", 2 * axes}}) {
    const Dims numbers = integers_attribute(node, name);
    if (!numbers.empty() && numbers.size() != count)
      importer.refuse(node, std::string(name) + " " + to_string(numbers) + " must hold " +
                                std::to_string(count) + " numbers");
    for (const std::int64_t number : numbers)
      if (number < 0 || number > 16'384)
        importer.refuse(node, std::string(name) + " " + to_string(numbers) + ": from 0 to 16384");
  }
}

}  // namespace

const Value& map_value(const Importer& importer, const Node& node) {
  const Value& value = importer.raw_value(node);
  if (value.channels_last.channels > 0) return importer.value(node);
  const bool map = has_form(value, {Role::batch, Role::channel, Role::row, Role::column}) ||
                   has_form(value, {Role::batch, Role::channel, Role::column});
  if (!map)
    importer.refuse(
        node,
        "takes images (batch, channels, rows, columns) or sequences (batch, channels, tokens), not shape " +
            to_string(dims_of(value)) + " in the order that it has");
  return value;
}

// Kernel, stride, dilation and padding of a node whose input has these two or three axes besides the batch.
Spans spans_of(const Importer& importer, const Node& node, const Value& value, Dims kernel) {
  const bool sequence = value.axes.size() == 3;
  const std::size_t axes = sequence ? 1 : 2;
  check_numbers(importer, node, axes);
  if (kernel.empty()) kernel = integers_attribute(node, "kernel_shape");
  if (kernel.size() != axes)
    importer.refuse(node, "kernel_shape " + to_string(kernel) + " does not fit its input");
  const Dims strides = integers_attribute(node, "strides"), dilations = integers_attribute(node, "dilations");
  Dims pads = integers_attribute(node, "pads");
  pads.resize(2 * axes, 0);
  Spans spans;
  const std::string automatic = text_attribute(node, "auto_pad", "NOTSET");
  for (std::size_t i = 0; i < axes; ++i) {
    Span& span = i + 1 == axes ? spans.columns : spans.rows;
    set_axis(span, kernel, i, &Span::kernel);
    set_axis(span, strides, i, &Span::stride);
    set_axis(span, dilations, i, &Span::dilation);
    span.before = pads[i];
    span.after = pads[i + axes];
    if (automatic == "VALID") span.before = span.after = 0;
    if (automatic.rfind("SAME", 0) == 0)
      same_padding(span, value.axes[2 + i].size, automatic == "SAME_LOWER");
  }
  spans.rows.before += value.padding[0];
  spans.columns.before += value.padding[1];
  spans.rows.after += value.padding[2];
  spans.columns.after += value.padding[3];
  return spans;
}

LayerSpec windowed(const Importer& importer, const Node& node, LayerKind kind, const Spans& spans,
                   bool sequence) {
  const Span &rows = spans.rows, &columns = spans.columns;
  for (const std::int64_t number :
       {rows.kernel, rows.stride, columns.kernel, columns.stride, rows.dilation, columns.dilation})
    if (number < 1) importer.refuse(node, "kernel, stride and dilation must be at least 1");
  if (!sequence && rows.dilation != columns.dilation)
    importer.refuse(node, "dilations of rows and columns must agree");
  LayerSpec spec = plain(kind);
  spec.kernel = static_cast<int>(rows.kernel);
  spec.stride = static_cast<int>(rows.stride);
  spec.padding = static_cast<int>(rows.before);
  spec.padding_more = static_cast<int>(rows.after - rows.before);
  spec.dilation = static_cast<int>(columns.dilation);
  if (columns.kernel != rows.kernel) spec.kernel_width = static_cast<int>(columns.kernel);
  if (columns.stride != rows.stride) spec.stride_width = static_cast<int>(columns.stride);
  if (columns.before != rows.before) spec.padding_width = static_cast<int>(columns.before);
  const auto more = static_cast<int>(columns.after - columns.before);
  if (more != spec.padding_more) spec.padding_more_width = more;
  return spec;
}

void set_map(Importer& importer, const Node& node, Value value, LayerId layer) {
  value.layer = layer;
  value.padding = {};
  const Shape& shape = importer.shape(value);
  value.axes[1] = {Role::channel, shape.channels};
  value.axes.back() = {Role::column, shape.width};
  if (value.axes.size() == 4) value.axes[2] = {Role::row, shape.height};
  importer.set(node, std::move(value));
}

}  // namespace lastmile::models::onnx
