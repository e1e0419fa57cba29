// Reshape and its kin: which axes are split, joined or renamed.
//
// A reshape falls into blocks: shortest runs of old and new axes (of more than one element) of the same
// product. What a block does is known from the meanings of its old axes; most do nothing to the data.
#include "models/onnx/reshape.hpp"

#include <algorithm>

namespace lastmile::models::onnx {
namespace {

std::vector<Axis> without_ones(const std::vector<Axis>& axes) {
  std::vector<Axis> kept;
  std::copy_if(axes.begin(), axes.end(), std::back_inserter(kept),
               [](const Axis& axis) { return axis.size != 1; });
  return kept;
}

class Reshaping {
 public:
  Reshaping(Importer& importer, const Node& node, Value value)
      : importer_(importer), node_(node), value_(std::move(value)) {}

  Value to(const Dims& target) {
    const std::vector<Axis> old = without_ones(value_.axes);
    Dims wanted = target;
    wanted.erase(std::remove(wanted.begin(), wanted.end(), 1), wanted.end());
    std::vector<Axis> made;
    std::size_t i = 0, o = 0;
    while (i < old.size() && o < wanted.size()) {
      std::vector<Axis> from = {old[i++]};
      Dims sizes = {wanted[o++]};
      std::int64_t left = from[0].size, right = sizes[0];
      while (left != right) {
        if (left < right && i < old.size())
          left *= old[i].size, from.push_back(old[i++]);
        else if (right < left && o < wanted.size())
          right *= wanted[o], sizes.push_back(wanted[o++]);
        else
          refuse(target);
      }
      const std::vector<Axis> block = turn(from, sizes, target);
      made.insert(made.end(), block.begin(), block.end());
    }
    if (i < old.size() || o < wanted.size()) refuse(target);
    return finished(made, target);
  }

 private:
  [[noreturn]] void refuse(const Dims& target) const {
    importer_.refuse(node_,
                     "from " + to_string(dims_of(value_)) + " to " + to_string(target) +
                         " is not known; known: flattening, groups of channels, places to tokens and back");
  }
  static bool is(const std::vector<Axis>& axes, const std::vector<Role>& roles) {
    return std::equal(axes.begin(), axes.end(), roles.begin(), roles.end(),
                      [](const Axis& axis, Role role) { return axis.role == role; });
  }
  void add(const LayerSpec& spec) { value_.layer = importer_.add(node_, spec, {value_.layer}); }

  std::vector<Axis> turn(const std::vector<Axis>& from, const Dims& sizes, const Dims& target) {
    if (from.size() == 1 && sizes.size() == 1) return from;
    if (sizes.size() == 1) return {joined(from, sizes[0], target)};
    if (from.size() == 1) return split(from[0], sizes, target);
    refuse(target);
  }

  Axis joined(const std::vector<Axis>& from, std::int64_t size, const Dims& target) {
    const Shape shape = importer_.shape(value_);
    if (is(from, {Role::group, Role::member})) return {Role::channel, size};
    if (is(from, {Role::member, Role::group})) {
      add(shuffle(static_cast<int>(from[1].size)));
      return {Role::channel, size};
    }
    if (is(from, {Role::row, Role::column}) && (shape.channels > 1 || target.size() > 2)) {
      add(reshape({shape.channels, 1, shape.plane()}));
      return {Role::column, size};
    }
    const bool first = from.front().role == Role::channel || shape.channels == 1;
    const bool last = from.back().role == Role::channel;
    if (size != shape.elements() || (!first && !last) || !rows_before_columns(from)) refuse(target);
    if (!first) value_.channels_last = shape;
    add(plain(LayerKind::flatten));
    return {Role::channel, size};
  }

  static bool rows_before_columns(const std::vector<Axis>& axes) {
    bool column = false;
    for (const Axis& axis : axes) {
      if (axis.role == Role::row && column) return false;
      column = column || axis.role == Role::column;
      if (axis.role == Role::batch || axis.role == Role::group || axis.role == Role::member) return false;
    }
    return true;
  }

  std::vector<Axis> split(const Axis& axis, const Dims& sizes, const Dims& target) {
    const Shape shape = importer_.shape(value_);
    if (axis.role == Role::channel && sizes.size() == 2 && !(shape.plane() == 1 && target.size() == 4))
      return {{Role::group, sizes[0]}, {Role::member, sizes[1]}};
    if (axis.role == Role::channel && shape.plane() == 1 && target.size() == 4) {
      add(reshape({target[1], target[2], target[3]}));
      std::vector<Axis> made;
      for (const auto& [role, size] :
           {std::pair{Role::channel, target[1]}, {Role::row, target[2]}, {Role::column, target[3]}})
        if (size > 1) made.push_back({role, size});
      return made;
    }
    if (axis.role == Role::column && shape.height == 1 && sizes.size() == 2) {
      add(reshape({shape.channels, sizes[0], sizes[1]}));
      return {{Role::row, sizes[0]}, {Role::column, sizes[1]}};
    }
    refuse(target);
  }

  Value finished(const std::vector<Axis>& made, const Dims& target) {
    Value result = value_;
    result.axes.clear();
    std::size_t next = 0;
    for (const std::int64_t size : target) result.axes.push_back(size == 1 ? Axis{} : made[next++]);
    return result;
  }

  Importer& importer_;
  const Node& node_;
  Value value_;
};

// 0: as the input has it; -1: what is left.
Dims resolved(const Importer& importer, const Node& node, const Dims& from, Dims to) {
  const bool zeros = integer_attribute(node, "allowzero", 0) == 0;
  const std::int64_t all = elements_of(from, describe(node));
  std::int64_t known = 1, open = -1;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == 0 && zeros && i < from.size()) to[i] = from[i];
    if (to[i] == -1 && open < 0)
      open = static_cast<std::int64_t>(i);
    else if (to[i] < 1 || known > all / to[i])
      importer.refuse(node, "no shape for " + std::to_string(all) + " elements: " + to_string(to));
    else
      known *= to[i];
  }
  if (open >= 0) to[static_cast<std::size_t>(open)] = all / known;
  if (open >= 0 ? all % known != 0 : all != known)
    importer.refuse(node, to_string(from) + " has not the elements of " + to_string(to));
  return to;
}

void import_reshape(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  const auto target = importer.integers(node, 1, "shape");
  if (!target || target->size() > 8) importer.refuse(node, "the shape must be a constant of at most 8 sizes");
  importer.set(node, reshaped(importer, node, value, resolved(importer, node, dims_of(value), *target)));
}

// A map that is one place already is flattened too, so that files and zoo agree.
void import_flatten(Importer& importer, const Node& node) {
  Value value = importer.value(node);
  const std::int64_t axis = integer_attribute(node, "axis", 1);
  const bool features =
      value.axes.size() == 4 && importer.shape(value).plane() == 1 && axis == 1 && value.axes[0].size == 1;
  if (features) {
    value.layer = importer.add(node, plain(LayerKind::flatten), {value.layer});
    value.axes = {{}, {Role::channel, importer.shape(value).channels}};
    return importer.set(node, std::move(value));
  }
  const auto rank = static_cast<std::int64_t>(value.axes.size());
  if (axis < -rank || axis > rank)
    importer.refuse(node, "axis " + std::to_string(axis) + " of " + std::to_string(rank));
  const Dims dims = dims_of(value);
  const auto middle = dims.begin() + (axis < 0 ? axis + rank : axis);
  const Dims target = {elements_of({dims.begin(), middle}, describe(node)),
                       elements_of({middle, dims.end()}, describe(node))};
  importer.set(node, reshaped(importer, node, value, target));
}

void import_transpose(Importer& importer, const Node& node) {
  Value value = importer.value(node);
  const std::size_t rank = value.axes.size();
  Dims order = integers_attribute(node, "perm");
  if (order.empty())
    for (std::size_t i = rank; i-- > 0;) order.push_back(static_cast<std::int64_t>(i));
  std::vector<Axis> axes;
  std::vector<bool> used(rank, false);
  for (const std::int64_t from : order) {
    const auto at = static_cast<std::size_t>(from);
    if (order.size() != rank || from < 0 || at >= rank || used[at])
      importer.refuse(node, "perm " + to_string(order) + " of " + std::to_string(rank) + " axes");
    used[at] = true;
    axes.push_back(value.axes[at]);
  }
  value.axes = axes;
  importer.set(node, std::move(value));
}

std::vector<bool> marked(const Importer& importer, const Node& node, const Dims& list, std::size_t rank) {
  std::vector<bool> marks(rank, false);
  for (const std::int64_t axis : list) {
    const auto at = static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis);
    if (at >= rank || marks[at])
      importer.refuse(node, "axes " + to_string(list) + " of " + std::to_string(rank));
    marks[at] = true;
  }
  return marks;
}

void import_squeeze(Importer& importer, const Node& node) {
  Value value = importer.raw_value(node);
  const auto list = importer.integers(node, 1, "axes");
  const std::vector<bool> marks = marked(importer, node, list.value_or(Dims{}), value.axes.size());
  std::vector<Axis> kept;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] && value.axes[i].size != 1)
      importer.refuse(node, "axis " + std::to_string(i) + " is not of size 1");
    if (list ? !marks[i] : value.axes[i].size != 1) kept.push_back(value.axes[i]);
  }
  value.axes = kept;
  importer.set(node, std::move(value));
}

void import_unsqueeze(Importer& importer, const Node& node) {
  Value value = importer.raw_value(node);
  const Dims list = importer.integers(node, 1, "axes").value_or(Dims{});
  if (list.size() + value.axes.size() > 8) importer.refuse(node, "more than 8 axes");
  const std::vector<bool> marks = marked(importer, node, list, value.axes.size() + list.size());
  std::vector<Axis> axes;
  std::size_t next = 0;
  for (const bool fresh : marks) axes.push_back(fresh ? Axis{} : value.axes[next++]);
  value.axes = axes;
  importer.set(node, std::move(value));
}

}  // namespace

Value reshaped(Importer& importer, const Node& node, const Value& value, const Dims& target) {
  return Reshaping(importer, node, value).to(target);
}

Operators reshape_operators() {
  return {{"Reshape", import_reshape},
          {"Flatten", import_flatten},
          {"Transpose", import_transpose},
          {"Squeeze", import_squeeze},
          {"Unsqueeze", import_unsqueeze}};
}

}  // namespace lastmile::models::onnx
