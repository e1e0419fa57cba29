// The meaning of a value's axes.
#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {

bool has_form(const Value& value, const std::vector<Role>& roles) {
  if (value.axes.size() != roles.size()) return false;
  for (std::size_t i = 0; i < roles.size(); ++i)
    if (value.axes[i].size > 1 && value.axes[i].role != roles[i]) return false;
  return true;
}

Dims dims_of(const Value& value) {
  Dims dims;
  for (const Axis& axis : value.axes) dims.push_back(axis.size);
  return dims;
}

std::size_t axis_of(const Importer& importer, const Node& node, const Value& value, std::int64_t axis) {
  const auto rank = static_cast<std::int64_t>(value.axes.size());
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank)
    importer.refuse(node, "axis " + std::to_string(axis) + " of " + std::to_string(rank));
  return static_cast<std::size_t>(axis);
}

bool holds_channels(const Importer& importer, const Value& value, std::size_t axis) {
  return value.axes[axis].role == Role::channel || importer.shape(value).channels == 1;
}

bool same_axes(const Value& a, const Value& b) {
  if (a.axes.size() != b.axes.size()) return false;
  for (std::size_t i = 0; i < a.axes.size(); ++i)
    if (a.axes[i].size != b.axes[i].size || (a.axes[i].size > 1 && a.axes[i].role != b.axes[i].role))
      return false;
  return true;
}

Spread spread_of(const Value& value, const Constant& constant) {
  const std::size_t rank = value.axes.size(), have = constant.dims.size();
  if (constant.count() == 1 && have <= rank) return Spread::all;
  if (have > rank) return Spread::other;
  bool channels = true, elements = true;
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = value.axes[i];
    const std::int64_t size = i + have < rank ? 1 : constant.dims[i + have - rank];
    if (size != 1 && size != axis.size) return Spread::other;
    if (axis.size > 1 && size != (axis.role == Role::channel ? axis.size : 1)) channels = false;
    if (axis.role != Role::batch && axis.size != size) elements = false;
  }
  return channels ? Spread::channels : elements ? Spread::elements : Spread::other;
}

}  // namespace lastmile::models::onnx
