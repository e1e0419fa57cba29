// Dense layers, tables of words, single tokens.
#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

int size_of(const Importer& importer, const Node& node, std::int64_t size) {
  if (size < 1 || size > INT32_MAX)
    importer.refuse(node, "a constant with a size of " + std::to_string(size));
  return static_cast<int>(size);
}

// A weight matrix, and how the file has it.
struct Matrix {
  std::int64_t in = 0, out = 0;
  bool out_first = false;
};

// Where our input element `i` lies in a row of the file.
std::size_t place_in_file(std::size_t i, const Shape& channels_last) {
  if (channels_last.channels == 0) return i;
  const auto plane = static_cast<std::size_t>(channels_last.plane()),
             channels = static_cast<std::size_t>(channels_last.channels);
  return i % plane * channels + i / plane;
}

std::vector<float> rows_of(const std::vector<float>& file, const Matrix& matrix, const Shape& channels_last) {
  if (file.empty() || (matrix.out_first && channels_last.channels == 0)) return file;
  const auto in = static_cast<std::size_t>(matrix.in), out = static_cast<std::size_t>(matrix.out);
  std::vector<float> ours(file.size());
  for (std::size_t o = 0; o < out; ++o)
    for (std::size_t i = 0; i < in; ++i) {
      const std::size_t from = place_in_file(i, channels_last);
      ours[o * in + i] = file[matrix.out_first ? o * in + from : from * out + o];
    }
  return ours;
}

void scale(std::vector<float>& values, double factor) {
  for (float& value : values) value *= static_cast<float>(factor);
}

std::vector<float> bias_of(Importer& importer, const Node& node, std::size_t input, int out) {
  const Constant& bias = importer.constant(node, input);
  if (bias.count() != 1 && bias.count() != out)
    importer.refuse(node,
                    "bias " + to_string(bias.dims) + " does not fit " + std::to_string(out) + " features");
  std::vector<float> values = importer.floats(bias);
  if (values.size() == 1) values.resize(static_cast<std::size_t>(out), values.front());
  return values;
}

Matrix matrix_of(const Importer& importer, const Node& node, bool out_first) {
  const Dims& dims = importer.constant(node, 1).dims;
  if (dims.size() != 2) importer.refuse(node, "weights of shape " + to_string(dims) + "; known: a matrix");
  return {dims[out_first ? 1 : 0], dims[out_first ? 0 : 1], out_first};
}

// Features times a matrix, or the features of every place of a map or token of a sequence.
void add_product(Importer& importer, const Node& node, const Matrix& matrix, double alpha, double beta) {
  Value value = importer.raw_value(node);
  if (value.padding != std::array<int, 4>{}) value = importer.value(node);
  const Shape shape = importer.shape(value);
  if (value.axes.empty() || value.axes.back().size != matrix.in)
    importer.refuse(node, std::to_string(matrix.in) + " x " + std::to_string(matrix.out) +
                              " weights do not fit shape " + to_string(dims_of(value)));
  const int out = size_of(importer, node, matrix.out);
  LayerWeights weights;
  weights.kernel = rows_of(importer.floats(importer.constant(node, 1)), matrix, value.channels_last);
  scale(weights.kernel, alpha);
  const bool bias = importer.given(node, 2);
  if (bias) weights.bias = bias_of(importer, node, 2, out);
  scale(weights.bias, beta);
  const bool features = shape.elements() == matrix.in;
  if (!features && value.axes.back().role != Role::channel && matrix.in > 1)
    importer.refuse(node, "multiplies along an axis that does not hold the channels");
  const LayerSpec spec = features ? dense(out, bias) : conv(out, 1, 1, 0, 1, bias);
  value.layer = importer.add(node, spec, {value.layer}, std::move(weights));
  value.axes.back() = {Role::channel, matrix.out};
  value.channels_last = {};
  importer.set(node, std::move(value));
}

void import_gemm(Importer& importer, const Node& node) {
  if (integer_attribute(node, "transA", 0) != 0) importer.refuse(node, "transA is not known");
  if (importer.raw_value(node).axes.size() != 2) importer.refuse(node, "takes features (batch, features)");
  const Matrix matrix = matrix_of(importer, node, integer_attribute(node, "transB", 0) != 0);
  add_product(importer, node, matrix, real_attribute(node, "alpha", 1), real_attribute(node, "beta", 1));
}

void import_matmul(Importer& importer, const Node& node) {
  if (importer.constant_if(node, 1) == nullptr)
    importer.refuse(
        node, "the product of two activations is not known; known: an activation times constant weights");
  add_product(importer, node, matrix_of(importer, node, false), 1, 1);
}

void import_embedding(Importer& importer, const Node& node, const Constant& table) {
  Value value = importer.value(node, 1);
  if (table.dims.size() != 2 || integer_attribute(node, "axis", 0) != 0 || value.layer != 0)
    importer.refuse(node, "known: rows of a table, by the network's input");
  const int words = size_of(importer, node, table.dims[0]), channels = size_of(importer, node, table.dims[1]);
  LayerWeights weights;
  weights.kernel = importer.floats(table);
  value.layer = importer.add(node, embedding(words, channels), {value.layer}, std::move(weights));
  value.axes.push_back({Role::channel, channels});
  importer.set(node, std::move(value));
}

// One token of a sequence.
void import_token(Importer& importer, const Node& node) {
  Value value = importer.value(node);
  const auto rank = static_cast<std::int64_t>(value.axes.size());
  std::int64_t axis = integer_attribute(node, "axis", 0);
  if (axis < 0) axis += rank;
  const Constant& index = importer.constant(node, 1);
  if (axis < 0 || axis >= rank || index.count() != 1) importer.refuse(node, "known: one token of a sequence");
  const auto at = static_cast<std::size_t>(axis);
  const std::int64_t size = value.axes[at].size, token = integers_of(index).front();
  if (size > 1) {
    if (value.axes[at].role != Role::column) importer.refuse(node, "known: one token of a sequence");
    if (token < -size || token >= size)
      importer.refuse(node, "token " + std::to_string(token) + " of " + std::to_string(size));
    LayerSpec spec = plain(LayerKind::select);
    spec.from = static_cast<int>(token < 0 ? token + size : token);
    value.layer = importer.add(node, spec, {value.layer});
  }
  value.axes[at] = {};
  if (index.dims.empty()) value.axes.erase(value.axes.begin() + axis);
  importer.set(node, std::move(value));
}

void import_gather(Importer& importer, const Node& node) {
  if (const Constant* table = importer.constant_if(node, 0)) return import_embedding(importer, node, *table);
  import_token(importer, node);
}

}  // namespace

Operators product_operators() {
  return {{"Gemm", import_gemm}, {"MatMul", import_matmul}, {"Gather", import_gather}};
}

}  // namespace lastmile::models::onnx
