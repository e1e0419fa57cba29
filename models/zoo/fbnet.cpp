// FBNet-A, B and C (Wu et al. 2019, doi:10.1109/CVPR.2019.01099), as the authors' code has them. Blocks that
// the search left out are not there. A block of two groups shuffles its input and ends in a grouped
// convolution.
#include "models/zoo/image_families.hpp"

namespace lastmile::models {
namespace {

struct Block {
  int kernel, expansion, channels, stride, groups = 1;
};

LayerId grouped_block(Graph& net, LayerId from, const Block& row, int channels) {
  LayerId at = net.add(shuffle(row.groups), from);
  at = depthwise_then(net, at, row.kernel, row.stride, LayerKind::relu);
  at = net.add(conv(channels, 1, 1, 0, row.groups), at);
  return joined(net, LayerKind::add, {at, from});
}

Graph fbnet(const char* name, const std::vector<Block>& blocks, int last_channels, const ZooScale& scale) {
  Graph net(name, picture(scale, 224));
  LayerId at = conv_then(net, 0, same_conv(widened(16, scale.width), 3, 2));
  for (const Block& row : blocks) {
    const int channels = widened(row.channels, scale.width);
    at = row.groups > 1 ? grouped_block(net, at, row, channels)
                        : inverted_residual(net, at,
                                            {.wide = channels_of(net, at) * row.expansion,
                                             .out_channels = channels,
                                             .kernel = row.kernel,
                                             .stride = row.stride,
                                             .activation = LayerKind::relu});
  }
  at = conv_then(net, at, conv(widened(last_channels, scale.width), 1));
  return classified(std::move(net), net.add(plain(LayerKind::dropout), at));
}

Graph a(const ZooScale& scale) {
  return fbnet("fbnet_a",
               {{3, 3, 24, 2},  {3, 1, 24, 1},                                                        // 56x56
                {5, 6, 32, 2},  {3, 3, 32, 1},     {5, 1, 32, 1},    {3, 3, 32, 1},                   // 28x28
                {5, 6, 64, 2},  {5, 3, 64, 1},     {5, 1, 64, 1, 2}, {5, 6, 64, 1},                   // 14x14
                {3, 6, 112, 1}, {5, 1, 112, 1, 2}, {5, 3, 112, 1},   {3, 1, 112, 1, 2},               // 14x14
                {5, 6, 184, 2}, {5, 6, 184, 1},    {5, 3, 184, 1},   {5, 6, 184, 1}, {5, 6, 352, 1}},  // 7x7
               1504, scale);
}

Graph b(const ZooScale& scale) {
  return fbnet("fbnet_b",
               {{3, 1, 16, 1},                                                                    // 112x112
                {3, 6, 24, 2},  {5, 1, 24, 1},  {3, 1, 24, 1},  {3, 1, 24, 1},                    // 56x56
                {5, 6, 32, 2},  {5, 3, 32, 1},  {3, 6, 32, 1},  {5, 6, 32, 1},                    // 28x28
                {5, 6, 64, 2},  {5, 6, 64, 1},  {5, 3, 64, 1},                                    // 14x14
                {5, 6, 112, 1}, {3, 1, 112, 1}, {5, 1, 112, 1}, {5, 3, 112, 1},                   // 14x14
                {5, 6, 184, 2}, {5, 1, 184, 1}, {5, 6, 184, 1}, {5, 6, 184, 1}, {3, 6, 352, 1}},  // 7x7
               1984, scale);
}

Graph c(const ZooScale& scale) {
  return fbnet("fbnet_c",
               {{3, 1, 16, 1},                                                                    // 112x112
                {3, 6, 24, 2},  {3, 1, 24, 1},  {3, 1, 24, 1},                                    // 56x56
                {5, 6, 32, 2},  {5, 3, 32, 1},  {5, 6, 32, 1},  {3, 6, 32, 1},                    // 28x28
                {5, 6, 64, 2},  {5, 3, 64, 1},  {5, 6, 64, 1},  {5, 6, 64, 1},                    // 14x14
                {5, 6, 112, 1}, {5, 6, 112, 1}, {5, 6, 112, 1}, {5, 3, 112, 1},                   // 14x14
                {5, 6, 184, 2}, {5, 6, 184, 1}, {5, 6, 184, 1}, {5, 6, 184, 1}, {3, 6, 352, 1}},  // 7x7
               1984, scale);
}

}  // namespace

std::vector<ZooEntry> fbnet_entries() {
  const std::vector<std::string> scales = {"width", "resolution"};
  return {{"fbnet_a", "FBNet-A, 3x224x224 (Wu et al. 2019)", &a, scales},
          {"fbnet_b", "FBNet-B, 3x224x224 (Wu et al. 2019)", &b, scales},
          {"fbnet_c", "FBNet-C, 3x224x224 (Wu et al. 2019)", &c, scales}};
}

}  // namespace lastmile::models
