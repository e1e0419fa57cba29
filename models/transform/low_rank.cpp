#include "models/transform/low_rank.hpp"

#include <algorithm>

#include "models/transform/cp_factors.hpp"
#include "models/transform/matrix_factors.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

struct Sizes {
  std::int64_t out, in, height, width;  ///< of the kernel; 1 x 1 for dense
};

Sizes sizes_of(const Layer& layer) {
  if (layer.kind() == LayerKind::dense) return {layer.out.channels, layer.in.elements(), 1, 1};
  const Window window = window_of(layer.spec);
  return {layer.out.channels, layer.in.channels, window.kernel_height, window.kernel_width};
}

bool splits(const Layer& layer, ConvSplit split) {
  if (layer.spec.tied) return false;
  if (layer.kind() == LayerKind::dense) return true;
  if (layer.kind() != LayerKind::conv || layer.spec.groups != 1) return false;
  return split == ConvSplit::channel || layer.spec.dilation == 1;
}

/// Dense layers are split in two whatever is done to convolutions.
ConvSplit way_of(const Layer& layer, ConvSplit split) {
  return layer.kind() == LayerKind::dense ? ConvSplit::channel : split;
}

std::vector<float> row_major(const Eigen::MatrixXd& matrix) {
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(matrix.size()));
  for (Eigen::Index r = 0; r < matrix.rows(); ++r)
    for (Eigen::Index c = 0; c < matrix.cols(); ++c)
      values.push_back(static_cast<float>(matrix(r, c)));
  return values;
}

LayerSpec tall(const LayerSpec& old, int channels) {
  LayerSpec spec = old.wide(1, 0, 1);
  spec.padding_more_width = 0;
  spec.out_channels = channels;
  spec.bias = false;
  return spec;
}

LayerSpec broad(const LayerSpec& old) {
  const Window window = window_of(old);
  LayerSpec spec = conv(old.out_channels, 1, 1, 0, 1, old.bias)
                       .wide(window.kernel_width, window.left, window.stride_width);
  spec.padding_more_width = window.right - window.left;
  return spec;
}

/// Replaces one layer by several in a row, the last with the old bias.
class Split {
 public:
  Split(const WeightedGraph& net, LayerId old, Rewriter& rewriter)
      : net_(net), layer_(net.graph.layer(old)), sizes_(sizes_of(layer_)), rewriter_(rewriter),
        at_(rewriter.inputs_now(old).front()) {}

  void channel(int rank) {
    LayerSpec first = layer_.spec;
    first.out_channels = rank;
    first.bias = false;
    const bool is_dense = layer_.kind() == LayerKind::dense;
    const LayerSpec last = is_dense ? dense(layer_.spec.out_channels, layer_.spec.bias)
                                    : conv(layer_.spec.out_channels, 1, 1, 0, 1, layer_.spec.bias);
    MatrixFactors f;
    if (net_.has_weights()) f = nearest_factors(kernel_matrix(), rank);
    add(first, "/in", row_major(f.right));
    finish(last, row_major(f.left));
  }

  void spatial(int rank) {
    MatrixFactors f;
    if (net_.has_weights()) f = nearest_factors(tall_matrix(), rank);
    add(tall(layer_.spec, rank), "/tall", row_major(f.left.transpose()));
    finish(broad(layer_.spec), broad_kernel(f.right, rank));
  }

  void cp(int rank) {
    CpFactors f;
    if (net_.has_weights()) f = cp_factors(net_.layers[layer_.id].kernel, shape(), rank);
    LayerSpec tall_spec = tall(layer_.spec, rank), broad_spec = broad(layer_.spec);
    tall_spec.groups = broad_spec.groups = broad_spec.out_channels = rank;
    broad_spec.bias = false;
    add(conv(rank, 1, 1, 0, 1, false), "/in", row_major(f[1].transpose()));
    add(tall_spec, "/tall", row_major(f[2].transpose()));
    add(broad_spec, "/broad", row_major(f[3].transpose()));
    finish(conv(layer_.spec.out_channels, 1, 1, 0, 1, layer_.spec.bias), row_major(f[0]));
  }

 private:
  [[nodiscard]] CpShape shape() const { return {sizes_.out, sizes_.in, sizes_.height, sizes_.width}; }

  [[nodiscard]] double weight(std::int64_t o, std::int64_t c, std::int64_t i, std::int64_t j) const {
    const std::int64_t at = ((o * sizes_.in + c) * sizes_.height + i) * sizes_.width + j;
    return static_cast<double>(net_.layers[layer_.id].kernel[static_cast<std::size_t>(at)]);
  }

  [[nodiscard]] Eigen::MatrixXd kernel_matrix() const {
    const std::int64_t row = sizes_.in * sizes_.height * sizes_.width;
    const auto& kernel = net_.layers[layer_.id].kernel;
    return Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
               kernel.data(), sizes_.out, row)
        .cast<double>();
  }

  /// [in, row][out, column].
  [[nodiscard]] Eigen::MatrixXd tall_matrix() const {
    Eigen::MatrixXd matrix(sizes_.in * sizes_.height, sizes_.out * sizes_.width);
    for (std::int64_t o = 0; o < sizes_.out; ++o)
      for (std::int64_t c = 0; c < sizes_.in; ++c)
        for (std::int64_t i = 0; i < sizes_.height; ++i)
          for (std::int64_t j = 0; j < sizes_.width; ++j)
            matrix(c * sizes_.height + i, o * sizes_.width + j) = weight(o, c, i, j);
    return matrix;
  }

  /// From [rank][out, column] to [out][rank][column].
  [[nodiscard]] std::vector<float> broad_kernel(const Eigen::MatrixXd& right, int rank) const {
    std::vector<float> kernel;
    for (std::int64_t o = 0; o < (right.size() > 0 ? sizes_.out : 0); ++o)
      for (int r = 0; r < rank; ++r)
        for (std::int64_t j = 0; j < sizes_.width; ++j)
          kernel.push_back(static_cast<float>(right(r, o * sizes_.width + j)));
    return kernel;
  }

  void add(const LayerSpec& spec, const char* part, std::vector<float> kernel) {
    at_ = rewriter_.add(spec.named(layer_.name() + part), {at_}, {std::move(kernel), {}, {}, {}});
  }

  void finish(const LayerSpec& spec, std::vector<float> kernel) {
    LayerWeights weights{std::move(kernel), {}, {}, {}};
    if (net_.has_weights()) weights.bias = net_.layers[layer_.id].bias;
    rewriter_.replace(layer_.id,
                      rewriter_.add(spec.named(layer_.name()), {at_}, std::move(weights)));
  }

  const WeightedGraph& net_;
  const Layer& layer_;
  Sizes sizes_;
  Rewriter& rewriter_;
  LayerId at_;  // of the new network
};

void check_rank(const Layer& layer, ConvSplit split, int rank) {
  const int most = full_rank(layer, split);
  if (rank < 0 || rank > most)
    throw ConfigError("layer '" + layer.name() + "': rank = " + std::to_string(rank) +
                      ": must be from 0 to " + std::to_string(most));
}

}  // namespace

int full_rank(const Layer& layer, ConvSplit split) {
  if (!splits(layer, split)) return 0;
  const Sizes s = sizes_of(layer);
  switch (way_of(layer, split)) {
    case ConvSplit::channel:
      return static_cast<int>(std::min(s.out, s.in * s.height * s.width));
    case ConvSplit::spatial:
      return static_cast<int>(std::min(s.in * s.height, s.out * s.width));
    default:
      return static_cast<int>(std::min(s.out, s.in) * s.height * s.width);
  }
}

std::int64_t split_weights(const Layer& layer, ConvSplit split, int rank) {
  const Sizes s = sizes_of(layer);
  switch (way_of(layer, split)) {
    case ConvSplit::channel:
      return rank * (s.in * s.height * s.width + s.out);
    case ConvSplit::spatial:
      return rank * (s.in * s.height + s.out * s.width);
    default:
      return rank * (s.in + s.height + s.width + s.out);
  }
}

std::vector<int> ranks_of_share(const Graph& graph, ConvSplit split, double share) {
  std::vector<int> ranks(graph.size(), 0);
  for (LayerId id = 1; id < graph.size(); ++id) {
    const Layer& layer = graph.layer(id);
    const int most = full_rank(layer, split);
    if (most == 0) continue;
    const double one = static_cast<double>(split_weights(layer, split, 1));
    const auto rank = static_cast<int>(share * static_cast<double>(layer.weights) / one);
    ranks[id] = std::min(rank, most);
  }
  return ranks;
}

WeightedGraph low_rank(const WeightedGraph& net, ConvSplit split, const std::vector<int>& ranks) {
  SIM_CHECK(ranks.size() == net.graph.size(), "a rank for each layer");
  Rewriter rewriter(net, net.graph.name());
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    const Layer& layer = net.graph.layer(id);
    check_rank(layer, split, ranks[id]);
    if (ranks[id] == 0) {
      rewriter.copy(id);
      continue;
    }
    Split one(net, id, rewriter);
    switch (way_of(layer, split)) {
      case ConvSplit::channel:
        one.channel(ranks[id]);
        break;
      case ConvSplit::spatial:
        one.spatial(ranks[id]);
        break;
      case ConvSplit::cp:
        one.cp(ranks[id]);
        break;
    }
  }
  return rewriter.finish();
}

}  // namespace lastmile::models
