// YOLOv2 and its tiny form for COCO (Redmon, Farhadi 2017, doi:10.1109/CVPR.2017.690; pjreddie/darknet,
// cfg/yolov2.cfg and yolov2-tiny.cfg): five boxes a place, each with four sides, a confidence and 80 classes.
#include "models/zoo/detection_families.hpp"

namespace lastmile::models {
namespace {

constexpr int kAnswers = 5 * (4 + 1 + 80);

Graph finished(Graph net, LayerId from) {
  net.mark_exit(net.add(conv(kAnswers, 1).named("detections"), from));
  net.validate();
  return net;
}

// 3x3 and 1x1 in turns, the wide ones first and last.
LayerId turns(Graph& net, LayerId at, int wide, int convolutions) {
  for (int i = 0; i < convolutions; ++i)
    at = i % 2 == 0 ? darknet_conv(net, at, wide, 3) : darknet_conv(net, at, wide / 2, 1);
  return at;
}

Graph yolo_v2(const ZooScale& scale) {
  Graph net("yolo_v2", picture(scale, 608));
  LayerId at = net.add(max_pool(2, 2), darknet_conv(net, 0, 32, 3));
  at = net.add(max_pool(2, 2), darknet_conv(net, at, 64, 3));
  at = net.add(max_pool(2, 2), turns(net, at, 128, 3));
  at = net.add(max_pool(2, 2), turns(net, at, 256, 3));
  const LayerId fine = turns(net, at, 512, 5);
  at = turns(net, net.add(max_pool(2, 2), fine), 1024, 5);
  for (int i = 0; i < 2; ++i) at = darknet_conv(net, at, 1024, 3);
  LayerSpec fold = plain(LayerKind::space_to_depth);
  fold.stride = 2;
  const LayerId passed = net.add(fold, darknet_conv(net, fine, 64, 1));
  at = darknet_conv(net, joined(net, LayerKind::concat, {passed, at}), 1024, 3);
  return finished(std::move(net), at);
}

Graph tiny_yolo_v2(const ZooScale& scale) {
  Graph net("tiny_yolo_v2", picture(scale, 416));
  LayerId at = 0;
  for (const int channels : {16, 32, 64, 128, 256})
    at = net.add(max_pool(2, 2), darknet_conv(net, at, channels, 3));
  at = net.add(max_pool(2, 1).padded_more(1), darknet_conv(net, at, 512, 3));
  for (const int channels : {1024, 512}) at = darknet_conv(net, at, channels, 3);
  return finished(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> yolo_v2_entries() {
  return {
      {"tiny_yolo_v2", "tiny YOLOv2, COCO, 3x416x416 (Redmon, Farhadi 2017)", &tiny_yolo_v2, {"resolution"}},
      {"yolo_v2", "YOLOv2, COCO, 3x608x608 (Redmon, Farhadi 2017)", &yolo_v2, {"resolution"}},
  };
}

}  // namespace lastmile::models
