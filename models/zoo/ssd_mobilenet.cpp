// SSD on MobileNet v1, 21 classes of VOC (chuanqi305/MobileNet-SSD, which ncnn benchmarks), and SSDLite on
// MobileNetV2, 81 classes of COCO (Sandler et al. 2018, doi:10.1109/CVPR.2018.00474, section 6.2).
#include "models/zoo/detection_families.hpp"
#include "models/zoo/separable.hpp"

namespace lastmile::models {
namespace {

struct Stage {
  int channels, blocks, stride;
};

Graph ssd_mobilenet_v1(const ZooScale& scale) {
  Graph net("ssd_mobilenet_v1", picture(scale, 300));
  LayerId at = conv_then(net, 0, same_conv(32, 3, 2));
  const auto run = [&net, &at](const Stage& stage) {
    for (int i = 0; i < stage.blocks; ++i) at = separable(net, at, stage.channels, i == 0 ? stage.stride : 1);
    return at;
  };
  for (const Stage stage : {Stage{64, 1, 1}, Stage{128, 2, 2}, Stage{256, 2, 2}}) run(stage);
  std::vector<DetectionMap> maps = {{run({512, 6, 2}), 3}};
  maps.push_back({run({1024, 2, 2}), 6});
  for (const int wide : {512, 256, 256, 128}) {
    const LayerId squeezed = conv_then(net, maps.back().map, conv(wide / 2, 1));
    maps.push_back({conv_then(net, squeezed, same_conv(wide, 3, 2)), 6});
  }
  std::vector<LayerId> answers;
  for (const DetectionMap& one : maps) {
    answers.push_back(net.add(conv(4 * one.boxes, 1), one.map));
    answers.push_back(net.add(conv(21 * one.boxes, 1), one.map));
  }
  return gathered(std::move(net), answers);
}

// A depthwise convolution and a 1x1, in the place of a full one.
LayerId lite(Graph& net, LayerId from, int channels) {
  return net.add(conv(channels, 1), depthwise_then(net, from, 3, 1, LayerKind::relu6));
}

LayerId lite_extra(Graph& net, LayerId from, int channels) {
  const LayerId squeezed = conv_then(net, from, conv(channels / 2, 1), LayerKind::relu6);
  const LayerId spatial = depthwise_then(net, squeezed, 3, 2, LayerKind::relu6);
  return conv_then(net, spatial, conv(channels, 1), LayerKind::relu6);
}

LayerId bottlenecks(Graph& net, LayerId at, int expansion, const Stage& stage) {
  for (int i = 0; i < stage.blocks; ++i)
    at = inverted_residual(net, at, {.wide = expansion * channels_of(net, at), .out_channels = stage.channels,
                                     .stride = i == 0 ? stage.stride : 1});
  return at;
}

Graph ssdlite_mobilenet_v2(const ZooScale& scale) {
  Graph net("ssdlite_mobilenet_v2", picture(scale, 320));
  LayerId at = conv_then(net, 0, same_conv(32, 3, 2), LayerKind::relu6);
  at = bottlenecks(net, at, 1, {16, 1, 1});
  for (const Stage stage : {Stage{24, 2, 2}, Stage{32, 3, 2}, Stage{64, 4, 2}, Stage{96, 3, 1}})
    at = bottlenecks(net, at, 6, stage);
  const LayerId expanded = conv_then(net, at, conv(576, 1), LayerKind::relu6);  // of the next block: a map
  at = net.add(conv(160, 1), depthwise_then(net, expanded, 3, 2, LayerKind::relu6));
  at = bottlenecks(net, bottlenecks(net, at, 6, {160, 2, 1}), 6, {320, 1, 1});
  std::vector<DetectionMap> maps = {{expanded, 3}, {conv_then(net, at, conv(1280, 1), LayerKind::relu6), 6}};
  for (const int channels : {512, 256, 256, 128})
    maps.push_back({lite_extra(net, maps.back().map, channels), 6});
  std::vector<LayerId> answers;
  for (const DetectionMap& one : maps) {
    answers.push_back(lite(net, one.map, 4 * one.boxes));
    answers.push_back(lite(net, one.map, 81 * one.boxes));
  }
  return gathered(std::move(net), answers);
}

}  // namespace

std::vector<ZooEntry> ssd_mobilenet_entries() {
  return {
      {"ssd_mobilenet_v1",
       "SSD on MobileNet, VOC, 3x300x300 (chuanqi305, after Howard et al. 2017)",
       &ssd_mobilenet_v1,
       {"resolution"}},
      {"ssdlite_mobilenet_v2",
       "SSDLite on MobileNetV2, COCO, 3x320x320 (Sandler et al. 2018)",
       &ssdlite_mobilenet_v2,
       {"resolution"}},
  };
}

}  // namespace lastmile::models
