// GoogLeNet, also Inception v1 (Szegedy et al. 2015, doi:10.1109/CVPR.2015.7298594, table 1), as Caffe has
// it: with local response normalisation, pools that round up, without the two classifiers that only training
// uses.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Inception {
  int one, three_reduce, three, five_reduce, five, pooled;
};

LayerId inception(Graph& net, LayerId from, const Inception& row, double width) {
  const auto wide = [width](int channels) { return widened(channels, width); };
  const LayerId one = conv_then(net, from, conv(wide(row.one), 1));
  const LayerId three_reduce = conv_then(net, from, conv(wide(row.three_reduce), 1));
  const LayerId three = conv_then(net, three_reduce, same_conv(wide(row.three), 3));
  const LayerId five_reduce = conv_then(net, from, conv(wide(row.five_reduce), 1));
  const LayerId five = conv_then(net, five_reduce, same_conv(wide(row.five), 5));
  const LayerId pooled = conv_then(net, net.add(max_pool(3, 1, 1), from), conv(wide(row.pooled), 1));
  return joined(net, LayerKind::concat, {one, three, five, pooled});
}

LayerId halved(Graph& net, LayerId from) { return net.add(max_pool(3, 2, 0, true), from); }

LayerId stem(Graph& net, double width) {
  LayerId at = conv_then(net, 0, conv(widened(64, width), 7, 2, 3));
  at = net.add(plain(LayerKind::lrn), halved(net, at));
  at = conv_then(net, at, conv(widened(64, width), 1));
  at = conv_then(net, at, same_conv(widened(192, width), 3));
  return halved(net, net.add(plain(LayerKind::lrn), at));
}

Graph googlenet(const ZooScale& scale) {
  Graph net("googlenet", picture(scale, 224));
  LayerId at = stem(net, scale.width);
  for (const Inception& row : {Inception{64, 96, 128, 16, 32, 32}, Inception{128, 128, 192, 32, 96, 64}})
    at = inception(net, at, row, scale.width);
  at = halved(net, at);
  for (const Inception& row : {Inception{192, 96, 208, 16, 48, 64}, Inception{160, 112, 224, 24, 64, 64},
                               Inception{128, 128, 256, 24, 64, 64}, Inception{112, 144, 288, 32, 64, 64},
                               Inception{256, 160, 320, 32, 128, 128}})
    at = inception(net, at, row, scale.width);
  at = halved(net, at);
  for (const Inception& row :
       {Inception{256, 160, 320, 32, 128, 128}, Inception{384, 192, 384, 48, 128, 128}})
    at = inception(net, at, row, scale.width);
  return classified(std::move(net), at);
}

}  // namespace

std::vector<ZooEntry> googlenet_entries() {
  return {{"googlenet",
           "GoogLeNet (Inception v1) as in Caffe, 3x224x224 (Szegedy et al. 2015)",
           &googlenet,
           {"width", "resolution"}}};
}

}  // namespace lastmile::models
