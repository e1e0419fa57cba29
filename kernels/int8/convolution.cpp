#include "kernels/int8/convolution.hpp"

#include <algorithm>

#include "kernels/int8/geometry.hpp"
#include "kernels/int8/packing.hpp"
#include "kernels/int8/row_of_tiles.hpp"

namespace lastmile::kernels::int8 {
namespace {

constexpr std::size_t kSpare =
    64;  ///< after the copy: quads of neighbours may reach beyond its end

bool neighbours_suit(const KernelCall& call, const TileSet& tiles) {
  return call.type == KernelType::depthwise && tiles.neighbours[1] != nullptr &&
         call.dilation == 1 && !input_shape(call, 0).interleaved() &&
         !output_shape(call).interleaved();
}

PackedWeights packed(const KernelCall& call, const MapShape& source, const TileSet& tiles,
                     int columns, int input_zero, const std::vector<std::int8_t>& weights) {
  if (neighbours_suit(call, tiles))
    return pack_neighbours(call, source, tiles.flipped, input_zero, weights);
  return pack(call, source, widest(tiles, columns), tiles.flipped, input_zero, weights);
}

/// An output of few channels lies interleaved (layout.hpp), but tiles write blocks: those go to
/// scratch memory.
class Convolution final : public Operator {
 public:
  Convolution(const KernelCall& call, const Parameters& parameters, const TileSet& tiles,
              const std::string& name)
      : Convolution(call, parameters, tiles, name, byte_weights(call, parameters)) {}

  void run(const void* const* inputs, void* output, void* scratch) const override {
    const auto* in = static_cast<const std::uint8_t*>(inputs[0]);
    const auto* summand = static_cast<const std::uint8_t*>(call_.add ? inputs[1] : nullptr);
    auto* out = static_cast<std::uint8_t*>(output);
    auto* room = static_cast<std::uint8_t*>(scratch);
    for (int n = 0; n < geometry_.images; ++n) {
      const std::uint8_t* source = in + n * geometry_.image;
      if (geometry_.copied) {
        copy_framed(one_input_, call_.padding, geometry_.source, input_zero_, flip_, source, room);
        source = room;
      }
      if (out_.interleaved())
        interleaved_image(source, summand, n, out, room + copy_bytes());
      else
        image(source, summand != nullptr ? summand + n * geometry_.out_image : nullptr,
              out + n * geometry_.out_image * element_bytes());
    }
  }

  [[nodiscard]] std::size_t scratch_bytes() const override {
    if (!out_.interleaved()) return copy_bytes();
    return copy_bytes() + static_cast<std::size_t>(geometry_.out_block) * (sizeof(float) + 1);
  }
  [[nodiscard]] std::size_t packed_bytes() const override { return packed_.weights.size(); }
  [[nodiscard]] std::string algorithm() const override { return name_; }

 private:
  Convolution(const KernelCall& call, const Parameters& parameters, const TileSet& tiles,
              const std::string& name, const ByteWeights& weights)
      : call_(call),
        tiles_(tiles),
        name_(name),
        by_neighbours_(neighbours_suit(call, tiles)),
        geometry_(call, tiles.flipped || by_neighbours_),
        one_input_(input_shape(call, 0)),
        out_(output_shape(call)),
        input_zero_(static_cast<std::uint8_t>(parameters.quantisation.input_zero)),
        flip_(tiles.flipped ? 0x80 : 0),
        packed_(packed(call, geometry_.source, tiles, geometry_.columns,
                       parameters.quantisation.input_zero, weights.values)),
        requantisation_(call, parameters, weights.scales) {
    if (geometry_.images > 1) one_input_.batch = 1;
  }

  [[nodiscard]] std::ptrdiff_t element_bytes() const {
    return requantisation_.fp32 ? sizeof(float) : 1;
  }
  [[nodiscard]] std::size_t copy_bytes() const {
    return geometry_.copied ? whole_lines(geometry_.source.elements()) + kSpare : 0;
  }

  void image(const std::uint8_t* source, const std::uint8_t* summand, std::uint8_t* out) const {
    for (const ChannelTile& channels : packed_.tiles) {
      Tile tile = first_tile(channels);
      const TileFunction* kernels =
          by_neighbours_ ? tiles_.neighbours : tiles_.kernels[channels.width];
      const std::ptrdiff_t block = channels.block * geometry_.out_block;
      for (int y = 0; y < geometry_.rows; ++y) {
        const std::ptrdiff_t place = block + y * geometry_.out_row;
        tile.input = source + y * geometry_.row;
        tile.output = out + place * element_bytes();
        tile.summand = summand != nullptr ? summand + place : nullptr;
        run_row(kernels, geometry_.columns, tile);
      }
    }
  }

  [[nodiscard]] Tile first_tile(const ChannelTile& channels) const {
    const std::size_t o = static_cast<std::size_t>(channels.block) * kBlock;
    Tile tile = packed_tile(packed_, channels);
    tile.channels.multiplier = requantisation_.multiplier.data() + o;
    tile.channels.offset = requantisation_.offset.data() + o;
    tile.channels.low = requantisation_.low.data() + o;
    tile.channels.high = requantisation_.high.data() + o;
    tile.step = geometry_.column;
    tile.output_pixel = geometry_.out_column;
    tile.output_block = geometry_.out_block;
    tile.summand_multiplier = requantisation_.summand_multiplier;
    tile.fp32 = requantisation_.fp32;
    return tile;
  }

  /// `room` takes the output and then the summand, both in a block of channels.
  void interleaved_image(const std::uint8_t* source, const std::uint8_t* summand, int n,
                         std::uint8_t* out, std::uint8_t* room) const {
    const std::size_t first = out_.index(n, 0, 0, 0),
                      channels = static_cast<std::size_t>(out_.channels);
    const std::size_t bytes = channels * static_cast<std::size_t>(element_bytes());
    std::uint8_t* added = room + static_cast<std::size_t>(geometry_.out_block) * sizeof(float);
    if (summand != nullptr)
      for (std::size_t p = 0; p < out_.plane(); ++p)
        std::copy_n(summand + first + p * channels, channels, added + p * kBlock);
    image(source, summand != nullptr ? added : nullptr, room);
    out += first * static_cast<std::size_t>(element_bytes());
    for (std::size_t p = 0; p < out_.plane(); ++p)
      std::copy_n(room + p * kBlock * static_cast<std::size_t>(element_bytes()), bytes,
                  out + p * bytes);
  }

  KernelCall call_;
  const TileSet& tiles_;
  std::string name_;
  bool by_neighbours_;
  Geometry geometry_;
  MapShape one_input_, out_;
  std::uint8_t input_zero_, flip_;
  PackedWeights packed_;
  Requantisation requantisation_;
};

}  // namespace

std::unique_ptr<Operator> make_convolution(const KernelCall& call, const Parameters& parameters,
                                           const TileSet& tiles, const std::string& name) {
  return std::make_unique<Convolution>(call, parameters, tiles, name);
}

}  // namespace lastmile::kernels::int8
