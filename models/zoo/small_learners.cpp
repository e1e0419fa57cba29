// Networks of ours for the data sets that are drawn (models/learn/synthetic.hpp): small enough to
// train within a simulation. Multinomial logistic regression is what FedProx learns its synthetic
// data with (Li et al. 2020, arXiv:1812.06127, section 5.1).
#include "models/zoo/sequence_families.hpp"
#include "models/zoo/small_families.hpp"
#include "models/zoo/transformer.hpp"

namespace lastmile::models {
namespace {

constexpr int kLetters = 80;  // models/learn/characters.hpp

Graph features_logistic(const ZooScale&) {
  Graph net("features_logistic", {60, 1, 1});
  net.add(dense(10));
  return answering(std::move(net));
}

Graph sensor_cnn(const ZooScale& scale) {
  Graph net("sensor_cnn", {3, 1, 64});
  LayerId at = 0;
  for (const int channels : {16, 24, 32})  // square kernels, though two rows of three see padding
    at = conv_then(net, at, conv(widened(channels, scale.width), 3, 2, 1));
  net.add(plain(LayerKind::flatten), at);
  net.add(dense(6));
  return answering(std::move(net));
}

Graph sensor_autoencoder(const ZooScale& scale) {
  Graph net("sensor_autoencoder", {3, 1, 64});
  LayerId at = net.add(plain(LayerKind::flatten));
  for (const int features : {widened(64, scale.width), 24, widened(64, scale.width)})
    at = conv_then(net, at, dense(features), LayerKind::tanh);
  net.mark_exit(net.add(dense(192), at));
  net.validate();
  return net;
}

Graph letters_gru(const ZooScale& scale) {
  Graph net("letters_gru", {1, 1, tokens_of(scale, "letters_gru", 20)});
  net.add(embedding(kLetters, 16));
  linear(net, net.add(recurrent(LayerKind::gru, widened(64, scale.width))), kLetters);
  return answering(std::move(net));
}

}  // namespace

std::vector<ZooEntry> learner_entries() {
  return {
      {"features_logistic",
       "logistic regression, 60 features, 10 classes: synthetic(alpha, beta) (Li et al. 2020)",
       &features_logistic},
      {"letters_gru",
       "next letter behind every one of 20, a GRU of 64 cells, 80 letters (ours)",
       &letters_gru,
       {"width", "resolution"}},
      {"sensor_autoencoder",
       "192-64-24-64-192, 3x1x64, anomalies of movements (ours)",
       &sensor_autoencoder,
       {"width"}},
      {"sensor_cnn", "three convolutions over 3x1x64, 6 activities (ours)", &sensor_cnn, {"width"}},
  };
}

}  // namespace lastmile::models
