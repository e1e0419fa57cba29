// Vision transformer ViT-B/16 (Dosovitskiy et al. 2021, arXiv:2010.11929): patches of 16 x 16 are the tokens.
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kChannels = 768;

Graph vit_b16(const ZooScale& scale) {
  Graph net("vit_b16", picture(scale, 224));
  const LayerId patches = net.add(conv(kChannels, 16, 16));
  net.add(reshape({kChannels, 1, net.layer(patches).out.plane()}));
  net.add(plain(LayerKind::class_token));
  LayerId at = net.add(plain(LayerKind::position));
  for (int i = 0; i < deepened(12, scale.depth); ++i) {
    const LayerId before = normed(net, at);
    at = added(net, attended(net, {before, before, before, kChannels, 12}), at);
    at = added(net, fed_forward(net, normed(net, at), 4 * kChannels, LayerKind::gelu), at);
  }
  const LayerId first = net.add(plain(LayerKind::select), normed(net, at));
  return answered(std::move(net), first);
}

}  // namespace

std::vector<ZooEntry> vit_entries() {
  return {{"vit_b16", "ViT-B/16, 3x224x224 (Dosovitskiy et al. 2021)", &vit_b16, {"depth", "resolution"}}};
}

}  // namespace lastmile::models
