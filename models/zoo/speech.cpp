// Speech: letters by a recurrent network after Deep Speech (Hannun et al. 2014, arXiv:1412.5567; sizes of
// Mozilla's DeepSpeech 0.9: 19 windows of 26 coefficients a step, one direction), and phones by the dense
// network of Kaldi that Neurosurgeon took from DjiNN (Hauswald et al. 2015, doi:10.1145/2749469.2749472;
// claritylab/djinn, asr.prototxt).
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

LayerId activated(Graph& net, LayerId from, int features, LayerKind activation) {
  return net.add(plain(activation), linear(net, from, features));
}

Graph deepspeech(const ZooScale& scale) {
  const int wide = widened(2048, scale.width);
  Graph net("deepspeech", {19 * 26, 1, tokens_of(scale, "deepspeech", 16)});
  LayerId at = 0;
  for (int i = 0; i < 3; ++i) at = activated(net, at, wide, LayerKind::relu);
  at = net.add(recurrent(LayerKind::lstm, wide), at);
  at = activated(net, at, wide, LayerKind::relu);
  linear(net, at, 29);
  return answering(std::move(net));
}

Graph kaldi_asr(const ZooScale& scale) {
  Graph net("kaldi_asr", {440, 1, tokens_of(scale, "kaldi_asr", 548)});
  LayerId at = 0;
  for (int i = 0; i < deepened(6, scale.depth); ++i)
    at = activated(net, at, widened(2048, scale.width), LayerKind::sigmoid);
  linear(net, at, 1706);
  return answering(std::move(net));
}

}  // namespace

std::vector<ZooEntry> speech_entries() {
  return {
      {"deepspeech",
       "speech to letters, LSTM of 2,048 cells, 16 steps (Hannun et al. 2014; Mozilla 0.9)",
       &deepspeech,
       {"width", "resolution"}},
      {"kaldi_asr",
       "speech to phones, six dense layers, 548 frames (Kaldi; Hauswald et al. 2015)",
       &kaldi_asr,
       {"width", "depth", "resolution"}},
  };
}

}  // namespace lastmile::models
