// Joining and cutting along axes, and means over them.
#include <algorithm>

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

// Whether the layer's channels run along this axis.
bool is_channels(const Importer& importer, const Value& value, std::size_t axis) {
  return value.axes[axis].size == importer.shape(value).channels &&
         (value.axes[axis].role == Role::channel || value.axes[axis].size == 1);
}

void import_identity(Importer& importer, const Node& node) { importer.set(node, importer.raw_value(node)); }

void import_concat(Importer& importer, const Node& node) {
  const Value first = importer.value(node);
  const std::size_t axis = axis_of(importer, node, first, integer_attribute(node, "axis", 1));
  std::vector<LayerId> layers;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const Value& other = importer.value(node, i);
    bool fits = other.axes.size() == first.axes.size() && is_channels(importer, other, axis);
    for (std::size_t k = 0; fits && k < first.axes.size(); ++k)
      fits = k == axis || (other.axes[k].size == first.axes[k].size &&
                           (other.axes[k].size == 1 || other.axes[k].role == first.axes[k].role));
    if (!fits) importer.refuse(node, "known: activations along their channels");
    layers.push_back(other.layer);
  }
  if (layers.size() == 1) return importer.set(node, first);
  Value all = first;
  all.layer = importer.add(node, plain(LayerKind::concat), layers);
  all.axes[axis] = {Role::channel, importer.shape(all).channels};
  importer.set(node, std::move(all));
}

Value part_of(Importer& importer, const Node& node, Value value, std::size_t axis, std::int64_t from,
              std::int64_t size) {
  const Shape& shape = importer.shape(value);
  if (size == value.axes[axis].size) return value;
  if (size == 1 && value.axes[axis].role == Role::column && shape.height == 1) {
    LayerSpec spec = plain(LayerKind::select);
    spec.from = static_cast<int>(from);
    value.layer = importer.add(node, spec, {value.layer});
    value.axes[axis] = {};
    return value;
  }
  if (!is_channels(importer, value, axis))
    importer.refuse(node, "known: a part of the channels, or one token");
  value.layer = importer.add(node, slice(static_cast<int>(from), static_cast<int>(size)), {value.layer});
  value.axes[axis] = {Role::channel, size};
  return value;
}

Dims split_sizes(const Importer& importer, const Node& node, std::int64_t all) {
  if (const auto said = importer.integers(node, 1, "split")) return *said;
  const auto parts = static_cast<std::int64_t>(node.outputs.size());
  if (parts == 0) importer.refuse(node, "no outputs");
  const std::int64_t each = (all + parts - 1) / parts;
  Dims sizes;
  for (std::int64_t i = 0; i < parts; ++i) sizes.push_back(std::min(each, all - i * each));
  return sizes;
}

void import_split(Importer& importer, const Node& node) {
  const Value value = importer.value(node);
  const std::size_t axis = axis_of(importer, node, value, integer_attribute(node, "axis", 0));
  const std::int64_t all = value.axes[axis].size;
  const Dims sizes = split_sizes(importer, node, all);
  std::int64_t from = 0;
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    if (i >= sizes.size() || sizes[i] < 1 || sizes[i] > all - from)
      importer.refuse(node, "parts " + to_string(sizes) + " of " + std::to_string(all));
    if (importer.is_read(node, i))
      importer.set(node, part_of(importer, node, value, axis, from, sizes[i]), i);
    from += sizes[i];
  }
}

// Counted from the end if negative, cut off at the ends.
std::int64_t clamped(std::int64_t place, std::int64_t size) {
  return std::clamp<std::int64_t>(place < 0 ? place + size : place, 0, size);
}

void import_slice(Importer& importer, const Node& node) {
  Value value = importer.value(node);
  const Dims starts = importer.integers(node, 1, "starts").value_or(Dims{}),
             ends = importer.integers(node, 2, "ends").value_or(Dims{});
  const Dims steps = importer.integers(node, 4, "steps").value_or(Dims(starts.size(), 1));
  Dims axes = importer.integers(node, 3, "axes").value_or(Dims{});
  for (std::size_t i = axes.size(); axes.size() < starts.size() && i < starts.size(); ++i)
    axes.push_back(static_cast<std::int64_t>(i));
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
    importer.refuse(node, "starts, ends, axes and steps must be as many");
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t axis = axis_of(importer, node, value, axes[i]);
    if (steps[i] != 1) importer.refuse(node, "steps other than 1 are not known");
    const std::int64_t size = value.axes[axis].size, from = clamped(starts[i], size),
                       to = clamped(ends[i], size);
    if (to <= from) importer.refuse(node, "nothing is left");
    value = part_of(importer, node, value, axis, from, to - from);
  }
  importer.set(node, std::move(value));
}

// Over all rows and columns (or tokens).
void import_mean(Importer& importer, const Node& node) {
  Value value = importer.value(node);
  const Dims list = importer.integers(node, 1, "axes").value_or(Dims{});
  std::vector<bool> gone(value.axes.size(), list.empty());
  for (const std::int64_t axis : list) gone[axis_of(importer, node, value, axis)] = true;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    const bool place = value.axes[i].role == Role::row || value.axes[i].role == Role::column;
    if (value.axes[i].size > 1 && gone[i] != place)
      importer.refuse(node, "known: over all rows and columns, or all tokens");
  }
  value.layer = importer.add(node, plain(LayerKind::global_avg_pool), {value.layer});
  const bool keep = integer_attribute(node, "keepdims", 1) != 0;
  std::vector<Axis> axes;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    if (!gone[i]) axes.push_back(value.axes[i]);
    if (gone[i] && keep) axes.push_back({});
  }
  value.axes = axes;
  importer.set(node, std::move(value));
}

}  // namespace

Operators part_operators() {
  return {{"Identity", import_identity}, {"Cast", import_identity}, {"Concat", import_concat},
          {"Split", import_split},       {"Slice", import_slice},   {"ReduceMean", import_mean}};
}

}  // namespace lastmile::models::onnx
