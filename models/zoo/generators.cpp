// Networks whose output is as large as their input or larger: the autoencoder of Hinton, Salakhutdinov 2006
// (doi:10.1126/science.1127647) and the generator of DCGAN (Radford et al. 2016, arXiv:1511.06434; sizes of
// PyTorch's example).
#include "models/zoo/small_families.hpp"

namespace lastmile::models {
namespace {

Graph autoencoder(const ZooScale& scale) {
  Graph net("autoencoder", {1, 28, 28});
  LayerId at = net.add(plain(LayerKind::flatten));
  const auto wide = [&scale](int features) { return widened(features, scale.width); };
  for (const int features : {wide(1000), wide(500), wide(250)})
    at = conv_then(net, at, dense(features), LayerKind::sigmoid);
  at = net.add(dense(30).named("code"), at);
  for (const int features : {wide(250), wide(500), wide(1000), 784})
    at = conv_then(net, at, dense(features), LayerKind::sigmoid);
  net.mark_exit(at);
  net.validate();
  return net;
}

Graph dcgan(const ZooScale& scale) {
  Graph net("dcgan_generator", {100, 1, 1});
  LayerId at = conv_then(net, 0, transposed_conv(widened(512, scale.width), 4, 1));
  for (const int channels : {256, 128, 64})
    at = conv_then(net, at, transposed_conv(widened(channels, scale.width), 4, 2, 1));
  net.mark_exit(conv_then(net, at, transposed_conv(3, 4, 2, 1, false), LayerKind::tanh));
  net.validate();
  return net;
}

}  // namespace

std::vector<ZooEntry> generator_entries() {
  return {
      {"autoencoder",
       "784-1000-500-250-30 and back, 1x28x28 (Hinton, Salakhutdinov 2006)",
       &autoencoder,
       {"width"}},
      {"dcgan_generator",
       "DCGAN's generator, 100 numbers to 3x64x64 (Radford et al. 2016)",
       &dcgan,
       {"width"}},
  };
}

}  // namespace lastmile::models
