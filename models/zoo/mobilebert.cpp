// MobileBERT (Sun et al. 2020, arXiv:2004.02984; google-research/mobilebert, configuration
// uncased_L-24_H-128_B-512_A-4_F-4_OPT), up to the first token. Its NoNorm, a scale and a shift a channel,
// stands as layer_norm. The input is a word, a segment and a position for each token.
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kWide = 512, kNarrow = 128;

// Three neighbouring words' rows of 128 make a token's 512.
LayerId trigrams(Graph& net) {
  const LayerId words = net.add(embedding(30522, kNarrow), net.add(slice(0, 1), 0));
  const LayerId mixed = net.add(conv(kWide, 1).wide(3, 1), words);
  const LayerId segments = net.add(embedding(2, kWide), net.add(slice(1, 1), 0));
  const LayerId positions = net.add(embedding(512, kWide), net.add(slice(2, 1), 0));
  return normed(net, net.add(plain(LayerKind::add), {mixed, segments, positions}));
}

LayerId layer(Graph& net, LayerId wide) {
  const LayerId narrow = normed(net, linear(net, wide, kNarrow));
  const LayerId shared = normed(net, linear(net, wide, kNarrow));  // of queries and keys
  LayerId at = normed(net, added(net, attended(net, {shared, shared, wide, kNarrow, 4}), narrow));
  for (int i = 0; i < 4; ++i) at = normed(net, added(net, fed_forward(net, at, kWide, LayerKind::relu), at));
  return normed(net, added(net, linear(net, at, kWide), wide));
}

Graph mobilebert(const ZooScale& scale) {
  Graph net("mobilebert", {3, 1, tokens_of(scale, "mobilebert", 128, 512)});
  LayerId at = trigrams(net);
  for (int i = 0; i < deepened(24, scale.depth); ++i) at = layer(net, at);
  net.mark_exit(net.add(plain(LayerKind::select), at));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> mobilebert_entries() {
  return {{"mobilebert",
           "MobileBERT, uncased, 128 tokens (Sun et al. 2020)",
           &mobilebert,
           {"depth", "resolution"}}};
}

}  // namespace lastmile::models
