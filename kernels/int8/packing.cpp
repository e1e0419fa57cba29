#include "kernels/int8/packing.hpp"

#include <algorithm>
#include <array>

namespace lastmile::kernels::int8 {
namespace {

struct Term {
  int channel = -1;  ///< of the input; -1: none
  int tap_row = 0, tap_column = 0;
};

struct Quad {
  std::int32_t offset = 0;
  std::array<Term, kQuad> terms;
};

struct Range {
  int first, last;  ///< last excluded
  friend bool operator==(const Range&, const Range&) = default;
};

class Packer {
 public:
  Packer(const KernelCall& call, const MapShape& source, const std::vector<std::int8_t>& weights)
      : call_(call),
        source_(source),
        weights_(weights),
        groups_(call.type == KernelType::depthwise ? call.channels : call.groups),
        in_group_(call.channels / groups_),
        out_group_(call.channels_out() / groups_) {}

  void add_tile(int block, int width, PackedWeights& packed) {
    const Range channels =
        inputs(block * kBlock, std::min((block + (1 << width)) * kBlock, call_.channels_out()));
    if (packed.tiles.empty() || !(channels == channels_)) {
      channels_ = channels;
      quads_ = source_.interleaved() ? picture_quads() : blocked_quads(channels);
      first_quad_ = packed.quad_offset.size();
      for (const Quad& quad : quads_) packed.quad_offset.push_back(quad.offset);
    }
    packed.tiles.push_back(
        {block, width, static_cast<int>(quads_.size()), first_quad_, packed.weights.size()});
    for (const Quad& quad : quads_)
      for (int o = block * kBlock; o < (block + (1 << width)) * kBlock; ++o)
        for (const Term& term : quad.terms) packed.weights.push_back(weight(o, term));
  }

  /// Blocks from `block` on that share a group; 1 if not even one does.
  [[nodiscard]] int together(int block) const {
    const int left = (call_.channels_out() + kBlock - 1) / kBlock - block;
    if (groups_ == 1) return left;
    return out_group_ % kBlock != 0 ? 1 : out_group_ / kBlock - block % (out_group_ / kBlock);
  }

 private:
  /// Input channels of the groups that output channels from `first` on belong to.
  [[nodiscard]] Range inputs(int first, int last) const {
    return {first / out_group_ * in_group_, ((last - 1) / out_group_ + 1) * in_group_};
  }

  [[nodiscard]] std::int32_t offset(int c, int i, int j) const {
    return static_cast<std::int32_t>(source_.index(0, c, i * call_.dilation, j * call_.dilation));
  }

  [[nodiscard]] std::vector<Quad> blocked_quads(Range channels) const {
    std::vector<Quad> quads;
    for (int from = channels.first / kBlock * kBlock; from < channels.last; from += kBlock)
      for (int i = 0; i < call_.kernel_height; ++i)
        for (int j = 0; j < call_.kernel_width; ++j)
          for (int c = from; c < std::min(from + kBlock, channels.last); c += kQuad)
            if (c + kQuad > channels.first) quads.push_back(four_channels(c, i, j));
    return quads;
  }

  [[nodiscard]] Quad four_channels(int c, int i, int j) const {
    Quad quad{offset(c, i, j), {}};
    for (int b = 0; b < kQuad && c + b < call_.channels; ++b)
      quad.terms[static_cast<std::size_t>(b)] = {c + b, i, j};
    return quad;
  }

  /// Neighbouring taps of a row lie side by side unless they are dilated.
  [[nodiscard]] std::vector<Quad> picture_quads() const {
    const int run = call_.dilation == 1 ? call_.kernel_width : 1;
    std::vector<Quad> quads;
    for (int i = 0; i < call_.kernel_height; ++i)
      for (int j = 0; j < call_.kernel_width; j += run)
        for (int byte = 0; byte < run * call_.channels; byte += kQuad)
          quads.push_back(four_bytes(i, j, byte, run));
    return quads;
  }

  [[nodiscard]] Quad four_bytes(int i, int j, int byte, int run) const {
    Quad quad{offset(0, i, j) + byte, {}};
    for (int b = byte; b < std::min(byte + kQuad, run * call_.channels); ++b)
      quad.terms[static_cast<std::size_t>(b - byte)] = {b % call_.channels, i,
                                                        j + b / call_.channels};
    return quad;
  }

  [[nodiscard]] std::int8_t weight(int o, const Term& term) const {
    if (o >= call_.channels_out() || term.channel < 0 || term.channel / in_group_ != o / out_group_)
      return 0;
    const int row = (o * in_group_ + term.channel % in_group_) * call_.kernel_height + term.tap_row;
    return weights_[static_cast<std::size_t>(row * call_.kernel_width + term.tap_column)];
  }

  KernelCall call_;
  MapShape source_;
  const std::vector<std::int8_t>& weights_;
  int groups_, in_group_, out_group_;
  Range channels_{0, 0};  ///< of the quads at hand
  std::vector<Quad> quads_;
  std::size_t first_quad_ = 0;
};

Table<std::int32_t> starts(const KernelCall& call, const std::vector<std::int8_t>& weights,
                           int zero) {
  const std::size_t channels = static_cast<std::size_t>(call.channels_out()),
                    terms = weights.size() / channels;
  Table<std::int32_t> all((channels + kBlock - 1) / kBlock * kBlock);
  for (std::size_t o = 0; o < channels; ++o) {
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < terms; ++k) sum += weights[o * terms + k];
    all[o] = -zero * sum;
  }
  return all;
}

}  // namespace

PackedWeights pack(const KernelCall& call, const MapShape& source, int widest, bool flipped,
                   int input_zero, const std::vector<std::int8_t>& weights) {
  PackedWeights packed;
  packed.start = starts(call, weights, flipped ? input_zero - 128 : input_zero);
  Packer packer(call, source, weights);
  const int blocks = (call.channels_out() + kBlock - 1) / kBlock;
  for (int block = 0; block < blocks;) {
    int width = widest;
    while (1 << width > packer.together(block)) --width;
    packer.add_tile(block, width, packed);
    block += 1 << width;
  }
  return packed;
}

PackedWeights pack_neighbours(const KernelCall& call, const MapShape& source, bool flipped,
                              int input_zero, const std::vector<std::int8_t>& weights) {
  PackedWeights packed;
  packed.start = starts(call, weights, flipped ? input_zero - 128 : input_zero);
  const int taps = call.kernel_height * call.kernel_width, channels = call.channels;
  const int quads = call.kernel_height * ((call.kernel_width + kQuad - 1) / kQuad);
  for (int block = 0; block < source.blocks(); ++block) {
    packed.tiles.push_back({block, 0, quads, packed.quad_offset.size(), packed.weights.size()});
    for (int i = 0; i < call.kernel_height; ++i)
      for (int j = 0; j < call.kernel_width; j += kQuad) {
        packed.quad_offset.push_back(
            static_cast<std::int32_t>(source.index(0, block * kBlock, i, j)));
        for (int o = block * kBlock; o < (block + 1) * kBlock; ++o)
          for (int b = j; b < j + kQuad; ++b) {
            const bool used = o < channels && b < call.kernel_width;
            const int at = o * taps + i * call.kernel_width + b;
            packed.weights.push_back(used ? weights[static_cast<std::size_t>(at)] : std::int8_t{0});
          }
      }
  }
  return packed;
}

}  // namespace lastmile::kernels::int8
