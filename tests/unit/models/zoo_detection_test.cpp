// Detectors against published figures.
//
// SSD300              35,641,826 parameters, 34.858 GMAC: torchvision 0.29, metadata of ssd300_vgg16's
//                     weights. The scale of its L2 normalisation has no shift.
// SSD-MobileNet v1    1,148.48 MMAC and 5.770 M weights: counted from mobilenet_ssd.param (Tencent/ncnn
//                     a4d2ea1d)
// SSDLite             0.8 G, 4.3 M: Sandler et al. 2018, table 6
// YOLO                operations (two a MAC): 62.94, 5.41, 65.86, 5.56 G: pjreddie.com/darknet/yolo; files of
//                     weights (four bytes each): 194, 236, 33.7 MiB (AlexeyAB/darknet, README); YOLOv2 50.7 M
//                     by Sandler et al., table 6 (whose 17.5 GMAC name no resolution and fit none that we
//                     know)
// Faster R-CNN        14,714,688 parameters of VGG-16's convolutions: Keras' summary of VGG16 without its top
#include <doctest/doctest.h>

#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

double giga_macs(const char* name) { return static_cast<double>(zoo(name).totals().macs) / 1e9; }
double million_parameters(const char* name) {
  return static_cast<double>(zoo(name).totals().parameters()) / 1e6;
}
double mebibytes(const char* name) { return 4e6 * million_parameters(name) / (1 << 20); }

}  // namespace

TEST_CASE("zoo: SSD300") {
  CHECK(zoo("ssd300").totals().parameters() - 512 == 35641826);
  CHECK(giga_macs("ssd300") == doctest::Approx(34.858).epsilon(0.001));
  // 8,732 boxes, each with four sides and 91 classes.
  const Graph net = zoo("ssd300");
  CHECK(net.layer(net.output()).out.channels == 8732 * (4 + 91));
}

TEST_CASE("zoo: SSD on MobileNets") {
  CHECK(std::abs(1000 * giga_macs("ssd_mobilenet_v1") - 1148.48) <= 0.0051);
  CHECK(std::abs(static_cast<double>(zoo("ssd_mobilenet_v1").totals().weights) / 1e6 - 5.770) <= 0.00051);
  CHECK(std::abs(giga_macs("ssdlite_mobilenet_v2") - 0.8) <= 0.05);
  CHECK(std::abs(million_parameters("ssdlite_mobilenet_v2") - 4.3) <= 0.05);
}

TEST_CASE("zoo: YOLO") {
  CHECK(2 * giga_macs("yolo_v2") == doctest::Approx(62.94).epsilon(0.01));
  CHECK(2 * giga_macs("tiny_yolo_v2") == doctest::Approx(5.41).epsilon(0.01));
  CHECK(2 * giga_macs("yolo_v3") == doctest::Approx(65.86).epsilon(0.01));
  CHECK(2 * giga_macs("yolo_v3:resolution=320") == doctest::Approx(38.97).epsilon(0.01));
  CHECK(2 * giga_macs("yolo_v3:resolution=608") == doctest::Approx(140.69).epsilon(0.01));
  CHECK(2 * giga_macs("tiny_yolo_v3") == doctest::Approx(5.56).epsilon(0.01));
  CHECK(mebibytes("yolo_v2") == doctest::Approx(194).epsilon(0.01));
  CHECK(mebibytes("yolo_v3") == doctest::Approx(236).epsilon(0.01));
  CHECK(mebibytes("tiny_yolo_v3") == doctest::Approx(33.7).epsilon(0.01));
  CHECK(million_parameters("yolo_v2") == doctest::Approx(50.7).epsilon(0.01));
  const Graph net = zoo("yolo_v3");
  CHECK(net.layer(net.output()).out.channels == 10647 * 85);
  CHECK_THROWS_AS(static_cast<void>(zoo("yolo_v3:resolution=400")), ConfigError);
}

TEST_CASE("zoo: the first 16 layers of YOLOv2, which DeepThings tiles: 13.0 GMAC and 13.68 MB of weights") {
  const Graph net = zoo("yolo_v2");
  std::int64_t macs = 0, weights = 0;
  int layers = 0;
  for (LayerId id = 1; layers < 16; ++id) {
    const LayerKind kind = net.layer(id).kind();
    macs += net.layer(id).macs;
    weights += net.layer(id).weights;
    if (kind == LayerKind::conv || kind == LayerKind::max_pool) ++layers;
  }
  CHECK(static_cast<double>(macs) / 1e9 == doctest::Approx(13.0).epsilon(0.01));
  CHECK(static_cast<double>(4 * weights) / 1e6 == doctest::Approx(13.68).epsilon(0.001));
}

TEST_CASE("zoo: Faster R-CNN's trunk") {
  const Graph net = zoo("faster_rcnn_trunk");
  const std::int64_t proposals = 512 * 512 * 9 + 512 + 512 * 54 + 54;
  CHECK(net.totals().parameters() - proposals == 14714688);
  CHECK(net.layer(net.find("proposals")).out == Shape{512, 38, 63});
  // Where all pools divide evenly, VGG-16's work by area; its dense layers have 123,633,664 MACs.
  const Graph even = zoo("faster_rcnn_trunk:resolution=576");
  const std::int64_t places = 36 * 60;
  const double trunk = static_cast<double>(even.totals().macs - places * 512 * (512 * 9 + 54));
  const double vgg = static_cast<double>(zoo("vgg16").totals().macs - 123633664);
  CHECK(trunk / vgg == doctest::Approx(576.0 * 960 / (224 * 224)).epsilon(1e-9));
}
