// What changes the size of a map without a kernel.
#include <algorithm>

#include "models/onnx/spans.hpp"

namespace lastmile::models::onnx {
namespace {

// Zeros around a map, kept until the window that reads them.
void import_pad(Importer& importer, const Node& node) {
  Value value = map_value(importer, node);
  const std::string mode = text_attribute(node, "mode", "constant");
  if (mode != "constant") importer.refuse(node, "mode '" + mode + "' is not known; known: constant");
  if (importer.given(node, 3)) importer.refuse(node, "axes are not known; pads of all axes are");
  const double filled = importer.given(node, 2) ? uniform_value(importer.constant(node, 2)).value_or(1)
                                                : real_attribute(node, "value", 0);
  const Dims pads = importer.integers(node, 1, find_attribute(node, "pads") != nullptr ? "pads" : "paddings")
                        .value_or(Dims{});
  const std::size_t axes = value.axes.size();
  if (pads.size() != 2 * axes)
    importer.refuse(node, "pads " + to_string(pads) + " do not fit " + std::to_string(axes) + " axes");
  for (std::size_t i = 0; i < pads.size(); ++i)
    if (pads[i] < 0 || pads[i] > 4096 || (pads[i] > 0 && i % axes < 2))
      importer.refuse(node, "pads " + to_string(pads) + ": only rows and columns, from 0 to 4096");
  const bool none = std::all_of(pads.begin(), pads.end(), [](std::int64_t p) { return p == 0; });
  if (!none && filled != 0) importer.refuse(node, "pads with another number than 0");
  for (std::size_t i = 2; i < axes; ++i) {
    const std::size_t side = i + 1 == axes ? 1 : 0;
    value.padding[side] += static_cast<int>(pads[i]);
    value.padding[side + 2] += static_cast<int>(pads[i + axes]);
  }
  if (*std::max_element(value.padding.begin(), value.padding.end()) > 16'384)
    importer.refuse(node, "padded too often");
  importer.set(node, std::move(value));
}

// Of rows and columns.
std::array<int, 2> factors_of(const Importer& importer, const Node& node, const Value& value) {
  const std::size_t scales_at = importer.opset() >= 11 ? 2 : 1;
  std::vector<double> factors;
  if (importer.given(node, scales_at) && importer.constant(node, scales_at).count() > 0) {
    const Constant& scales = importer.constant(node, scales_at);
    if (scales.count() > 8) importer.refuse(node, "scales of shape " + to_string(scales.dims));
    for (const float s : floats_of(scales, {})) factors.push_back(static_cast<double>(s));
  } else if (importer.given(node, 3)) {
    const std::vector<std::int64_t> sizes = integers_of(importer.constant(node, 3));
    for (std::size_t i = 0; i < sizes.size() && i < value.axes.size(); ++i)
      factors.push_back(static_cast<double>(sizes[i]) / static_cast<double>(value.axes[i].size));
  } else if (const Attribute* scales = find_attribute(node, "scales")) {
    factors.assign(scales->reals.begin(), scales->reals.end());
  }
  const auto whole = [](double f) { return f >= 1 && f <= 4096 && f == static_cast<double>(static_cast<int>(f)); };
  const bool fits = factors.size() == 4 && value.axes.size() == 4 && factors[0] == 1 && factors[1] == 1 &&
                    whole(factors[2]) && whole(factors[3]);
  if (!fits) importer.refuse(node, "known: rows and columns times whole numbers");
  return {static_cast<int>(factors[2]), static_cast<int>(factors[3])};
}

void import_resize(Importer& importer, const Node& node) {
  const Value value = importer.value(node);
  map_value(importer, node);
  const std::string mode = text_attribute(node, "mode", "nearest");
  if (mode != "nearest") importer.refuse(node, "mode '" + mode + "' is not known; known: nearest");
  const auto [rows, columns] = factors_of(importer, node, value);
  LayerSpec spec = upsample(rows);
  if (columns != rows) spec.stride_width = columns;
  set_map(importer, node, value, importer.add(node, spec, {value.layer}));
}

void import_space_to_depth(Importer& importer, const Node& node) {
  const Value value = importer.value(node);
  map_value(importer, node);
  const std::int64_t block = integer_attribute(node, "blocksize", 0);
  if (value.axes.size() != 4 || block < 1 || block > 4096)
    importer.refuse(node, "takes images, in blocks of 1 to 4096");
  LayerSpec spec = plain(LayerKind::space_to_depth);
  spec.stride = static_cast<int>(block);
  set_map(importer, node, value, importer.add(node, spec, {value.layer}));
}

}  // namespace

Operators resizing_operators() {
  return {{"Pad", import_pad},
          {"Resize", import_resize},
          {"Upsample", import_resize},
          {"SpaceToDepth", import_space_to_depth}};
}

}  // namespace lastmile::models::onnx
