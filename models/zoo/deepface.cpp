// DeepFace (Taigman et al. 2014, doi:10.1109/CVPR.2014.220): a face turned to the front, 4,030 identities.
// Three layers have weights of their own at every place; they hold most of the parameters.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

LayerSpec local(int channels, int kernel, int stride = 1) {
  LayerSpec spec = conv(channels, kernel, stride);
  spec.kind = LayerKind::local_conv;
  return spec;
}

Graph deepface(const ZooScale& scale) {
  const auto wide = [&scale](int channels) { return widened(channels, scale.width); };
  Graph net("deepface", picture(scale, 152));
  LayerId at = conv_then(net, 0, conv(wide(32), 11));
  at = conv_then(net, net.add(max_pool(3, 2, 0, true), at), conv(wide(16), 9));
  at = conv_then(net, at, local(wide(16), 9));
  at = conv_then(net, at, local(wide(16), 7, 2));
  at = conv_then(net, at, local(wide(16), 5));
  at = conv_then(net, net.add(plain(LayerKind::flatten), at), dense(wide(4096)));
  return answered(std::move(net), net.add(plain(LayerKind::dropout), at), 4030);
}

}  // namespace

std::vector<ZooEntry> deepface_entries() {
  return {{"deepface",
           "DeepFace, three locally connected layers, 3x152x152 (Taigman et al. 2014)",
           &deepface,
           {"width", "resolution"}}};
}

}  // namespace lastmile::models
