// MobileNet v1 to v3 and ShuffleNet v1 and v2, also at other widths and resolutions.
#include "tests/unit/models/zoo_figures.hpp"

using namespace lastmile::models;

TEST_CASE(
    "zoo mobile: parameters to the last one as torchvision 0.29 counts them, batch normalisation included") {
  check_with_batch_norm({{"mobilenet_v2", 3504872},
                         {"mobilenet_v3_large", 5483032},
                         {"mobilenet_v3_small", 2542856},
                         {"shufflenet_v2:width=0.5", 1366792},
                         {"shufflenet_v2", 2278604},
                         {"shufflenet_v2:width=1.5", 3503624},
                         {"shufflenet_v2:width=2", 7393996}});
}

TEST_CASE("zoo mobile: MobileNet v1, Howard et al. 2017, tables 6 and 7") {
  check_published(
      {{"mobilenet_v1", {569, 1}, {4.2, 0.1}},
       {"mobilenet_v1:width=0.75", {325, 1}, {2.6, 0.1}},
       {"mobilenet_v1:width=0.5", {149, 1}, {1.3, 0.1}},
       {"mobilenet_v1:width=0.25", {41, 1}, {0.5, 0.1}},
       {"mobilenet_v1:resolution=192", {418, 1}, {4.2, 0.1}},
       {"mobilenet_v1:resolution=160", {290, 1}, {4.2, 0.1}},
       {"mobilenet_v1:resolution=128", {186, 1}, {4.2, 0.1}},
       {"mobilenet_v1:width=0.25,resolution=128", {14, 1}, {0.47, 0.01}}});  // the last: TF-Slim's list
  check_like_ncnn("mobilenet_v1", 568.74, 4.209);
}

TEST_CASE(
    "zoo mobile: MobileNet v2, TF-Slim's list (tensorflow/models 0ba83cf0, research/slim/nets/mobilenet)") {
  for (const Published& row : {Published{"mobilenet_v2:width=1.4", {582, 1}, {6.06, 0.01}},
                               Published{"mobilenet_v2", {300, 1}, {3.47, 0.01}},
                               Published{"mobilenet_v2:resolution=160", {154, 1}, {3.47, 0.01}},
                               Published{"mobilenet_v2:resolution=96", {56, 1}, {3.47, 0.01}},
                               Published{"mobilenet_v2:width=0.75", {209, 1}, {2.61, 0.01}},
                               Published{"mobilenet_v2:width=0.5", {97, 1}, {1.95, 0.01}},
                               Published{"mobilenet_v2:width=0.5,resolution=160", {50, 1}, {1.95, 0.01}},
                               Published{"mobilenet_v2:width=0.35", {59, 1}, {1.66, 0.01}},
                               Published{"mobilenet_v2:width=0.35,resolution=128", {20, 1}, {1.66, 0.01}}}) {
    CAPTURE(row.name);
    const Totals totals = zoo(row.name).totals();
    check_figure(million(totals.macs), row.mmac);
    check_figure(million(totals.weights), row.million_parameters);  // the list counts weights alone
  }
  // ncnn's has an expansion 32 -> 32 at 112x112 in the first bottleneck; the paper has none.
  const Totals totals = zoo("mobilenet_v2").totals();
  CHECK(std::abs(million(totals.macs + 32 * 32 * 112 * 112) - 313.62) <= 0.0051);
  CHECK(std::abs(million(totals.weights + 32 * 32) - 3.471) <= 0.00051);
}

TEST_CASE("zoo mobile: MobileNet v3, torchvision 0.29 (MMAC); narrower ones TF-Slim's list and timm's") {
  check_published({{"mobilenet_v3_large", {217, 1}, any_number},
                   {"mobilenet_v3_small", {57, 1}, any_number},
                   {"mobilenet_v3_large:width=0.75", {155, 1}, {4.0, 0.1}},
                   // TF-Slim lists 44 MMAC, 1.4 % more, and 2.4 million for timm's 2.04.
                   {"mobilenet_v3_small:width=0.75", any_number, {2.04, 0.01}}});
}

TEST_CASE(
    "zoo mobile: ShuffleNet, the authors' list (megvii-model/ShuffleNet-Series 13bbe30b) and torchvision "
    "0.29") {
  check_published({{"shufflenet_v1:width=0.5", {38, 1}, {0.7, 0.1}},
                   {"shufflenet_v1", {138, 1}, {1.9, 0.1}},
                   {"shufflenet_v1:width=2", {524, 1}, {5.4, 0.1}},
                   {"shufflenet_v2:width=0.5", {40, 1}, {1.4, 0.1}},
                   {"shufflenet_v2", {145, 1}, {2.3, 0.1}},
                   {"shufflenet_v2:width=1.5", {296, 1}, {3.5, 0.1}},
                   {"shufflenet_v2:width=2", {583, 1}, {7.4, 0.1}}});
  check_like_ncnn("shufflenet_v2", 144.91, 2.261);
}
