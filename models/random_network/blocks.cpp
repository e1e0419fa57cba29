#include "models/random_network/blocks.hpp"

#include <algorithm>

namespace lastmile::models {

LayerId BlockBuilder::conv_norm(int channels, int kernel, int stride, LayerId from, int groups) {
  net_.add(conv(channels, kernel, stride, kernel / 2, groups, !style_.normalise), from);
  if (style_.normalise) net_.add(plain(LayerKind::batch_norm));
  return last();
}

LayerId BlockBuilder::conv_act(int channels, int kernel, int stride, LayerId from, int groups) {
  conv_norm(channels, kernel, stride, from, groups);
  return net_.add(plain(style_.activation));
}

LayerId BlockBuilder::shortcut(LayerId from, int channels, int stride) {
  const bool same = stride == 1 && this->channels(from) == channels;
  return same ? from : conv_norm(channels, 1, stride, from);
}

void BlockBuilder::join(LayerId branch, LayerId identity, bool activate) {
  net_.add(plain(LayerKind::add), std::vector<LayerId>{branch, identity});
  if (activate) net_.add(plain(style_.activation));
}

void BlockBuilder::residual(int channels, int stride) {
  const LayerId from = last();
  const int kernel = draw_.one_of({3, 3, 3, 5});
  conv_act(channels, kernel, stride, from);
  const bool activate_first = draw_.chance(0.3);
  const LayerId branch =
      activate_first ? conv_act(channels, 3, 1, last()) : conv_norm(channels, 3, 1, last());
  join(branch, shortcut(from, channels, stride), !activate_first);
}

void BlockBuilder::bottleneck(int channels, int stride) {
  const LayerId from = last();
  const int narrow = std::max(4, channels / draw_.one_of({2, 4, 4}));
  const int groups = draw_.chance(0.15) && narrow % 4 == 0 ? 4 : 1;
  conv_act(narrow, 1, 1, from);
  conv_act(narrow, 3, stride, last(), groups);
  const LayerId branch = conv_norm(channels, 1, 1, last());
  join(branch, shortcut(from, channels, stride), true);
}

void BlockBuilder::inverted(int channels, int stride) {
  const LayerId from = last();
  const int wide = this->channels(from) * draw_.one_of({1, 3, 4, 6});
  if (wide != this->channels(from)) conv_act(wide, 1, 1, from);
  conv_act(wide, draw_.depthwise_kernel(), stride, last(), wide);
  const LayerId narrow = conv_norm(channels, 1, 1, last());
  if (stride == 1 && this->channels(from) == channels) join(narrow, from, false);
}

void BlockBuilder::separable(int channels, int stride) {
  const int in = this->channels(last());
  conv_act(in, draw_.depthwise_kernel(), stride, last(), in);
  conv_act(channels, 1, 1, last());
}

void BlockBuilder::inception(int channels, int stride) {
  const LayerId from = last();
  const int quarter = std::max(4, channels / 4);
  std::vector<LayerId> parts{conv_act(draw_.channels(quarter), 1, stride, from)};
  conv_act(std::max(4, quarter / 2), 1, 1, from);
  parts.push_back(conv_act(draw_.channels(1.5 * quarter), 3, stride, last()));
  conv_act(std::max(4, quarter / 3), 1, 1, from);
  parts.push_back(conv_act(draw_.channels(0.7 * quarter), draw_.one_of({3, 5}), stride, last()));
  net_.add(draw_.chance(0.5) ? max_pool(3, stride, 1) : avg_pool(3, stride, 1), from);
  if (draw_.chance(0.7)) conv_act(draw_.channels(0.7 * quarter), 1, 1, last());
  parts.push_back(last());
  net_.add(plain(LayerKind::concat), parts);
}

void BlockBuilder::dense_block(int channels, int stride) {
  const int growth = std::max(8, channels / draw_.one_of({4, 6, 8}));
  for (int i = draw_.between(2, 4); i > 0; --i) {
    const LayerId from = last();
    net_.add(plain(LayerKind::batch_norm), from);
    net_.add(plain(style_.activation));
    conv_act(2 * growth, 1, 1, last());
    const LayerId grown = net_.add(conv(growth, 3, 1, 1));
    net_.add(plain(LayerKind::concat), std::vector<LayerId>{from, grown});
  }
  conv_act(channels, 1, 1, last());
  if (stride > 1) net_.add(avg_pool(stride, stride, 0, true));
}

void BlockBuilder::block(BlockKind kind, int channels, int stride) {
  switch (kind) {
    case BlockKind::chain:
      conv_act(channels, draw_.chance(0.5) ? 3 : draw_.kernel(), stride, last());
      return;
    case BlockKind::residual:
      return residual(channels, stride);
    case BlockKind::bottleneck:
      return bottleneck(channels, stride);
    case BlockKind::inverted:
      return inverted(channels, stride);
    case BlockKind::separable:
      return separable(channels, stride);
    case BlockKind::inception:
      return inception(channels, stride);
    case BlockKind::dense:
      return dense_block(channels, stride);
  }
}

}  // namespace lastmile::models
