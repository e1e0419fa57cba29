// Boosted regression trees: a sum of small trees, each fitted to what those before it left over.
//
// Formulae   f(x) = mean + sum over trees of leaf(x); a leaf's value is rate * sum w r / (l + sum
// w)
//            over the residuals r of its rows; a split maximises the gain in sum w r squared over
//            (l + sum w); features are cut at quantiles
// Symbols    w weight of a row; l = `shrink`; rate in (0, 1]
// Source     Friedman 2001, doi:10.1214/aos/1013203451; bins as in LightGBM (Ke et al. 2017)
// Validity   finite features and targets; does not extrapolate: beyond the rows it is constant
// Ignores    missing values, subsampling: the same rows give the same trees
// Tests      tests/unit/models/boosted_trees_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::models {

struct TreeOptions {
  int trees = 300;
  int depth = 4;
  double rate = 0.08;
  double shrink = 1;   ///< in units of the mean weight
  int least_rows = 5;  ///< in a leaf
  int most_bins = 64;  ///< of a feature, at most 256
};

/// Rows of features with their targets; weights empty: all 1.
struct Examples {
  std::size_t features = 0;
  std::vector<double> values;  ///< row after row
  std::vector<double> targets;
  std::vector<double> weights;

  [[nodiscard]] std::size_t rows() const { return targets.size(); }
  [[nodiscard]] const double* row(std::size_t i) const { return &values[i * features]; }
  [[nodiscard]] double weight(std::size_t i) const { return weights.empty() ? 1 : weights[i]; }
};

class BoostedTrees {
 public:
  BoostedTrees() = default;
  /// REQUIRES at least one row and positive weights.
  static BoostedTrees fit(const Examples& examples, const TreeOptions& options = {});

  /// `row` holds as many features as the examples had.
  [[nodiscard]] double predict(const double* row) const;
  [[nodiscard]] std::size_t size() const { return roots_.size(); }

  [[nodiscard]] std::string text() const;
  /// ConfigError if it is not what text() writes or asks for more than `features` features.
  static BoostedTrees parse(std::string_view text, std::size_t features);

 private:
  friend class TreeGrower;
  /// A leaf has no feature; `next` is the left child, the right one follows it.
  struct Node {
    std::int32_t feature = -1;
    std::int32_t next = 0;
    double number = 0;  ///< threshold (left if x <= it) or value
  };
  double mean_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::int32_t> roots_;
};

}  // namespace lastmile::models
