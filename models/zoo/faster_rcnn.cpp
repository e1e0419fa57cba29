// What Faster R-CNN computes once an image (Ren et al. 2015, arXiv:1506.01497): VGG-16 to its last
// convolution and the network that proposes regions, nine boxes a place. The dense layers that look at each
// region are not part of it.
#include "models/zoo/detection_families.hpp"

namespace lastmile::models {
namespace {

// Resolution is the shorter side; the longer is 5/3 of it, as the paper's 600 x 1000.
Graph faster_rcnn(const ZooScale& scale) {
  const int shorter = scale.resolution > 0 ? scale.resolution : 600;
  Graph net("faster_rcnn_trunk", {3, shorter, shorter * 5 / 3});
  LayerId at = 0;
  for (const int channels : {64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512})
    at = channels == 0 ? net.add(max_pool(2, 2, 0, true), at) : conv_then(net, at, same_conv(channels, 3));
  at = conv_then(net, at, same_conv(512, 3).named("proposals"));
  const LayerId scores = net.add(conv(2 * 9, 1).named("scores"), at);
  const LayerId sides = net.add(conv(4 * 9, 1).named("sides"), at);
  return gathered(std::move(net), {scores, sides});
}

}  // namespace

std::vector<ZooEntry> faster_rcnn_entries() {
  return {{"faster_rcnn_trunk",
           "Faster R-CNN on VGG-16 up to its proposals, 3x600x1000 (Ren et al. 2015)",
           &faster_rcnn,
           {"resolution"}}};
}

}  // namespace lastmile::models
