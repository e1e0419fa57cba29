// Networks that a search found: NASNet, MnasNet, FBNet, MCUNet, EfficientNet.
#include "tests/unit/models/zoo_figures.hpp"

using namespace lastmile::models;

TEST_CASE(
    "zoo searched: NASNet-A mobile, 564 MMAC and 5.3 million parameters (Zoph et al. 2018, table 3; "
    "TF-Slim)") {
  check_published({{"nasnet_mobile", {564, 1}, {5.3, 0.1}}});
}

TEST_CASE("zoo searched: MnasNet") {
  check_published(
      {{"mnasnet_a1", {312, 1}, {3.9, 0.1}},              // tensorflow/tpu 009812fb, mnasnet/README.md
       {"mnasnet_b1:width=0.5", {104, 1}, {2.22, 0.01}},  // torchvision 0.29, mnasnet0_5 (MMAC), timm
       {"mnasnet_b1:width=0.75", {215, 1}, {3.17, 0.01}}});
  check_with_batch_norm({{"mnasnet_b1", 4383312}});  // torchvision 0.29, mnasnet1_0
  check_like_ncnn("mnasnet_b1", 314.42, 4.344);
}

TEST_CASE("zoo searched: FBNet, the authors' list has 1.3 to 2 % more MMAC; why is not known") {
  // facebookresearch/mobile-vision 4826a08f, README.md.
  struct Row {
    const char* name;
    double mmac;
    Figure million_parameters;
  };
  for (const Row& row : {Row{"fbnet_a", 249.4, {4.3, 0.1}}, Row{"fbnet_b", 295.6, {4.8, 0.1}},
                         Row{"fbnet_c", 383.0, {5.5, 0.1}}}) {
    CAPTURE(row.name);
    const Totals totals = zoo(row.name).totals();
    CHECK(million(totals.macs) == doctest::Approx(row.mmac).epsilon(0.02));
    check_figure(million(totals.parameters()), row.million_parameters);
  }
  check_figure(million(with_batch_norm(zoo("fbnet_c"))), {5.57, 0.01});  // timm's fbnetc_100
}

TEST_CASE("zoo searched: MCUNet (mit-han-lab/tinyml 01bca3b2, mcunet/README.md)") {
  check_published({{"mcunet_256kb", {67.3, 0.1}, {0.73, 0.01}},
                   {"mcunet_320kb", {81.8, 0.1}, {0.74, 0.01}},
                   {"mcunet_512kb", {125.9, 0.1}, {1.73, 0.01}}});
}

TEST_CASE(
    "zoo searched: EfficientNet, parameters of torchvision 0.29 to the last one, batch normalisation "
    "included") {
  check_with_batch_norm({{"efficientnet_b0", 5288548},
                         {"efficientnet_b1", 7794184},
                         {"efficientnet_b2", 9109994},
                         {"efficientnet_b3", 12233232},
                         {"efficientnet_b4", 19341616},
                         {"efficientnet_b5", 30389784},
                         {"efficientnet_b6", 43040704},
                         {"efficientnet_b7", 66347960}});
}

TEST_CASE("zoo searched: EfficientNet, GMAC of Tan, Le 2019, table 2, where torchvision counts the same") {
  // B1, B4, B5 and B7 cost 2 to 5 % more or less there than torchvision 0.29 counts; the zoo agrees with
  // torchvision (published_networks.toml).
  check_published({{"efficientnet_b0", {390, 10}, any_number},
                   {"efficientnet_b2", {1000, 100}, any_number},
                   {"efficientnet_b3", {1800, 100}, any_number},
                   {"efficientnet_b6", {19000, 1000}, any_number}});
  check_like_ncnn("efficientnet_b0", 385.81, 5.236);
}

TEST_CASE("zoo searched: EfficientNetV2-B0 to B3 (google/automl 25907c22, efficientnetv2/README.md)") {
  check_published({{"efficientnet_v2_b0", {720, 10}, {7.1, 0.1}},
                   {"efficientnet_v2_b0:depth=1.1,resolution=240", {1200, 100}, {8.1, 0.1}},
                   {"efficientnet_v2_b0:width=1.1,depth=1.2,resolution=260", {1700, 100}, {10.1, 0.1}},
                   {"efficientnet_v2_b0:width=1.2,depth=1.4,resolution=300", {3000, 100}, {14.4, 0.1}}});
  check_like_ncnn("efficientnet_v2_b0", 718.09, 7.065);
}
