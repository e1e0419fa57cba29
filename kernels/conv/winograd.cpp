#include "kernels/conv/winograd.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/conv/finish.hpp"
#include "kernels/conv/parts.hpp"
#include "kernels/conv/winograd_kernels.hpp"

namespace lastmile::kernels {
namespace {

class Winograd final : public Operator {
 public:
  Winograd(const KernelCall& call, const Parameters& parameters, const WinogradCut& cut, Isa isa)
      : tiles_(tile_kernels(isa)),
        transforms_(winograd_kernels(isa, cut.outputs)),
        plan_(call, cut, tiles_),
        finish_(call, isa),
        in_(input_shape(call, 0)),
        out_(output_shape(call)),
        packed_(plan_.packed(parameters.weights)),
        bias_(static_cast<std::size_t>(out_.blocks() * kBlock)),
        zeros_(bias_.size()),
        offsets_(static_cast<std::size_t>(std::max(plan_.cut().block, plan_.in_blocks()))) {
    if (parameters.bias != nullptr) std::copy_n(parameters.bias, out_.channels, bias_.data());
    for (std::size_t i = 0; i < offsets_.size(); ++i)
      offsets_[i] = static_cast<std::int32_t>(i * kBlock);
  }

  [[nodiscard]] std::size_t scratch_bytes() const override {
    return (plan_.input_floats() + plan_.output_floats() + plan_.line_floats()) * sizeof(float);
  }
  [[nodiscard]] std::size_t packed_bytes() const override { return packed_.size() * sizeof(float); }
  [[nodiscard]] std::string algorithm() const override {
    return winograd_name(plan_.cut().outputs);
  }

  void run(const void* const* inputs, void* output, void* scratch) const override {
    Job job;
    job.in = static_cast<const float*>(inputs[0]);
    job.tensors = finish_.tensors(inputs, output, nullptr);
    job.transformed = static_cast<float*>(scratch);
    job.products = job.transformed + plan_.input_floats();
    job.lines = job.products + plan_.output_floats();
    in_equal_parts(plan_.tiles(), plan_.cut().block, [&](int first, int count) {
      job.first = first, job.count = count;
      transform_inputs(job);
      for (const WinogradPlan::Channels& channels : plan_.channels()) {
        multiply(job, channels);
        transform_outputs(job, channels);
      }
    });
    finish_.complete(job.tensors);
  }

 private:
  struct Job {
    const float* in = nullptr;
    Finish::Tensors tensors;
    float* transformed = nullptr;  // [product][input block][tile][16]
    float* products = nullptr;     // [product][output block][tile][16]
    float* lines = nullptr;
    int first = 0, count = 0;  // tiles of this block
  };
  struct Place {
    int image = 0, y = 0, x = 0;  // of a tile
  };
  [[nodiscard]] Place place(int tile) const {
    const int row = tile / plan_.tiles_x();
    return {row / plan_.tiles_y(), row % plan_.tiles_y() * plan_.cut().outputs,
            tile % plan_.tiles_x() * plan_.cut().outputs};
  }
  [[nodiscard]] std::ptrdiff_t product_stride(const Job& job, int blocks) const {
    return static_cast<std::ptrdiff_t>(blocks) * job.count * kBlock;
  }

  /// Line by line of tiles, for as much of each as lies in the block.
  void transform_inputs(const Job& job) const {
    for (int tile = job.first; tile < job.first + job.count;) {
      const int left = plan_.tiles_x() - tile % plan_.tiles_x();
      const int tiles = std::min(left, job.first + job.count - tile);
      for (int block = 0; block < plan_.in_blocks(); ++block)
        transform_line(job, place(tile), tile, tiles, block);
      tile += tiles;
    }
  }

  void transform_line(const Job& job, const Place& at, int tile, int tiles, int block) const {
    const int padding = plan_.call().padding;
    WinogradInput t;
    t.first_column = at.x - padding;
    t.width = in_.width;
    t.tiles = tiles;
    t.lines = job.lines;
    t.product = product_stride(job, plan_.in_blocks());
    t.out = job.transformed +
            (static_cast<std::ptrdiff_t>(block) * job.count + tile - job.first) * kBlock;
    const float* plane = job.in + in_.index(at.image, block * kBlock, 0, 0);
    for (int i = 0; i < plan_.side(); ++i) {
      const int y = at.y - padding + i;
      t.inside[i] = y >= 0 && y < in_.height;
      t.rows[i] = plane + (static_cast<std::ptrdiff_t>(y) * in_.width + t.first_column) * kBlock;
    }
    transforms_.input(t);
  }

  void multiply(const Job& job, const WinogradPlan::Channels& channels) const {
    std::vector<std::int32_t> segments(static_cast<std::size_t>(plan_.in_blocks()));
    for (std::size_t b = 0; b < segments.size(); ++b)
      segments[b] = static_cast<std::int32_t>(b) * job.count * kBlock;
    const int odd = plan_.call().channels % kBlock;
    TileRun run;
    run.segments = {segments.data(), plan_.in_blocks() - (odd != 0), kBlock, odd != 0 ? 1 : 0, odd};
    run.bias = zeros_.data();
    run.output_block = static_cast<std::ptrdiff_t>(job.count) * kBlock;
    for (int product = 0; product < plan_.products(); ++product) {
      run.weights = packed_.data() + channels.weights +
                    static_cast<std::size_t>(product) * plan_.product_weights(channels);
      run.input = job.transformed + product * product_stride(job, plan_.in_blocks());
      float* const out = job.products + product * product_stride(job, channels.blocks);
      in_equal_parts(job.count, plan_.cut().tile_pixels, [&](int first, int count) {
        run.pixel = offsets_.data() + first;
        run.output = out + static_cast<std::ptrdiff_t>(first) * kBlock;
        tiles_.even[channels.halves - 1][count - 1](run);
      });
    }
  }

  void transform_outputs(const Job& job, const WinogradPlan::Channels& channels) const {
    const int outputs = plan_.cut().outputs;
    WinogradOutput t;
    t.product = product_stride(job, channels.blocks);
    t.row = static_cast<std::ptrdiff_t>(out_.width) * kBlock;
    t.clamp = job.tensors.clamp;
    for (int block = 0; block < channels.blocks; ++block) {
      t.bias = bias_.data() + static_cast<std::ptrdiff_t>(channels.first + block) * kBlock;
      for (int i = 0; i < job.count; ++i) {
        const Place at = place(job.first + i);
        t.in = job.products + (static_cast<std::ptrdiff_t>(block) * job.count + i) * kBlock;
        t.rows = std::min(outputs, out_.height - at.y),
        t.columns = std::min(outputs, out_.width - at.x);
        const std::size_t to = out_.index(at.image, (channels.first + block) * kBlock, at.y, at.x);
        t.out = job.tensors.sums + to;
        t.add = job.tensors.add == nullptr ? nullptr : job.tensors.add + to;
        transforms_.output(t);
      }
    }
  }

  const TileKernels& tiles_;
  const WinogradKernels& transforms_;
  WinogradPlan plan_;
  Finish finish_;
  MapShape in_, out_;
  Floats packed_, bias_, zeros_;
  std::vector<std::int32_t> offsets_;
};

}  // namespace

bool winograd_computes(const KernelCall& c) {
  return c.type == KernelType::conv && c.kernel_height == 3 && c.kernel_width == 3 &&
         c.stride == 1 && c.dilation == 1 && c.groups == 1 && !input_shape(c, 0).interleaved() &&
         !output_shape(c).interleaved();
}

std::string winograd_name(int outputs) { return "winograd" + std::to_string(outputs); }

// Measured (Zen 4, 1 MiB of second-level cache): transformed inputs may fill most of it, for the
// weights pass by only once a block; F(2,3) is for large weights on small maps, where wider tiles
// wait less for them.
WinogradCut usual_winograd_cut(const KernelCall& call, int outputs, const TileKernels& kernels) {
  constexpr int kInputFloats = 240 * 1024, kLeastTiles = 14, kMostTiles = 56;
  WinogradCut cut;
  cut.outputs = outputs;
  const bool narrow = outputs == 4 && call.channels_out() % kBlock == 0;
  cut.tile_blocks = kernels.whole_blocks(std::min(narrow ? 1 : 2, up(call.channels_out(), kBlock)));
  cut.tile_pixels = kernels.most_pixels_of(cut.tile_blocks);
  const int floats_a_tile = (outputs + 2) * (outputs + 2) * up(call.channels, kBlock) * kBlock;
  cut.block = std::clamp(kInputFloats / floats_a_tile, kLeastTiles, kMostTiles);
  return cut;
}

// Measured: F(4,3) wins while its weights come from the caches (32 MiB of third level); transforms
// of a few outputs do not pay.
int usual_winograd(const KernelCall& call) {
  constexpr double kMostWeights = 16 * 1024 * 1024;
  if (call.height_out() * call.width_out() < 9) return 0;
  if (call.batch * up(call.height_out(), 4) * up(call.width_out(), 4) < 4) return 2;
  return 36.0 * sizeof(float) * call.channels * call.channels_out() <= kMostWeights ? 4 : 2;
}

std::unique_ptr<Operator> make_winograd(const KernelCall& call, const Parameters& parameters,
                                        const WinogradCut& cut, Isa isa) {
  return std::make_unique<Winograd>(call, parameters, cut, isa);
}

}  // namespace lastmile::kernels
