// Activations and normalisation: layers that keep the shape of their input.
#include <cmath>

#include "models/ncnn/reader.hpp"

namespace lastmile::models::ncnn {
namespace {

template <LayerKind kind>
void alike(Reader& reader, const Line& line) {
  reader.finish(line, plain(kind));
}

LayerSpec clipped(double low, double high) {
  LayerSpec spec = plain(low == 0 && high == 6 ? LayerKind::relu6 : LayerKind::clip);
  spec.low = low;
  spec.high = high;
  return spec;
}

void relu(Reader& reader, const Line& line) {
  LayerSpec spec = plain(LayerKind::relu);
  spec.slope = real(line, 0, 0);
  if (spec.slope != 0) spec.kind = LayerKind::leaky_relu;
  reader.finish(line, spec);
}

void prelu(Reader& reader, const Line& line) {
  const std::int64_t slopes = whole(line, 0, 0), channels = reader.shape(line).channels;
  if (slopes != channels)
    refuse(line, std::to_string(slopes) + " slopes (0=) for " + std::to_string(channels) + " channels");
  reader.finish(line, plain(LayerKind::prelu));
}

void clip(Reader& reader, const Line& line) {
  reader.finish(line, clipped(real(line, 0, -3.4e38), real(line, 1, 3.4e38)));
}

// min(max(alpha x + beta, 0), 1), for hard_swish times x.
void hard(Reader& reader, const Line& line) {
  const bool swish = line.type == "HardSwish";
  const double alpha = real(line, 0, 0.2), beta = real(line, 1, 0.5);
  const bool standard = std::abs(alpha - 1.0 / 6) < 1e-5;
  if (!(alpha > 0) || std::abs(beta - 0.5) > 1e-5 || (swish && !standard))
    refuse(line, swish ? "known: 0=0.16666667 1=0.5" : "known: 1=0.5, 0= above 0");
  LayerSpec spec = plain(swish ? LayerKind::hard_swish : LayerKind::hard_sigmoid);
  if (!standard) spec.slope = alpha;
  reader.finish(line, spec);
}

void lrn(Reader& reader, const Line& line) {
  if (whole(line, 0, 0) != 0) refuse(line, "known: across channels (0=0)");
  LayerSpec spec = plain(LayerKind::lrn);
  spec.lrn = {within(line, 1, 5, 1, 4096), real(line, 2, 1), real(line, 3, 0.75), real(line, 4, 1)};
  reader.finish(line, spec);
}

void batch_norm(Reader& reader, const Line& line) {
  LayerSpec spec = plain(LayerKind::batch_norm);
  spec.epsilon = real(line, 1, 0);
  reader.finish(line, spec);
}

LayerSpec activation(const Line& line) {
  const std::vector<double> numbers = list(line, 10);
  const int kind = whole(line, 9, 0);
  if (kind == 1) return plain(LayerKind::relu);
  if (kind == 2) {
    LayerSpec leaky = plain(LayerKind::leaky_relu);
    leaky.slope = numbers.empty() ? 0.01 : numbers[0];
    return leaky;
  }
  if (kind == 3 && numbers.size() != 2) refuse(line, "a clip needs two numbers (-23310=2,LOW,HIGH)");
  if (kind == 3) return clipped(numbers[0], numbers[1]);
  if (kind == 4) return plain(LayerKind::sigmoid);
  if (kind == 6) return plain(LayerKind::hard_swish);
  refuse(line, "activation " + std::to_string(kind) +
                   " is not known; known: 1 relu, 2 leaky, 3 clip, 4 sigmoid, 6 hard swish");
}

}  // namespace

void set_with_activation(Reader& reader, const Line& line, LayerId layer) {
  if (whole(line, 9, 0) == 0) return reader.set(line, {layer});
  reader.set(line, {reader.add(line, activation(line), {layer})});
}

Handlers activation_layers() {
  return {{"ReLU", relu},
          {"PReLU", prelu},
          {"Clip", clip},
          {"HardSwish", hard},
          {"HardSigmoid", hard},
          {"LRN", lrn},
          {"BatchNorm", batch_norm},
          {"Scale", alike<LayerKind::batch_norm>},
          {"Softmax", alike<LayerKind::softmax>},
          {"Dropout", alike<LayerKind::dropout>},
          {"Sigmoid", alike<LayerKind::sigmoid>},
          {"Swish", alike<LayerKind::swish>},
          {"TanH", alike<LayerKind::tanh>},
          {"GELU", alike<LayerKind::gelu>}};
}

}  // namespace lastmile::models::ncnn
