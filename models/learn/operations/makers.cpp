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
    std::pair{LayerKind::max_pool, &make_max_pool},
    std::pair{LayerKind::avg_pool, &make_mean_pool},
    std::pair{LayerKind::global_avg_pool, &make_mean_pool},
    std::pair{LayerKind::relu, &make_relu},
    std::pair{LayerKind::flatten, &make_view},
    std::pair{LayerKind::softmax, &make_view},
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

Made make_view(const LayerPlace& place) {
  if (place.layer.kind() == LayerKind::softmax && !place.graph.consumers(place.layer.id).empty())
    place.refuse("softmax can be trained at an exit only");
  return nullptr;
}

}  // namespace lastmile::learn
