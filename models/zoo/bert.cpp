// BERT base, uncased (Devlin et al. 2019, arXiv:1810.04805), up to the pooled first token. The input is a
// word, a segment and a position for each token.
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kChannels = 768;

Graph bert_base(const ZooScale& scale) {
  Graph net("bert_base", {3, 1, tokens_of(scale, "bert_base", 128, 512)});
  LayerId at = normed(net, embedded(net, {30522, 2, 512}, kChannels));
  for (int i = 0; i < deepened(12, scale.depth); ++i) {
    at = normed(net, added(net, attended(net, {at, at, at, kChannels, 12}), at));
    at = normed(net, added(net, fed_forward(net, at, 4 * kChannels, LayerKind::gelu), at));
  }
  const LayerId pooled = net.add(dense(kChannels), net.add(plain(LayerKind::select), at));
  net.mark_exit(net.add(plain(LayerKind::tanh), pooled));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> bert_entries() {
  return {{"bert_base",
           "BERT base, uncased, 128 tokens (Devlin et al. 2019)",
           &bert_base,
           {"depth", "resolution"}}};
}

}  // namespace lastmile::models
