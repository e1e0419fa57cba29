#include "kernels/conv/direct.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "kernels/conv/finish.hpp"
#include "kernels/conv/parts.hpp"
#include "kernels/conv/strip.hpp"

namespace lastmile::kernels {
namespace {

class Direct final : public Operator {
 public:
  Direct(const KernelCall& call, const Parameters& parameters, const Cut& cut, Isa isa)
      : kernels_(tile_kernels(isa)), plan_(DirectShape(call), cut, kernels_), finish_(call, isa) {
    packed_.resize(plan_.packed_floats());
    plan_.pack(parameters.weights, packed_.data());
    bias_.assign(static_cast<std::size_t>(shape().out_blocks * kBlock), 0.0F);
    if (parameters.bias != nullptr)
      std::copy_n(parameters.bias, shape().out_channels, bias_.data());
    const std::ptrdiff_t blocks = shape().out_blocks;
    pixel_stride_ = shape().vectors ? blocks * kBlock : kBlock;
    block_stride_ = shape().vectors ? kBlock
                                    : static_cast<std::ptrdiff_t>(shape().height_out) *
                                          shape().width_out * kBlock;
  }

  [[nodiscard]] std::size_t scratch_bytes() const override {
    return (aligned_floats(plan_.strip_floats()) + finish_.scratch_floats()) * sizeof(float);
  }
  [[nodiscard]] std::size_t packed_bytes() const override { return packed_.size() * sizeof(float); }
  [[nodiscard]] std::string algorithm() const override { return direct_name(plan_.cut()); }

  void run(const void* const* inputs, void* output, void* scratch) const override {
    float* const strip = static_cast<float*>(scratch);
    const Finish::Tensors tensors =
        finish_.tensors(inputs, output, strip + aligned_floats(plan_.strip_floats()));
    const DirectShape& s = shape();
    const auto in = static_cast<std::ptrdiff_t>(s.in_blocks) * s.height * s.width * s.pixel;
    for (int n = 0; n < s.images; ++n)
      for (int row = 0; row < s.height_out; row += plan_.cut().chunk_rows)
        run_chunk(static_cast<const float*>(inputs[0]) + n * in, tensors, n, row, strip);
    finish_.complete(tensors);
  }

 private:
  [[nodiscard]] const DirectShape& shape() const { return plan_.shape(); }
  static std::size_t aligned_floats(std::size_t count) {
    return (count + kBlock - 1) / kBlock * kBlock;
  }

  void run_chunk(const float* image, const Finish::Tensors& tensors, int n, int row,
                 float* strip) const {
    const DirectShape& s = shape();
    const int rows = std::min(plan_.cut().chunk_rows, s.height_out - row),
              group = plan_.cut().group_blocks;
    const std::ptrdiff_t start =
        n * s.out_blocks * block_stride_ + row * s.width_out * pixel_stride_;
    for (int first = 0; first < s.in_blocks; first += group) {
      const int last = std::min(first + group, s.in_blocks);
      const float* input = image + first * plan_.block_stride() +
                           static_cast<std::ptrdiff_t>(row) * s.stride * s.width * s.pixel;
      if (s.copies()) copy_strip(plan_, image, row, rows, first, last, strip), input = strip;
      for (const ChannelTile& tile : plan_.channel_tiles())
        run_channels(tile, input, tensors, start, rows, first, last);
    }
  }

  void run_channels(const ChannelTile& tile, const float* input, const Finish::Tensors& tensors,
                    std::ptrdiff_t start, int rows, int group_first, int group_last) const {
    const int first = std::max(group_first, tile.in_first),
              last = std::min(group_last, tile.in_last);
    if (first >= last) return;
    TileRun run;
    run.input = input + (first - group_first) * plan_.block_stride();
    run.segments = plan_.segments(first, last);
    run.weights = packed_.data() + tile.weights +
                  static_cast<std::size_t>(plan_.terms(tile.in_first, first)) *
                      static_cast<std::size_t>(tile.halves * kHalf);
    if (first == tile.in_first)
      run.bias = bias_.data() + static_cast<std::ptrdiff_t>(tile.first) * kBlock;
    const std::ptrdiff_t place = start + tile.first * block_stride_;
    run.output_pixel = pixel_stride_;
    run.output_block = block_stride_;
    if (last == tile.in_last) run.clamp = tensors.clamp;
    const float* add = last == tile.in_last ? tensors.add : nullptr;
    for (const PixelTile& pixels : plan_.pixel_tiles(rows)) {
      const std::ptrdiff_t to = place + pixels.first * pixel_stride_;
      run.pixel = plan_.pixel_offsets() + pixels.first;
      run.output = tensors.sums + to;
      run.add = add == nullptr ? nullptr : add + to;
      const auto& functions = pixels.even ? kernels_.even : kernels_.listed;
      functions[tile.halves - 1][pixels.pixels - 1](run);
    }
  }

  const TileKernels& kernels_;
  DirectPlan plan_;
  Finish finish_;
  Floats packed_, bias_;
  std::ptrdiff_t pixel_stride_ = 0, block_stride_ = 0;
};

}  // namespace

std::string direct_name(const Cut& cut) {
  return "direct-" + std::to_string(cut.tile_pixels) + "x" + std::to_string(cut.tile_blocks);
}

// Measured (Zen 4, 1 MiB of second-level cache): a chunk's input of a quarter of that, sums over
// all input channels at once up to 1024 of them, chunks of equal size in whole tiles.
Cut usual_cut(const DirectShape& s, const TileKernels& kernels, int tile_blocks) {
  constexpr int kInputFloats = 1 << 16, kMostGroup = 64, kMostPixels = 784, kLeastPixels = 28;
  Cut cut;
  cut.tile_blocks = kernels.whole_blocks(std::min(tile_blocks, s.out_blocks));
  cut.tile_pixels = kernels.most_pixels_of(cut.tile_blocks);
  cut.group_blocks = up(s.in_blocks, up(s.in_blocks, kMostGroup));
  const int floats_a_pixel = cut.group_blocks * s.pixel * s.stride * s.stride;
  const int pixels = std::clamp(kInputFloats / floats_a_pixel, kLeastPixels, kMostPixels);
  const int rows = std::max(1, pixels / s.width_out);
  cut.chunk_rows = up(s.height_out, up(s.height_out, rows));
  if (s.width_out == 1) cut.chunk_rows = up(cut.chunk_rows, cut.tile_pixels) * cut.tile_pixels;
  return cut;
}

std::unique_ptr<Operator> make_direct(const KernelCall& call, const Parameters& parameters,
                                      const Cut& cut, Isa isa) {
  return std::make_unique<Direct>(call, parameters, cut, isa);
}

}  // namespace lastmile::kernels
