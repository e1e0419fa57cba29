// Nodes that work on constants alone: how files spell out shapes, and weights that are turned.
#include <algorithm>
#include <numeric>

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

constexpr std::int64_t most_small = 1024;

std::int64_t counted(std::int64_t at, std::size_t size, const Importer& importer, const Node& node) {
  const auto all = static_cast<std::int64_t>(size);
  if (at < -all || at >= all) importer.refuse(node, std::to_string(at) + " of " + std::to_string(all));
  return at < 0 ? at + all : at;
}

void fold_constant(Importer& importer, const Node& node) {
  if (const Attribute* tensor = find_attribute(node, "value"))
    return importer.set(node, constant_of(tensor->tensor));
  if (const Attribute* one = find_attribute(node, "value_int"))
    return importer.set(node, whole_constant("", {}, {one->integer}));
  if (const Attribute* list = find_attribute(node, "value_ints"))
    return importer.set(
        node, whole_constant("", {static_cast<std::int64_t>(list->integers.size())}, list->integers));
  if (const Attribute* real = find_attribute(node, "value_float"))
    return importer.set(node, filled_constant("", {}, static_cast<double>(real->real), false));
  if (const Attribute* list = find_attribute(node, "value_floats")) {
    Constant constant;
    constant.dims = {static_cast<std::int64_t>(list->reals.size())};
    constant.floats = std::make_shared<const std::vector<float>>(list->reals);
    return importer.set(node, std::move(constant));
  }
  importer.refuse(node, "known: a tensor, numbers");
}

void fold_shape(Importer& importer, const Node& node) {
  const Constant* constant = importer.constant_if(node, 0);
  Dims dims = constant != nullptr ? constant->dims : dims_of(importer.raw_value(node));
  const auto rank = static_cast<std::int64_t>(dims.size());
  const auto place = [rank](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t start = place(integer_attribute(node, "start", 0)),
                     end = place(integer_attribute(node, "end", rank));
  dims = start < end ? Dims(dims.begin() + start, dims.begin() + end) : Dims{};
  importer.set(node, whole_constant("", {static_cast<std::int64_t>(dims.size())}, dims));
}

void fold_filled(Importer& importer, const Node& node) {
  const Dims dims = integers_of(importer.constant(node, 0));
  double value = 0;
  bool whole = false;
  if (const Attribute* tensor = find_attribute(node, "value")) {
    const Constant one = constant_of(tensor->tensor);
    value = uniform_value(one).value_or(0);
    whole = one.whole;
  }
  if (dims.size() > 8) importer.refuse(node, "a shape of " + std::to_string(dims.size()) + " axes");
  importer.set(node, filled_constant("", dims, value, whole));
}

void fold_expand(Importer& importer, const Node& node) {
  const Constant& one = importer.constant(node, 0);
  const std::optional<double> value = uniform_value(one);
  const Dims dims = integers_of(importer.constant(node, 1));
  if (!value || dims.size() > 8) importer.refuse(node, "known: one number spread over a shape");
  importer.set(node, filled_constant("", dims, *value, one.whole));
}

// The same elements in another shape.
void fold_view(Importer& importer, const Node& node, const Dims& dims) {
  Constant constant = importer.constant(node, 0);
  if (elements_of(dims, describe(node)) != constant.count())
    importer.refuse(node, to_string(constant.dims) + " cannot become " + to_string(dims));
  constant.dims = dims;
  importer.set(node, std::move(constant));
}

void fold_reshape(Importer& importer, const Node& node) {
  const Constant& constant = importer.constant(node, 0);
  Dims dims = importer.integers(node, 1, "shape").value_or(Dims{});
  std::int64_t known = 1, open = -1;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (dims[i] == 0 && i < constant.dims.size()) dims[i] = constant.dims[i];
    if (dims[i] == -1)
      open = static_cast<std::int64_t>(i);
    else
      known = elements_of({known, dims[i]}, describe(node));
  }
  if (open >= 0) dims[static_cast<std::size_t>(open)] = known > 0 ? constant.count() / known : 0;
  fold_view(importer, node, dims);
}

void fold_squeeze(Importer& importer, const Node& node) {
  const Dims from = importer.constant(node, 0).dims;
  const auto list = importer.integers(node, 1, "axes");
  std::vector<bool> gone(from.size(), false);
  for (const std::int64_t axis : list.value_or(Dims{}))
    gone[static_cast<std::size_t>(counted(axis, from.size(), importer, node))] = true;
  Dims kept;
  for (std::size_t i = 0; i < from.size(); ++i)
    if (list ? !gone[i] : from[i] != 1) kept.push_back(from[i]);
  fold_view(importer, node, kept);
}

void fold_unsqueeze(Importer& importer, const Node& node) {
  const Dims from = importer.constant(node, 0).dims,
             list = importer.integers(node, 1, "axes").value_or(Dims{});
  if (from.size() + list.size() > 16) importer.refuse(node, "too many axes");
  std::vector<bool> fresh(from.size() + list.size(), false);
  for (const std::int64_t axis : list) {
    const auto at = static_cast<std::size_t>(counted(axis, fresh.size(), importer, node));
    if (fresh[at]) importer.refuse(node, "axes " + to_string(list));
    fresh[at] = true;
  }
  Dims dims;
  std::size_t next = 0;
  for (const bool one : fresh) dims.push_back(one ? 1 : from[next++]);
  fold_view(importer, node, dims);
}

void fold_concat(Importer& importer, const Node& node) {
  Dims all;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const Dims part = integers_of(importer.constant(node, i));
    all.insert(all.end(), part.begin(), part.end());
    if (static_cast<std::int64_t>(all.size()) > most_small)
      importer.refuse(node, "too large to make shapes from");
  }
  importer.set(node, whole_constant("", {static_cast<std::int64_t>(all.size())}, all));
}

void fold_gather(Importer& importer, const Node& node) {
  const Dims table = integers_of(importer.constant(node, 0));
  const Constant& places = importer.constant(node, 1);
  if (importer.constant(node, 0).dims.size() != 1) importer.refuse(node, "of constants: of a list");
  Dims found;
  for (const std::int64_t at : integers_of(places))
    found.push_back(table[static_cast<std::size_t>(counted(at, table.size(), importer, node))]);
  importer.set(node, whole_constant("", places.dims, found));
}

void fold_slice(Importer& importer, const Node& node) {
  const Dims list = integers_of(importer.constant(node, 0));
  const Dims starts = importer.integers(node, 1, "starts").value_or(Dims{}),
             ends = importer.integers(node, 2, "ends").value_or(Dims{});
  const Dims steps = importer.integers(node, 4, "steps").value_or(Dims{1});
  if (importer.constant(node, 0).dims.size() != 1 || starts.size() != 1 || ends.size() != 1 ||
      steps != Dims{1})
    importer.refuse(node, "of constants: of a list, in steps of 1");
  const auto size = static_cast<std::int64_t>(list.size());
  const auto place = [size](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
  };
  const std::int64_t from = place(starts[0]), to = std::max(from, place(ends[0]));
  importer.set(node, whole_constant("", {to - from}, Dims(list.begin() + from, list.begin() + to)));
}

std::int64_t combined(const Importer& importer, const Node& node, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool bad = false;
  if (node.operation == "Add") bad = __builtin_add_overflow(a, b, &result);
  if (node.operation == "Sub") bad = __builtin_sub_overflow(a, b, &result);
  if (node.operation == "Mul") bad = __builtin_mul_overflow(a, b, &result);
  if (node.operation == "Div") bad = b == 0 || (b == -1 && a == INT64_MIN);
  if (bad) importer.refuse(node, std::to_string(a) + " and " + std::to_string(b));
  return node.operation == "Div" ? a / b : result;
}

void fold_arithmetic(Importer& importer, const Node& node) {
  Dims a = integers_of(importer.constant(node, 0)), b = integers_of(importer.constant(node, 1));
  const Constant& longer = importer.constant(node, a.size() >= b.size() ? 0 : 1);
  if (a.size() == 1) a.resize(b.size(), a[0]);
  if (b.size() == 1) b.resize(a.size(), b[0]);
  if (a.size() != b.size()) importer.refuse(node, "constants of other lengths");
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = combined(importer, node, a[i], b[i]);
  importer.set(node, whole_constant("", longer.dims, a));
}

void fold_cast(Importer& importer, const Node& node) {
  Constant constant = importer.constant(node, 0);
  const auto type = static_cast<ElementType>(integer_attribute(node, "to", 1));
  const bool whole = type == ElementType::i32 || type == ElementType::i64;
  if (whole != constant.whole) {
    const std::optional<double> value = uniform_value(constant);
    if (!value || !(std::abs(*value) < 1e15)) importer.refuse(node, "known: of one number");
    constant = filled_constant(
        "", constant.dims, whole ? static_cast<double>(static_cast<std::int64_t>(*value)) : *value, whole);
  }
  importer.set(node, std::move(constant));
}

// Weights with two axes exchanged.
void fold_transpose(Importer& importer, const Node& node) {
  const Constant& constant = importer.constant(node, 0);
  const Dims order = integers_attribute(node, "perm"), &dims = constant.dims;
  if (dims.size() != 2 || (!order.empty() && order != Dims{1, 0}))
    importer.refuse(node, "of constants: of a matrix");
  Constant turned = constant;
  turned.dims = {dims[1], dims[0]};
  if (!constant.filled) {  // without values when weights are not asked for
    const std::vector<float> values = importer.floats(constant);
    const auto rows = static_cast<std::size_t>(dims[0]), columns = static_cast<std::size_t>(dims[1]);
    std::vector<float> exchanged(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) exchanged[i % columns * rows + i / columns] = values[i];
    turned.floats = std::make_shared<const std::vector<float>>(std::move(exchanged));
    turned.tensor = nullptr;
    turned.whole = false;
  }
  importer.set(node, std::move(turned));
}

void fold_identity(Importer& importer, const Node& node) { importer.set(node, importer.constant(node, 0)); }

const Operators& folders() {
  static const Operators all = {{"Constant", fold_constant},   {"ConstantOfShape", fold_filled},
                                {"Expand", fold_expand},       {"Reshape", fold_reshape},
                                {"Squeeze", fold_squeeze},     {"Unsqueeze", fold_unsqueeze},
                                {"Concat", fold_concat},       {"Gather", fold_gather},
                                {"Slice", fold_slice},         {"Add", fold_arithmetic},
                                {"Sub", fold_arithmetic},      {"Mul", fold_arithmetic},
                                {"Div", fold_arithmetic},      {"Cast", fold_cast},
                                {"Transpose", fold_transpose}, {"Identity", fold_identity}};
  return all;
}

}  // namespace

bool fold_constants(Importer& importer, const Node& node) {
  if (node.operation == "Shape") return fold_shape(importer, node), true;
  const auto folder = folders().find(node.operation);
  if (folder == folders().end()) return false;
  for (std::size_t i = 0; i < node.inputs.size(); ++i)
    if (importer.given(node, i) && importer.constant_if(node, i) == nullptr) return false;
  folder->second(importer, node);
  return true;
}

}  // namespace lastmile::models::onnx
