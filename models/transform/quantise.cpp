#include "models/transform/quantise.hpp"

#include <algorithm>
#include <cmath>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

struct Grid {
  float scale = 1;
  std::int32_t zero = 0, low = 0, high = 0;

  [[nodiscard]] std::int32_t code(float x) const {
    const auto q = static_cast<std::int32_t>(std::lround(x / scale)) + zero;
    return std::clamp(q, low, high);
  }
};

Grid grid_of(std::span<const float> values, const AffineOptions& options) {
  float least = 0, most = 0;
  for (const float x : values) {
    least = std::min(least, x);
    most = std::max(most, x);
  }
  Grid grid;
  grid.high = (1 << (options.symmetric ? options.bits - 1 : options.bits)) - 1;
  grid.low = options.symmetric ? -grid.high : 0;
  if (least == most) return grid;  // all 0
  const float reach = options.symmetric ? std::max(-least, most) : most - least;
  grid.scale = reach / static_cast<float>(grid.high);
  if (!options.symmetric) grid.zero = static_cast<std::int32_t>(std::lround(-least / grid.scale));
  return grid;
}

}  // namespace

AffineCodes quantise(std::span<const float> values, std::size_t channels,
                     const AffineOptions& options) {
  if (options.bits < 2 || options.bits > 16)
    throw ConfigError("bits = " + std::to_string(options.bits) + ": must be from 2 to 16");
  const std::size_t grids = options.granularity == Granularity::tensor ? 1 : channels;
  SIM_CHECK(grids > 0 && values.size() % grids == 0, "values that fill their channels");
  const std::size_t row = values.size() / grids;
  AffineCodes result;
  result.codes.reserve(values.size());
  for (std::size_t g = 0; g < grids; ++g) {
    const auto part = values.subspan(g * row, row);
    const Grid grid = grid_of(part, options);
    for (const float x : part) result.codes.push_back(grid.code(x));
    result.scales.push_back(grid.scale);
    result.zeros.push_back(grid.zero);
  }
  return result;
}

std::vector<float> dequantise(const AffineCodes& codes) {
  std::vector<float> values(codes.codes.size());
  const std::size_t row = values.size() / codes.scales.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t grid = i / row;
    values[i] = codes.scales[grid] * static_cast<float>(codes.codes[i] - codes.zeros[grid]);
  }
  return values;
}

WeightedGraph quantised(const WeightedGraph& net, const AffineOptions& options) {
  WeightedGraph result = net;
  for (LayerId id = 0; id < result.layers.size(); ++id) {
    const Layer& layer = net.graph.layer(id);
    if (!has_products(layer.kind())) continue;
    const auto channels = is_recurrent(layer.kind()) ? 1 : layer.out.channels;
    std::vector<float>& kernel = result.layers[id].kernel;
    kernel = dequantise(quantise(kernel, static_cast<std::size_t>(channels), options));
  }
  return result;
}

}  // namespace lastmile::models
