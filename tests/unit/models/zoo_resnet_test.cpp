// ResNet, DenseNet, CondenseNet, RegNetY: networks of shortcuts.
#include "tests/unit/models/zoo_figures.hpp"

using namespace lastmile::models;

TEST_CASE(
    "zoo shortcuts: parameters to the last one as torchvision 0.29 counts them, batch normalisation "
    "included") {
  // The place of ResNet's stride (v1 here, v1.5 there) does not change them.
  check_with_batch_norm({{"resnet18", 11689512},
                         {"resnet34", 21797672},
                         {"resnet50", 25557032},
                         {"resnet101", 44549160},
                         {"densenet121", 7978856},
                         {"regnety_400mf", 4344144},
                         {"regnety_800mf", 6432512},
                         {"regnety_1600mf", 11202430},
                         {"regnety_3200mf", 19436338}});
}

TEST_CASE("zoo shortcuts: GMAC of ResNet, as its paper rounds them") {
  check_published({{"resnet18", {1800, 100}, any_number},  // He et al. 2016, table 1 (remembered)
                   {"resnet34", {3600, 200}, any_number},
                   {"resnet50", {3800, 200}, any_number},
                   {"resnet101", {7600, 100}, any_number}});
}

TEST_CASE(
    "zoo shortcuts: ResNet-50 and RegNetY-400MF are ncnn's graphs; its ResNet-18 has one convolution more") {
  check_like_ncnn("resnet50", 3857.97, 25.503);
  check_like_ncnn("regnety_400mf", 401.84, 4.311);
  // A projection 64 -> 64 at 56x56 where the paper has an identity.
  const Totals totals = zoo("resnet18").totals();
  CHECK(std::abs(million(totals.macs + 64 * 64 * 56 * 56) - 1826.92) <= 0.0051);
  CHECK(std::abs(million(totals.weights + 64 * 64) - 11.683) <= 0.00051);
}

TEST_CASE(
    "zoo shortcuts: CondenseNet-74 (ShichenLiu/CondenseNet 011b71d4, README): 529 M and 274 M, 4.8 M and 2.9 "
    "M") {
  struct Row {
    const char* name;
    Figure operations, parameters;
  };
  for (const Row& row :
       {Row{"condensenet_4", {529, 1}, {4.8, 0.1}}, Row{"condensenet_8", {274, 1}, {2.9, 0.1}}}) {
    CAPTURE(row.name);
    const Graph net = zoo(row.name);
    // The authors' counter adds an operation for each input element of ReLU and of pools.
    std::int64_t operations = net.totals().macs;
    for (LayerId id = 0; id < net.size(); ++id) {
      const LayerKind kind = net.layer(id).kind();
      const bool counted =
          kind == LayerKind::relu || kind == LayerKind::avg_pool || kind == LayerKind::global_avg_pool;
      if (counted) operations += net.layer(id).in.elements();
    }
    check_figure(million(operations), row.operations);
    check_figure(million(net.totals().parameters()), row.parameters);
  }
}
