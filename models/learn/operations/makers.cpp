#include <array>
#include <utility>

#include "models/learn/operations/maker.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

using models::LayerKind;

constexpr std::array makers = {
    std::pair{LayerKind::conv, &make_conv},
    std::pair{LayerKind::dense, &make_dense},
    std::pair{LayerKind::transposed_conv, &make_transposed},
    std::pair{LayerKind::local_conv, &make_local},
    std::pair{LayerKind::max_pool, &make_max_pool},
    std::pair{LayerKind::avg_pool, &make_mean_pool},
    std::pair{LayerKind::global_avg_pool, &make_mean_pool},
    std::pair{LayerKind::relu, &make_relu},
    std::pair{LayerKind::relu6, &make_activation},
    std::pair{LayerKind::leaky_relu, &make_activation},
    std::pair{LayerKind::prelu, &make_prelu},
    std::pair{LayerKind::clip, &make_clip},
    std::pair{LayerKind::hard_swish, &make_activation},
    std::pair{LayerKind::hard_sigmoid, &make_activation},
    std::pair{LayerKind::swish, &make_activation},
    std::pair{LayerKind::sigmoid, &make_activation},
    std::pair{LayerKind::tanh, &make_activation},
    std::pair{LayerKind::gelu, &make_activation},
    std::pair{LayerKind::batch_norm, &make_batch_norm},
    std::pair{LayerKind::lrn, &make_lrn},
    std::pair{LayerKind::dropout, &make_dropout},
    std::pair{LayerKind::add, &make_sum},
    std::pair{LayerKind::multiply, &make_map_product},
    std::pair{LayerKind::concat, &make_concat},
    std::pair{LayerKind::slice, &make_slice},
    std::pair{LayerKind::channel_shuffle, &make_shuffle},
    std::pair{LayerKind::upsample, &make_upsample},
    std::pair{LayerKind::space_to_depth, &make_space_to_depth},
    std::pair{LayerKind::layer_norm, &make_layer_norm},
    std::pair{LayerKind::attention, &make_attention},
    std::pair{LayerKind::embedding, &make_embedding},
    std::pair{LayerKind::lstm, &make_recurrent},
    std::pair{LayerKind::cifg_lstm, &make_recurrent},
    std::pair{LayerKind::gru, &make_recurrent},
    std::pair{LayerKind::rnn, &make_recurrent},
    std::pair{LayerKind::position, &make_position},
    std::pair{LayerKind::class_token, &make_class_token},
    std::pair{LayerKind::select, &make_select},
    std::pair{LayerKind::flatten, &make_view},
    std::pair{LayerKind::reshape, &make_view},
    std::pair{LayerKind::softmax, &make_softmax},
};

}  // namespace

Maker maker_of(LayerKind kind) {
  for (const auto& [known, maker] : makers)
    if (known == kind) return maker;
  return nullptr;
}

std::string trainable_kinds() {
  std::string names;
  for (const auto& entry : makers)
    names += (names.empty() ? "" : ", ") + std::string(to_string(entry.first));
  return names;
}

void LayerPlace::refuse(const std::string& why) const {
  throw ConfigError("network '" + graph.name() + "', layer '" + layer.name() + "': " + why);
}

std::vector<models::Shape> LayerPlace::inputs() const {
  std::vector<models::Shape> shapes;
  for (const models::LayerId id : graph.inputs(layer.id)) shapes.push_back(graph.layer(id).out);
  return shapes;
}

std::size_t floats_of(const models::Shape& shape) {
  return static_cast<std::size_t>(shape.elements()) * kernels::kLanes;
}

kernels::LaneWindow lane_window(const models::LayerSpec& spec) {
  const models::Window w = models::window_of(spec);
  return {w.kernel_height, w.kernel_width, w.stride_height, w.stride_width, w.top,
          w.left,          w.bottom,       w.right,         w.dilation};
}

void describe_window(Hasher& hash, const kernels::LaneWindow& w) {
  for (const int number : {w.kernel_height, w.kernel_width, w.stride_height, w.stride_width, w.top,
                           w.left, w.bottom, w.right, w.dilation})
    hash.add(number);
}

Made make_view(const LayerPlace&) { return nullptr; }

}  // namespace lastmile::learn
