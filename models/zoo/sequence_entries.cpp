#include "models/zoo/sequence_families.hpp"
#include "sim/error.hpp"

namespace lastmile::models {

std::vector<ZooEntry> sequence_entries() {
  std::vector<ZooEntry> all;
  for (auto* family : {&bert_entries, &gpt2_entries, &language_entries, &mobilebert_entries, &speech_entries,
                       &squeezewave_entries, &tagger_entries, &vit_entries})
    for (ZooEntry& entry : family()) all.push_back(std::move(entry));
  return all;
}

Graph answering(Graph net) {
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

int tokens_of(const ZooScale& scale, const char* network, int own, int most) {
  if (scale.resolution > most)
    throw ConfigError("network '" + std::string(network) + "': resolution " +
                      std::to_string(scale.resolution) + ", but it takes at most " + std::to_string(most) +
                      " tokens");
  return scale.resolution > 0 ? scale.resolution : own;
}

}  // namespace lastmile::models
