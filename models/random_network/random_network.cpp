#include "models/random_network/random_network.hpp"

#include <algorithm>

#include "models/random_network/blocks.hpp"

namespace lastmile::models {
namespace {

constexpr std::int64_t least_macs = 3'000'000, most_macs = 1'200'000'000;
constexpr std::int64_t most_parameters = 15'000'000;
constexpr std::size_t most_layers = 400;

class Composer {
 public:
  Composer(Graph& net, Draw& draw) : net_(net), draw_(draw), blocks_(net, draw, style(draw)) {}

  void compose() {
    double width = draw_.one_of({8, 16, 16, 24, 32, 32, 48, 64});
    stem(draw_.channels(width));
    const bool mixed = draw_.chance(0.3);
    BlockKind kind = any_kind();
    const int stages = draw_.between(2, 5);
    for (int stage = 0; stage < stages && side() > 2; ++stage) {
      width *= 1.0 + 0.2 * draw_.between(1, 7);
      if (mixed) kind = any_kind();
      build_stage(kind, width, stage);
    }
    head();
  }

 private:
  static BlockStyle style(Draw& draw) {
    return {draw.chance(0.3) ? LayerKind::relu6 : LayerKind::relu, draw.chance(0.4)};
  }
  BlockKind any_kind() { return static_cast<BlockKind>(draw_.between(0, block_kinds - 1)); }
  [[nodiscard]] int side() const {
    return static_cast<int>(net_.layer(net_.size() - 1).out.height);
  }

  void stem(int channels) {
    const bool large = side() >= 128;
    const int stride = large || (side() >= 64 && draw_.chance(0.6)) ? 2 : 1;
    const int kernel = large ? draw_.one_of({3, 5, 7, 7}) : draw_.one_of({3, 3, 5});
    blocks_.conv_act(channels, kernel, stride, 0);
    if (draw_.chance(0.1)) net_.add(plain(LayerKind::lrn));
    if (large && draw_.chance(0.6)) net_.add(pool());
  }

  LayerSpec pool() {
    switch (draw_.between(0, 3)) {
      case 0:
        return max_pool(2, 2);
      case 1:
        return avg_pool(2, 2);
      case 2:
        return max_pool(3, 2, 1);
      default:
        return max_pool(3, 2, 0, true);
    }
  }

  void build_stage(BlockKind kind, double width, int stage) {
    const bool shrink = stage > 0 && side() > 4;
    const bool by_pool = shrink && draw_.chance(0.3);
    if (by_pool) net_.add(pool());
    const int channels = draw_.channels(width);
    const int count = draw_.between(1, 4);
    for (int i = 0; i < count; ++i) {
      blocks_.block(kind, channels, i == 0 && shrink && !by_pool ? 2 : 1);
    }
  }

  void head() {
    const int classes = draw_.one_of({10, 10, 100, 1000, 1000});
    if (draw_.chance(0.25)) blocks_.conv_act(draw_.channels(512), 1, 1, blocks_.last());
    if (draw_.chance(0.8)) net_.add(plain(LayerKind::global_avg_pool));
    net_.add(plain(LayerKind::flatten));
    if (draw_.chance(0.3)) {
      net_.add(dense(draw_.one_of({64, 128, 256, 512, 1024})));
      net_.add(plain(LayerKind::relu));
      net_.add(plain(LayerKind::dropout));
    }
    net_.add(dense(classes));
    net_.mark_exit(net_.add(plain(LayerKind::softmax)));
  }

  Graph& net_;
  Draw& draw_;
  BlockBuilder blocks_;
};

Graph draw_network(const std::string& name, Draw& draw) {
  const int side = draw.one_of({32, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 224});
  Graph net(name, {draw.chance(0.9) ? 3 : 1, side, side});
  Composer(net, draw).compose();
  return net;
}

bool kept(const Graph& net) {
  const Totals totals = net.totals();
  return totals.macs >= least_macs && totals.macs <= most_macs &&
         totals.parameters() <= most_parameters && net.size() <= most_layers;
}

}  // namespace

Graph random_network(const std::string& set, std::uint64_t number) {
  const std::string name = set + "-" + std::to_string(number);
  Draw draw(RandomStream(number, "random network, " + set));
  for (;;) {
    Graph net = draw_network(name, draw);
    if (kept(net)) return net;
  }
}

}  // namespace lastmile::models
