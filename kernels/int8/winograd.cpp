#include "kernels/int8/winograd.hpp"

#include <algorithm>
#include <limits>

#include "kernels/int8/geometry.hpp"
#include "kernels/int8/row_of_tiles.hpp"
#include "kernels/int8/winograd_tile.hpp"
#include "kernels/int8/winograd_weights.hpp"

namespace lastmile::kernels::int8 {
namespace {

constexpr int kTilesTogether = 49;  ///< whose transforms stay in the second-level cache

struct Plan {
  explicit Plan(const KernelCall& call)
      : tile_rows((call.height_out() + 1) / 2),
        tile_columns((call.width_out() + 1) / 2),
        rows_together(std::clamp(kTilesTogether / tile_columns, 1, tile_rows)),
        framed{1, call.channels, 2 * tile_rows + 2, 2 * tile_columns + 2} {
    products.channels = call.channels;
    products.out_channels = call.channels_out();
    products.width = tiles();
    products.precision = Precision::int8;
  }
  [[nodiscard]] int tiles() const { return rows_together * tile_columns; }

  int tile_rows, tile_columns, rows_together;
  MapShape framed;
  KernelCall products;
};

class Winograd final : public Operator {
 public:
  Winograd(const KernelCall& call, const Parameters& parameters, const TileSet& tiles)
      : Winograd(call, parameters, tiles, byte_weights(call, parameters)) {}

  void run(const void* const* inputs, void* output, void* scratch) const override {
    auto* frame = static_cast<std::uint8_t*>(scratch);
    auto* transformed = frame + whole_lines(plan_.framed.elements());
    auto* sums = reinterpret_cast<float*>(transformed + transformed_bytes());
    MapShape one = in_;
    one.batch = 1;
    for (int n = 0; n < in_.batch; ++n) {
      const auto* image = static_cast<const std::uint8_t*>(inputs[0]) + in_.index(n, 0, 0, 0);
      copy_framed(one, call_.padding, plan_.framed, input_zero_, 0, image, frame);
      const std::size_t place = out_.index(n, 0, 0, 0);
      for (int row = 0; row < plan_.tile_rows; row += plan_.rows_together) {
        const int rows = std::min(plan_.rows_together, plan_.tile_rows - row);
        transform_input(frame, row, rows, transformed);
        for (std::size_t i = 0; i < weights_.front().packed.tiles.size(); ++i) {
          multiply(transformed, i, rows * plan_.tile_columns, sums);
          write(sums, weights_.front().packed.tiles[i], row, rows, place, inputs, output);
        }
      }
    }
  }

  [[nodiscard]] std::size_t scratch_bytes() const override {
    const int widest = 1 << weights_.front().packed.tiles.front().width;
    const auto sums = static_cast<std::size_t>(kPositions * widest * kBlock * plan_.tiles());
    return whole_lines(plan_.framed.elements()) + transformed_bytes() + sums * sizeof(float);
  }
  [[nodiscard]] std::size_t packed_bytes() const override {
    std::size_t bytes = 0;
    for (const WinogradPosition& one : weights_) bytes += one.packed.weights.size();
    return bytes;
  }
  [[nodiscard]] std::string algorithm() const override { return "winograd2"; }

 private:
  Winograd(const KernelCall& call, const Parameters& parameters, const TileSet& tiles,
           const ByteWeights& weights)
      : call_(call),
        tiles_(tiles),
        plan_(call),
        in_(input_shape(call, 0)),
        out_(output_shape(call)),
        input_zero_(static_cast<std::uint8_t>(parameters.quantisation.input_zero)),
        requantisation_(call, parameters, weights.scales),
        unbounded_low_(requantisation_.low.size(), -std::numeric_limits<float>::infinity()),
        unbounded_high_(requantisation_.low.size(), std::numeric_limits<float>::infinity()),
        no_offset_(requantisation_.low.size()) {
    const Quantisation& q = parameters.quantisation;
    const double scale =
        q.input_scale / (q.fp32_output ? 1.0 : static_cast<double>(q.output_scale));
    weights_ = winograd_weights(plan_.products, widest(tiles, plan_.tiles()), tiles.flipped,
                                q.input_zero, weights, scale);
  }

  /// Bytes of a position, and of all.
  [[nodiscard]] std::ptrdiff_t position_bytes() const {
    return static_cast<std::ptrdiff_t>(input_shape(plan_.products, 0).elements());
  }
  [[nodiscard]] std::size_t transformed_bytes() const {
    return whole_lines(static_cast<std::size_t>(kPositions * position_bytes()));
  }

  void transform_input(const std::uint8_t* frame, int row, int rows, std::uint8_t* out) const {
    const MapShape shape = input_shape(plan_.products, 0);
    WinogradInput w;
    w.map_row = plan_.framed.width * kBlock;
    w.out_position = position_bytes();
    w.tiles = plan_.tile_columns;
    for (int block = 0; block < shape.blocks(); ++block)
      for (int r = 0; r < rows; ++r) {
        w.map = frame + plan_.framed.index(0, block * kBlock, 2 * (row + r), 0);
        w.out = out + shape.index(0, block * kBlock, 0, r * plan_.tile_columns);
        tiles_.winograd_input(w);
      }
  }

  void multiply(const std::uint8_t* transformed, std::size_t number, int count, float* sums) const {
    for (int position = 0; position < kPositions; ++position) {
      const WinogradPosition& weights = weights_[static_cast<std::size_t>(position)];
      const ChannelTile& channels = weights.packed.tiles[number];
      const std::size_t o = static_cast<std::size_t>(channels.block) * kBlock;
      Tile tile = packed_tile(weights.packed, channels);
      tile.channels.multiplier = weights.multiplier.data() + o;
      tile.channels.offset = no_offset_.data();
      tile.channels.low = unbounded_low_.data();
      tile.channels.high = unbounded_high_.data();
      tile.input = transformed + position * position_bytes();
      tile.step = kBlock;
      tile.output = sums + (position << channels.width) * plan_.tiles() * kBlock;
      tile.output_pixel = kBlock;
      tile.output_block = static_cast<std::ptrdiff_t>(plan_.tiles()) * kBlock;
      tile.fp32 = true;
      run_row(tiles_.kernels[channels.width], count, tile);
    }
  }

  void write(const float* sums, const ChannelTile& channels, int row, int rows, std::size_t image,
             const void* const* inputs, void* output) const {
    WinogradOutput w;
    w.sums_position = (static_cast<std::ptrdiff_t>(plan_.tiles()) << channels.width) * kBlock;
    w.tiles = plan_.tile_columns;
    w.columns = out_.width;
    w.out_row = out_.width * static_cast<std::ptrdiff_t>(kBlock);
    w.summand_multiplier = requantisation_.summand_multiplier;
    w.fp32 = requantisation_.fp32;
    for (int block = channels.block; block < channels.block + (1 << channels.width); ++block)
      for (int r = 0; r < rows; ++r) {
        const int y = 2 * (row + r), o = block * kBlock;
        const std::size_t place = image + out_.index(0, o, y, 0);
        w.rows = std::min(2, out_.height - y);
        w.sums =
            sums + ((block - channels.block) * plan_.tiles() + r * plan_.tile_columns) * kBlock;
        w.offset = requantisation_.offset.data() + o;
        w.low = requantisation_.low.data() + o;
        w.high = requantisation_.high.data() + o;
        w.out = static_cast<std::uint8_t*>(output) + place * (w.fp32 ? sizeof(float) : 1);
        if (call_.add) w.summand = static_cast<const std::uint8_t*>(inputs[1]) + place;
        tiles_.winograd_output(w);
      }
  }

  KernelCall call_;
  const TileSet& tiles_;
  Plan plan_;
  MapShape in_, out_;
  std::uint8_t input_zero_;
  Requantisation requantisation_;
  Table<float> unbounded_low_, unbounded_high_, no_offset_;
  std::vector<WinogradPosition> weights_;
};

}  // namespace

bool winograd_applies(const KernelCall& call) {
  return call.type == KernelType::conv && call.kernel_height == 3 && call.kernel_width == 3 &&
         call.stride == 1 && call.dilation == 1 && call.groups == 1 &&
         call.channels > kMostInterleaved && call.channels_out() > kMostInterleaved;
}

std::unique_ptr<Operator> make_winograd(const KernelCall& call, const Parameters& parameters,
                                        const TileSet& tiles) {
  return std::make_unique<Winograd>(call, parameters, tiles);
}

}  // namespace lastmile::kernels::int8
