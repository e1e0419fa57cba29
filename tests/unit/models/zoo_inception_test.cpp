// GoogLeNet, Inception v3, SqueezeNet: modules of parallel branches.
#include "tests/unit/models/zoo_figures.hpp"

using namespace lastmile::models;

TEST_CASE("zoo branches: GoogLeNet is ncnn's graph, itself Caffe's") {
  check_like_ncnn("googlenet", 1582.67, 6.990);
}

TEST_CASE(
    "zoo branches: Inception v3, 5.713 GMAC (torchvision 0.29), 23.83 million parameters (timm, without the "
    "second head)") {
  check_published({{"inception_v3", {5713, 1}, {23.83, 0.01}}});
  // torchvision's 27,161,264 less its second classifier: 1x1 768 -> 128, 5x5 128 -> 768, both normalised, 768
  // -> 1000.
  const std::int64_t second_head = 768 * 128 + 2 * 128 + 128 * 768 * 25 + 2 * 768 + 768 * 1000 + 1000;
  check_with_batch_norm({{"inception_v3", 27161264 - second_head}});
}

TEST_CASE("zoo branches: SqueezeNet, parameters of torchvision 0.29 to the last one, MMAC of its metadata") {
  check_published(
      {{"squeezenet_1_0", {819, 1}, {1.248, 0.001}}, {"squeezenet_1_1", {349, 1}, {1.235, 0.001}}});
  CHECK(zoo("squeezenet_1_0").totals().parameters() == 1248424);
  CHECK(zoo("squeezenet_1_1").totals().parameters() == 1235496);
}
