// YOLOv3 and its tiny form for COCO (Redmon, Farhadi 2018, arXiv:1804.02767; pjreddie/darknet, cfg/yolov3.cfg
// and yolov3-tiny.cfg): three boxes a place, each with four sides, a confidence and 80 classes.
#include "models/zoo/detection_families.hpp"

namespace lastmile::models {
namespace {

constexpr int kAnswers = 3 * (4 + 1 + 80);

LayerId residuals(Graph& net, LayerId from, int channels, int blocks) {
  LayerId at = darknet_conv(net, from, channels, 3, 2);
  for (int i = 0; i < blocks; ++i) {
    const LayerId narrow = darknet_conv(net, at, channels / 2, 1);
    at = joined(net, LayerKind::add, {darknet_conv(net, narrow, channels, 3), at});
  }
  return at;
}

// Three narrow convolutions with two wide ones between; then the answers behind one more wide one.
struct Head {
  LayerId narrow, answers;
};
Head head(Graph& net, LayerId from, int wide) {
  LayerId at = darknet_conv(net, from, wide / 2, 1);
  for (int i = 0; i < 2; ++i) at = darknet_conv(net, darknet_conv(net, at, wide, 3), wide / 2, 1);
  return {at, net.add(conv(kAnswers, 1), darknet_conv(net, at, wide, 3))};
}

LayerId finer(Graph& net, LayerId coarse, int channels, LayerId fine) {
  const LayerId up = net.add(upsample(2), darknet_conv(net, coarse, channels, 1));
  return joined(net, LayerKind::concat, {up, fine});
}

Graph yolo_v3(const ZooScale& scale) {
  Graph net("yolo_v3", picture(scale, 416));
  LayerId at = residuals(net, darknet_conv(net, 0, 32, 3), 64, 1);
  const LayerId fine = residuals(net, residuals(net, at, 128, 2), 256, 8);
  const LayerId middle = residuals(net, fine, 512, 8);
  const Head large = head(net, residuals(net, middle, 1024, 4), 1024);
  const Head medium = head(net, finer(net, large.narrow, 256, middle), 512);
  const Head small = head(net, finer(net, medium.narrow, 128, fine), 256);
  return gathered(std::move(net), {large.answers, medium.answers, small.answers});
}

Graph tiny_yolo_v3(const ZooScale& scale) {
  Graph net("tiny_yolo_v3", picture(scale, 416));
  LayerId at = 0;
  for (const int channels : {16, 32, 64, 128})
    at = net.add(max_pool(2, 2), darknet_conv(net, at, channels, 3));
  const LayerId fine = darknet_conv(net, at, 256, 3);
  at = net.add(max_pool(2, 1).padded_more(1), darknet_conv(net, net.add(max_pool(2, 2), fine), 512, 3));
  const LayerId narrow = darknet_conv(net, darknet_conv(net, at, 1024, 3), 256, 1);
  const LayerId large = net.add(conv(kAnswers, 1), darknet_conv(net, narrow, 512, 3));
  at = darknet_conv(net, finer(net, narrow, 128, fine), 256, 3);
  const LayerId small = net.add(conv(kAnswers, 1), at);
  return gathered(std::move(net), {large, small});
}

}  // namespace

std::vector<ZooEntry> yolo_v3_entries() {
  return {
      {"tiny_yolo_v3", "tiny YOLOv3, COCO, 3x416x416 (Redmon, Farhadi 2018)", &tiny_yolo_v3, {"resolution"}},
      {"yolo_v3", "YOLOv3, COCO, 3x416x416 (Redmon, Farhadi 2018)", &yolo_v3, {"resolution"}},
  };
}

}  // namespace lastmile::models
