// GPT-2 small (Radford et al. 2019, "Language models are unsupervised multitask learners"): one more token
// behind a cache of keys and values. The input is the token and its position; the answer's weights are the
// words'.
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kChannels = 768, kWords = 50257, kPositions = 1024;

// Resolution is the number of tokens that attention looks at, the new one included.
Graph gpt2_small(const ZooScale& scale) {
  const int kept = tokens_of(scale, "gpt2_small", 256, kPositions) - 1;
  Graph net("gpt2_small", {2, 1, 1});
  LayerId at = embedded(net, {kWords, kPositions}, kChannels);
  for (int i = 0; i < deepened(12, scale.depth); ++i) {
    const LayerId before = normed(net, at);
    at = added(net, attended(net, {before, before, before, kChannels, 12, kept}), at);
    at = added(net, fed_forward(net, normed(net, at), 4 * kChannels, LayerKind::gelu), at);
  }
  net.add(conv(kWords, 1, 1, 0, 1, false).with_tied_weights(), normed(net, at));
  return answering(std::move(net));
}

}  // namespace

std::vector<ZooEntry> gpt2_entries() {
  return {{"gpt2_small", "GPT-2 small, one token after 255 in the cache (Radford et al. 2019)", &gpt2_small,
           {"depth", "resolution"}}};
}

}  // namespace lastmile::models
