// Inception v3 (Szegedy et al. 2016, doi:10.1109/CVPR.2016.308), as its authors' code and torchvision have
// it, without the classifier that only training uses.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

// One by seven and seven by one, and so on.
LayerSpec row_conv(int channels, int length) { return conv(channels, 1).wide(length, length / 2); }
LayerSpec column_conv(int channels, int length) { return conv(channels, length, 1, length / 2).wide(1, 0); }

class Builder {
 public:
  explicit Builder(const ZooScale& scale) : net_("inception_v3", picture(scale, 299)), width_(scale.width) {}

  Graph build() {
    LayerId at = stem();
    for (const int pooled : {32, 64, 64}) at = grid35(at, pooled);
    at = reduction35(at);
    for (const int narrow : {128, 160, 160, 192}) at = grid17(at, narrow);
    at = reduction17(at);
    for (int i = 0; i < 2; ++i) at = grid8(at);
    return classified(std::move(net_), at);
  }

 private:
  LayerId chain(LayerId from, std::vector<LayerSpec> specs) {
    for (LayerSpec& spec : specs) {
      spec.out_channels = widened(spec.out_channels, width_);
      from = conv_then(net_, from, spec);
    }
    return from;
  }
  LayerId pooled(LayerId from, int channels) {
    return chain(net_.add(avg_pool(3, 1, 1), from), {conv(channels, 1)});
  }
  LayerId join(const std::vector<LayerId>& parts) { return joined(net_, LayerKind::concat, parts); }

  LayerId stem() {
    LayerId at = chain(0, {conv(32, 3, 2), conv(32, 3), same_conv(64, 3)});
    at = chain(net_.add(max_pool(3, 2), at), {conv(80, 1), conv(192, 3)});
    return net_.add(max_pool(3, 2), at);
  }
  LayerId grid35(LayerId from, int pool_channels) {
    return join({chain(from, {conv(64, 1)}), chain(from, {conv(48, 1), same_conv(64, 5)}),
                 chain(from, {conv(64, 1), same_conv(96, 3), same_conv(96, 3)}),
                 pooled(from, pool_channels)});
  }
  LayerId reduction35(LayerId from) {
    return join({chain(from, {conv(384, 3, 2)}), chain(from, {conv(64, 1), same_conv(96, 3), conv(96, 3, 2)}),
                 net_.add(max_pool(3, 2), from)});
  }
  LayerId grid17(LayerId from, int narrow) {
    return join({chain(from, {conv(192, 1)}),
                 chain(from, {conv(narrow, 1), row_conv(narrow, 7), column_conv(192, 7)}),
                 chain(from, {conv(narrow, 1), column_conv(narrow, 7), row_conv(narrow, 7),
                              column_conv(narrow, 7), row_conv(192, 7)}),
                 pooled(from, 192)});
  }
  LayerId reduction17(LayerId from) {
    return join({chain(from, {conv(192, 1), conv(320, 3, 2)}),
                 chain(from, {conv(192, 1), row_conv(192, 7), column_conv(192, 7), conv(192, 3, 2)}),
                 net_.add(max_pool(3, 2), from)});
  }
  LayerId grid8(LayerId from) {
    const LayerId narrow = chain(from, {conv(384, 1)});
    const LayerId deep = chain(from, {conv(448, 1), same_conv(384, 3)});
    return join({chain(from, {conv(320, 1)}), chain(narrow, {row_conv(384, 3)}),
                 chain(narrow, {column_conv(384, 3)}), chain(deep, {row_conv(384, 3)}),
                 chain(deep, {column_conv(384, 3)}), pooled(from, 192)});
  }

  Graph net_;
  double width_;
};

}  // namespace

std::vector<ZooEntry> inception_v3_entries() {
  return {{"inception_v3",
           "Inception v3, 3x299x299 (Szegedy et al. 2016)",
           [](const ZooScale& scale) { return Builder(scale).build(); },
           {"width", "resolution"}}};
}

}  // namespace lastmile::models
