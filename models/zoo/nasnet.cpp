// NASNet-A mobile (Zoph et al. 2018, doi:10.1109/CVPR.2018.00907, figure 4; 4 @ 1056), as its authors'
// TF-Slim code has it, without the classifier that only training uses. A cell combines its input and the one
// before: five sums of two operations each.
// Ignores    that one of the two strided 1x1 convolutions that halve a map looks one pixel further
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

class Cell {
 public:
  Cell(Graph& net, int filters, int stride) : net_(net), filters_(filters), stride_(stride) {}

  LayerId normal(LayerId current, LayerId before) {
    const LayerId c = squeezed(current), b = fitted(before, c);
    return join({b, sum(separable(c, 5), separable(b, 3)), sum(separable(b, 5), separable(b, 3)),
                 sum(average(c), b), sum(average(b), average(b)), sum(separable(c, 3), c)});
  }

  /// `before` as it is where there is none: the stem's first cell.
  LayerId reduction(LayerId current, LayerId before) {
    const LayerId c = squeezed(current), b = before == current ? before : fitted(before, current);
    const LayerId first = sum(separable(c, 5), separable(b, 7));
    const LayerId second = sum(maximum(c), separable(b, 7));
    const LayerId third = sum(average(c), separable(b, 5));
    Cell inner(net_, filters_, 1);
    return join(
        {second, third, sum(second, inner.average(first)), sum(inner.separable(first, 3), maximum(c))});
  }

 private:
  LayerId relu(LayerId from) { return net_.add(plain(LayerKind::relu), from); }
  LayerId sum(LayerId left, LayerId right) { return joined(net_, LayerKind::add, {left, right}); }
  LayerId join(const std::vector<LayerId>& parts) { return joined(net_, LayerKind::concat, parts); }
  LayerId average(LayerId from) { return net_.add(avg_pool(3, stride_, 1), from); }
  LayerId maximum(LayerId from) { return net_.add(max_pool(3, stride_, 1), from); }
  LayerId squeezed(LayerId from) { return net_.add(conv(filters_, 1), relu(from)); }

  // Twice relu, depthwise, 1x1; the normalisation behind is folded into the 1x1.
  LayerId separable(LayerId from, int kernel) {
    for (const int stride : {stride_, 1}) {
      const int in = channels_of(net_, from);
      const LayerId spatial = net_.add(conv(in, kernel, stride, kernel / 2, in, false), relu(from));
      from = net_.add(conv(filters_, 1), spatial);
    }
    return from;
  }

  // Of the size and the channels that the cell works on.
  LayerId fitted(LayerId before, LayerId like) {
    if (net_.layer(before).out.width != net_.layer(like).out.width) {
      const LayerId active = relu(before);
      return join({net_.add(conv(filters_ / 2, 1, 2), active), net_.add(conv(filters_ / 2, 1, 2), active)});
    }
    return channels_of(net_, before) == filters_ ? before : squeezed(before);
  }

  Graph& net_;
  int filters_, stride_;
};

Graph nasnet_mobile(const ZooScale& scale) {
  Graph net("nasnet_mobile", picture(scale, 224));
  int filters = widened(44, scale.width);
  const LayerId stem = net.add(conv(widened(32, scale.width), 3, 2));
  LayerId before = stem, current = Cell(net, filters / 4, 2).reduction(stem, stem);
  const auto step = [&before, &current](LayerId next) {
    before = current;
    current = next;
  };
  step(Cell(net, filters / 2, 2).reduction(current, before));
  for (int stage = 0; stage < 3; ++stage) {
    if (stage > 0) step(Cell(net, filters *= 2, 2).reduction(current, before));
    for (int i = 0; i < deepened(4, scale.depth); ++i) step(Cell(net, filters, 1).normal(current, before));
  }
  return classified(std::move(net), net.add(plain(LayerKind::relu), current));
}

}  // namespace

std::vector<ZooEntry> nasnet_entries() {
  return {{"nasnet_mobile",
           "NASNet-A mobile, 4 @ 1056, 3x224x224 (Zoph et al. 2018)",
           &nasnet_mobile,
           {"width", "depth", "resolution"}}};
}

}  // namespace lastmile::models
