// Recurrent networks that say what comes next: words of the Penn treebank (Zaremba et al. 2014,
// arXiv:1409.2329, the medium size), letters of Shakespeare (LEAF: Caldas et al. 2018, arXiv:1812.01097,
// models/shakespeare) and words on a phone's keyboard (Hard et al. 2018, arXiv:1811.03604; words in and out
// share their weights).
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kWords = 10000;

Graph ptb_lstm(const ZooScale& scale) {
  const int cells = widened(650, scale.width);
  Graph net("ptb_lstm", {1, 1, tokens_of(scale, "ptb_lstm", 35)});
  net.add(embedding(kWords, cells));
  for (int i = 0; i < deepened(2, scale.depth); ++i) {
    net.add(plain(LayerKind::dropout));
    net.add(recurrent(LayerKind::lstm, cells));
  }
  const LayerId last = net.add(plain(LayerKind::dropout));
  linear(net, last, kWords);
  return answering(std::move(net));
}

Graph shakespeare_lstm(const ZooScale& scale) {
  constexpr int letters = 80;
  const int cells = widened(256, scale.width);
  Graph net("shakespeare_lstm", {1, 1, tokens_of(scale, "shakespeare_lstm", 80)});
  net.add(embedding(letters, 8));
  net.add(recurrent(LayerKind::lstm, cells));
  net.add(recurrent(LayerKind::lstm, cells, 0, true));
  net.add(dense(letters));
  return answering(std::move(net));
}

Graph next_word_cifg(const ZooScale& scale) {
  constexpr int features = 96;
  Graph net("next_word_cifg", {1, 1, tokens_of(scale, "next_word_cifg", 10)});
  net.add(embedding(kWords, features));
  net.add(recurrent(LayerKind::cifg_lstm, widened(670, scale.width), features, true));
  net.add(dense(kWords).with_tied_weights());
  return answering(std::move(net));
}

}  // namespace

std::vector<ZooEntry> language_entries() {
  return {
      {"next_word_cifg",
       "next word on a keyboard, CIFG-LSTM of 670 cells, 10 words (Hard et al. 2018)",
       &next_word_cifg,
       {"width", "resolution"}},
      {"ptb_lstm",
       "next word of the Penn treebank, two LSTMs of 650 cells, 35 words (Zaremba et al. 2014)",
       &ptb_lstm,
       {"width", "depth", "resolution"}},
      {"shakespeare_lstm",
       "next letter of Shakespeare, two LSTMs of 256 cells, 80 letters (Caldas et al. 2018)",
       &shakespeare_lstm,
       {"width", "resolution"}},
  };
}

}  // namespace lastmile::models
