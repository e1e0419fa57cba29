// Families of networks for words, sounds and tokens, a file each; sequence_entries() gathers them. Sequences
// are maps of height 1: channels x 1 x tokens. The scale "resolution" is the number of tokens.
#pragma once

#include "models/zoo/blocks.hpp"

namespace lastmile::models {

std::vector<ZooEntry> bert_entries();
std::vector<ZooEntry> gpt2_entries();
std::vector<ZooEntry> language_entries();  ///< recurrent, that say the next word or letter
std::vector<ZooEntry> mobilebert_entries();
std::vector<ZooEntry> speech_entries();  ///< sounds to letters and phones
std::vector<ZooEntry> squeezewave_entries();
std::vector<ZooEntry> tagger_entries();
std::vector<ZooEntry> vit_entries();

/// The scale's or the network's own; ConfigError if there are more than `most`.
int tokens_of(const ZooScale& scale, const char* network, int own, int most = 1'000'000);
/// A softmax behind the layer added last, the network's only exit.
Graph answering(Graph net);

}  // namespace lastmile::models
