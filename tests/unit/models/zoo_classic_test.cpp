// LeNet, AlexNet, VGG, Network in Network, DeepFace.
#include "tests/unit/models/zoo_figures.hpp"

using namespace lastmile::models;

TEST_CASE(
    "zoo classic: VGG and AlexNet, parameters of torchvision 0.29, MMAC of its metadata and the papers") {
  check_published(
      {{"alexnet", {724, 1}, {61, 1}},  // parameters: Caffe's snapshot of 61 million
       {"vgg11", {7609, 1}, {133, 1}},  // Simonyan, Zisserman 2015, table 2, without normalisation
       {"vgg13", {11308, 1}, {133, 1}},
       {"vgg16", {15470, 1}, {138, 1}},
       {"vgg19", {19632, 1}, {144, 1}}});
  CHECK(zoo("vgg11").totals().parameters() == 132863336);
  CHECK(zoo("vgg13").totals().parameters() == 133047848);
  CHECK(zoo("vgg16").totals().parameters() == 138357544);
  CHECK(zoo("vgg19").totals().parameters() == 143667240);
}

TEST_CASE("zoo classic: AlexNet and VGG-16 are ncnn's graphs") {
  check_like_ncnn("alexnet", 724.41, 60.955);
  check_like_ncnn("vgg16", 15470.26, 138.344);
}

TEST_CASE("zoo classic: activations of VGG-16 as in ncnn's graph") {
  // ncnn fuses ReLU and dropout: 15.239 M elements, counted from the same .param file.
  std::int64_t sum = 0;
  const Graph net = zoo("vgg16");
  for (LayerId id = 0; id < net.size(); ++id) {
    const LayerKind kind = net.layer(id).kind();
    const bool own = kind == LayerKind::conv || kind == LayerKind::dense || kind == LayerKind::max_pool ||
                     kind == LayerKind::softmax;
    if (own) sum += net.layer(id).activations;
  }
  CHECK(million(sum) == doctest::Approx(15.239).epsilon(0.01));
}

TEST_CASE("zoo classic: LeNet by hand") {
  const Totals totals = lenet().totals();
  CHECK(totals.macs == 20 * 25 * 24 * 24 + 50 * 20 * 25 * 8 * 8 + 800 * 500 + 500 * 10);
  CHECK(totals.parameters() == 431080);  // Caffe's LeNet: 431 k
}

TEST_CASE(
    "zoo classic: Network in Network, snapshot of 29 MB as its authors state (gist "
    "mavenlin/d802a5849de39225bcc6)") {
  const Graph net = zoo("nin");
  const Totals totals = net.totals();
  check_figure(4.0 * static_cast<double>(totals.parameters()) / (1 << 20), {29, 1});
  // No multiply-accumulates are published there; by hand, with maps of 54, 27, 13 and 6 on a side.
  const std::int64_t by_hand =
      54 * 54 * (96 * 363 + 2 * 96 * 96) + 27 * 27 * (256 * 96 * 25 + 2 * 256 * 256) +
      13 * 13 * (384 * 256 * 9 + 2 * 384 * 384) + 6 * 6 * (1024 * 384 * 9 + 1024 * 1024 + 1024 * 1000);
  CHECK(totals.macs == by_hand);
}

TEST_CASE(
    "zoo classic: DeepFace, more than 120 million parameters, over 95 % of them local or dense (section 3)") {
  const Graph net = zoo("deepface");
  const Totals totals = net.totals();
  check_figure(million(totals.parameters()), {120, 1});
  std::int64_t shared = 0;
  for (LayerId id = 0; id < net.size(); ++id)
    if (net.layer(id).kind() == LayerKind::conv) shared += net.layer(id).parameters();
  CHECK(static_cast<double>(shared) < 0.05 * static_cast<double>(totals.parameters()));
  // Its figure 2: 32x142x142, 32x71x71, 16x63x63, 16x55x55, 16x25x25, 16x21x21, 4096, 4030.
  CHECK(net.layer(1).out == Shape{32, 142, 142});
  CHECK(net.layer(3).out == Shape{32, 71, 71});
  CHECK(net.layer(4).out == Shape{16, 63, 63});
  CHECK(net.layer(6).out == Shape{16, 55, 55});
  CHECK(net.layer(8).out == Shape{16, 25, 25});
  CHECK(net.layer(10).out == Shape{16, 21, 21});
}
