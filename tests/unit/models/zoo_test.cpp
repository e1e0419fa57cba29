// The zoo against published figures and against ncnn's own graphs.
//
// Published: AlexNet 724 MMAC and 61 M weights, VGG-16 15.5 GMAC and 138 M, ResNet-50 3.86 GMAC
// (version 1), MobileNet 569 MMAC and 4.2 M (arXiv:1704.04861, table 8), MobileNetV2 300 MMAC
// (doi:10.1109/CVPR.2018.00474, table 4). Tolerance 1 %.
// ncnn: MMAC and millions of weights counted from the .param files of Tencent/ncnn a4d2ea1d
// (benchmark/models), tolerance one unit of their last digit. Three of ncnn's variants differ from
// the papers by one convolution each, named below.
#include "models/zoo/zoo.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

struct Figures {
  const char* name;
  double mmac;
  double million_weights;
};

void check_exactly(const Figures& ncnn, double extra_mmac, double extra_weights) {
  INFO(ncnn.name);
  const Totals totals = zoo(ncnn.name).totals();
  const double mmac = static_cast<double>(totals.macs) / 1e6 + extra_mmac;
  const double weights = static_cast<double>(totals.weights) / 1e6 + extra_weights;
  CHECK(std::abs(mmac - ncnn.mmac) <= 0.0051);
  CHECK(std::abs(weights - ncnn.million_weights) <= 0.00051);
}

}  // namespace

TEST_CASE("zoo: published figures within 1 %") {
  for (const Figures& paper :
       {Figures{"alexnet", 724, 61}, Figures{"vgg16", 15500, 138}, Figures{"resnet50", 3860, 25.5},
        Figures{"mobilenet_v1", 569, 4.2}}) {
    INFO(paper.name);
    const Totals totals = zoo(paper.name).totals();
    CHECK(static_cast<double>(totals.macs) / 1e6 == doctest::Approx(paper.mmac).epsilon(0.01));
    CHECK(static_cast<double>(totals.parameters()) / 1e6 ==
          doctest::Approx(paper.million_weights).epsilon(0.01));
  }
  CHECK(static_cast<double>(zoo("mobilenet_v2").totals().macs) / 1e6 ==
        doctest::Approx(300).epsilon(0.01));
}

TEST_CASE("zoo: the same graphs as ncnn's, to the last digit") {
  check_exactly({"alexnet", 724.41, 60.955}, 0, 0);
  check_exactly({"vgg16", 15470.26, 138.344}, 0, 0);
  check_exactly({"resnet50", 3857.97, 25.503}, 0, 0);
  check_exactly({"mobilenet_v1", 568.74, 4.209}, 0, 0);
}

TEST_CASE("zoo: ncnn's variants with one convolution more") {
  // ResNet-18: a projection 64 -> 64 at 56x56 where the paper has an identity.
  check_exactly({"resnet18", 1826.92, 11.683}, 64 * 64 * 56 * 56 / 1e6, 64 * 64 / 1e6);
  // MobileNetV2: an expansion 32 -> 32 at 112x112 in the first bottleneck; the paper has
  // none.
  check_exactly({"mobilenet_v2", 313.62, 3.471}, 32 * 32 * 112 * 112 / 1e6, 32 * 32 / 1e6);
}

TEST_CASE("zoo: activations as in ncnn's graphs without branches") {
  // ncnn fuses ReLU and dropout: 15.239 M elements for VGG-16, counted from the same .param file.
  std::int64_t sum = 0;
  const Graph net = vgg16();
  for (LayerId id = 0; id < net.size(); ++id) {
    const LayerKind kind = net.layer(id).kind();
    const bool own = kind == LayerKind::conv || kind == LayerKind::dense ||
                     kind == LayerKind::max_pool || kind == LayerKind::softmax;
    if (own) sum += net.layer(id).activations;
  }
  CHECK(static_cast<double>(sum) / 1e6 == doctest::Approx(15.239).epsilon(0.01));
}

TEST_CASE("zoo: LeNet by hand") {
  const Totals totals = lenet().totals();
  CHECK(totals.macs == 20 * 25 * 24 * 24 + 50 * 20 * 25 * 8 * 8 + 800 * 500 + 500 * 10);
  CHECK(totals.parameters() == 431080);  // Caffe's LeNet: 431 k
}

TEST_CASE("zoo: camera_cnn has one early exit, 15 to 30 thousand parameters, about 2 MMAC") {
  const Graph net = camera_cnn();
  CHECK(net.exits().size() == 2);
  CHECK(net.layer(net.find("early_dense")).in.elements() == 384);
  CHECK(net.layer(net.find("final_dense")).in.elements() == 640);
  CHECK(net.totals().parameters() == 448 + 3480 + 3850 + 8680 + 6410);
  CHECK(net.totals().macs == 442368 + 884736 + 3840 + 552960 + 6400);
  CHECK(net.stage(net.find("conv2")) == 0);
  CHECK(net.stage(net.find("conv3")) == 1);
}

TEST_CASE("zoo: every entry builds, validates and carries its name; a typing error is helped") {
  for (const ZooEntry& entry : zoo_entries()) {
    const Graph net = zoo(entry.name);
    CHECK(net.name() == entry.name);
    CHECK_NOTHROW(net.validate());
  }
  CHECK_THROWS_WITH_AS(static_cast<void>(zoo("resnet5O")), doctest::Contains("resnet50"),
                       ConfigError);
}
