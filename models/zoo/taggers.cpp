// Taggers of words after SENNA (Collobert et al. 2011, arXiv:1103.0398), as Neurosurgeon took them from DjiNN
// (Hauswald et al. 2015, doi:10.1145/2749469.2749472; claritylab/djinn, {pos,ner,chk}.prototxt): features of
// a window of five words, a hidden layer (a hard tanh, here tanh), the tags. The features are looked up
// elsewhere.
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

Graph senna(const char* name, int features, int tags, const ZooScale& scale) {
  Graph net(name, {features, 1, tokens_of(scale, name, 1)});
  const LayerId hidden = net.add(plain(LayerKind::tanh), linear(net, 0, 300));
  net.mark_exit(linear(net, hidden, tags));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> tagger_entries() {
  return {
      {"senna_chk", "phrases of a sentence, SENNA's tagger, one word (Collobert et al. 2011)",
       [](const ZooScale& scale) { return senna("senna_chk", 300, 42, scale); }, {"resolution"}},
      {"senna_ner", "names in a sentence, SENNA's tagger, one word (Collobert et al. 2011)",
       [](const ZooScale& scale) { return senna("senna_ner", 375, 17, scale); }, {"resolution"}},
      {"senna_pos", "parts of speech, SENNA's tagger, one word (Collobert et al. 2011)",
       [](const ZooScale& scale) { return senna("senna_pos", 300, 45, scale); }, {"resolution"}},
  };
}

}  // namespace lastmile::models
