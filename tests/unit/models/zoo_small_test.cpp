// Small networks against published figures and against what the authors' code says.
//
// MLPerf Tiny    MACs 12,501,632 / 7,489,664 / 2,656,768 / 264,192: counted by several users of the suite
//                from the published .tflite files (ic, vww, kws, ad of mlcommons/tiny v1.2); structures from
//                benchmark/training of that repository. Parameters of Keras' summaries: DS-CNN 24,908, of
//                which 4 a channel belong to normalisation. ResNet-8's 77,706 with folded normalisation.
// BranchyNet     sizes of the dense layers and maps in the authors' networks/*.py; activations of B-AlexNet
//                derived from them. No MACs are published.
// Autoencoder    2,837,314: tensorflow/kfac, examples.  DCGAN 3,576,704: PyTorch's example, 2 a channel of it
//                are normalisation's.
#include <doctest/doctest.h>

#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// Normalised layers: 4 Keras parameters a channel beside weights and bias.
std::int64_t with_normalisation(const Graph& net, LayerKind kind) {
  std::int64_t channels = 0;
  for (LayerId id = 0; id < net.size(); ++id)
    if (net.layer(id).kind() == kind) channels += net.layer(id).out.channels;
  return net.totals().parameters() + 4 * channels;
}

std::vector<std::int64_t> inputs_of_dense(const Graph& net) {
  std::vector<std::int64_t> sizes;
  for (LayerId id = 0; id < net.size(); ++id)
    if (net.layer(id).kind() == LayerKind::dense) sizes.push_back(net.layer(id).in.elements());
  return sizes;
}

}  // namespace

TEST_CASE("zoo: MLPerf Tiny's networks, MACs to the last one") {
  CHECK(zoo("resnet8").totals().macs == 12501632);
  CHECK(zoo("mobilenet_vww").totals().macs == 7489664);
  CHECK(zoo("ds_cnn").totals().macs == 2656768);
  CHECK(zoo("deep_autoencoder").totals().macs == 264192);
  CHECK(zoo("resnet8").totals().parameters() == 77706);
  CHECK(with_normalisation(zoo("ds_cnn"), LayerKind::conv) == 24908);
  CHECK(zoo("resnet8:width=2").totals().weights > 3 * zoo("resnet8").totals().weights);
}

TEST_CASE("zoo: BranchyNet's exits and the sizes that its authors wrote") {
  const Graph lenet = zoo("b_lenet");
  CHECK(inputs_of_dense(lenet) == std::vector<std::int64_t>{640, 720, 84});
  CHECK(lenet.exits().size() == 2);
  const Graph alexnet = zoo("b_alexnet");
  CHECK(inputs_of_dense(alexnet) == std::vector<std::int64_t>{512, 128, 1024, 256, 128});
  CHECK(alexnet.exits().size() == 3);
  const Graph resnet = zoo("b_resnet110");
  CHECK(inputs_of_dense(resnet) == std::vector<std::int64_t>{7200, 3600, 14400, 576});
  CHECK(resnet.exits().size() == 3);
  // To the last exit: the first convolution, 1 + 3 x 18 blocks of two, the answer.
  std::size_t on_the_way = 0;
  const std::vector<LayerId> needed = resnet.needed_by(2);
  for (const LayerId id : needed)
    if (resnet.layer(id).kind() == LayerKind::conv || resnet.layer(id).kind() == LayerKind::dense)
      ++on_the_way;
  CHECK(on_the_way == 1 + 2 * (1 + 3 * 18) + 1);
}

TEST_CASE(
    "zoo: B-AlexNet's activations in bytes: conv1 131 k, pool1 32.8 k, conv2 65.5 k, conv3 24.6 k, pool5 4.1 "
    "k") {
  const Graph net = zoo("b_alexnet");
  std::vector<std::int64_t> bytes;
  for (const LayerId id : net.needed_by(2)) {
    const LayerKind kind = net.layer(id).kind();
    if (kind == LayerKind::conv || kind == LayerKind::max_pool)
      bytes.push_back(4 * net.layer(id).activations);
  }
  CHECK(bytes == std::vector<std::int64_t>{131072, 32768, 65536, 16384, 24576, 24576, 16384, 4096});
}

TEST_CASE("zoo: B-LeNet leaves early after a small part of the work") {
  const Graph net = zoo("b_lenet");
  std::int64_t early = 0;
  for (const LayerId id : net.needed_by(0)) early += net.layer(id).macs;
  CHECK(early == 5 * 25 * 30 * 30 + 10 * 5 * 9 * 15 * 15 + 640 * 10);
  CHECK(3 * early < 2 * net.totals().macs);
}

TEST_CASE("zoo: autoencoder and generator") {
  CHECK(zoo("autoencoder").totals().parameters() == 2837314);
  CHECK(zoo("autoencoder").totals().macs == 2833000);
  const Graph generator = zoo("dcgan_generator");
  CHECK(generator.layer(generator.output()).out == Shape{3, 64, 64});
  CHECK(generator.totals().weights == 3576704 - 2 * (512 + 256 + 128 + 64));
  // By hand: places of each input times its weights.
  CHECK(generator.totals().macs == 819200 + 16 * 2097152 + 64 * 524288 + 256 * 131072 + 1024 * 3072);
}
