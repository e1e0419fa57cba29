#include "models/fit/boosted_trees.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <sstream>

#include "sim/error.hpp"

namespace lastmile::models {

// Grows one tree after the other on rows whose features are numbers of bins.
class TreeGrower {
 public:
  TreeGrower(const Examples& examples, const TreeOptions& options)
      : examples_(examples), options_(options), residual_(examples.targets) {
    double sum = 0, weights = 0;
    for (std::size_t i = 0; i < examples.rows(); ++i) {
      sum += examples.weight(i) * examples.targets[i];
      weights += examples.weight(i);
    }
    result_.mean_ = sum / weights;
    shrink_ = options.shrink * weights / static_cast<double>(examples.rows());
    for (double& r : residual_) r -= result_.mean_;
    for (std::size_t f = 0; f < examples.features; ++f) cut(f);
  }

  BoostedTrees grow() {
    for (int i = 0; i < options_.trees; ++i) {
      rows_.resize(examples_.rows());
      std::iota(rows_.begin(), rows_.end(), std::size_t{0});
      result_.roots_.push_back(static_cast<std::int32_t>(result_.nodes_.size()));
      result_.nodes_.emplace_back();
      grow(static_cast<std::size_t>(result_.roots_.back()), 0, rows_.size(), options_.depth);
    }
    return std::move(result_);
  }

 private:
  struct Sum {
    double residual = 0;
    double weight = 0;
    int rows = 0;
  };
  struct Split {
    double gain = 0;
    std::size_t feature = 0;
    std::size_t bin = 0;  ///< the last one that goes left
  };

  // Thresholds between distinct values, at most most_bins - 1 of them, at equal shares of the rows.
  void cut(std::size_t feature) {
    std::vector<double> sorted;
    for (std::size_t i = 0; i < examples_.rows(); ++i) sorted.push_back(examples_.row(i)[feature]);
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> distinct = sorted;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const std::size_t most = static_cast<std::size_t>(options_.most_bins) - 1;
    std::vector<double> threshold;
    const std::vector<double>& from = distinct.size() <= most ? distinct : sorted;
    const std::size_t cuts = std::min(most, distinct.size() - 1);
    for (std::size_t k = 1; k <= cuts; ++k) {
      const std::size_t at = k * from.size() / (cuts + 1);
      if (from[at - 1] < from[at]) threshold.push_back(0.5 * (from[at - 1] + from[at]));
    }
    for (std::size_t i = 0; i < examples_.rows(); ++i) {
      const double value = examples_.row(i)[feature];
      const auto bin = std::lower_bound(threshold.begin(), threshold.end(), value);
      bins_.push_back(static_cast<std::uint8_t>(bin - threshold.begin()));
    }
    thresholds_.push_back(std::move(threshold));
  }

  [[nodiscard]] std::uint8_t bin(std::size_t feature, std::size_t row) const {
    return bins_[feature * examples_.rows() + row];
  }

  [[nodiscard]] double score(const Sum& s) const {
    return s.residual * s.residual / (s.weight + shrink_);
  }

  void grow(std::size_t node, std::size_t begin, std::size_t end, int depth) {
    Sum all;
    for (std::size_t i = begin; i < end; ++i) add(all, rows_[i]);
    const Split best = depth > 0 ? best_split(begin, end, all) : Split{};
    if (best.gain <= 0) return set_leaf(node, begin, end, all);
    const auto goes_left = [&](std::size_t row) { return bin(best.feature, row) <= best.bin; };
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = rows_.begin() + static_cast<std::ptrdiff_t>(end);
    const auto middle = std::stable_partition(first, last, goes_left);
    const std::size_t at = begin + static_cast<std::size_t>(middle - first);
    const std::size_t next = result_.nodes_.size();
    result_.nodes_[node] = {static_cast<std::int32_t>(best.feature),
                            static_cast<std::int32_t>(next), thresholds_[best.feature][best.bin]};
    result_.nodes_.resize(next + 2);
    grow(next, begin, at, depth - 1);
    grow(next + 1, at, end, depth - 1);
  }

  void add(Sum& sum, std::size_t row) const {
    sum.residual += examples_.weight(row) * residual_[row];
    sum.weight += examples_.weight(row);
    ++sum.rows;
  }

  void set_leaf(std::size_t node, std::size_t begin, std::size_t end, const Sum& all) {
    const double value = options_.rate * all.residual / (all.weight + shrink_);
    result_.nodes_[node].number = value;
    for (std::size_t i = begin; i < end; ++i) residual_[rows_[i]] -= value;
  }

  Split best_split(std::size_t begin, std::size_t end, const Sum& all) {
    Split best;
    for (std::size_t f = 0; f < examples_.features; ++f) {
      histogram_.assign(thresholds_[f].size() + 1, Sum{});
      for (std::size_t i = begin; i < end; ++i) add(histogram_[bin(f, rows_[i])], rows_[i]);
      Sum left;
      for (std::size_t b = 0; b + 1 < histogram_.size(); ++b) {
        left.residual += histogram_[b].residual;
        left.weight += histogram_[b].weight;
        left.rows += histogram_[b].rows;
        const Sum right{all.residual - left.residual, all.weight - left.weight,
                        all.rows - left.rows};
        if (left.rows < options_.least_rows || right.rows < options_.least_rows) continue;
        const double gain = score(left) + score(right) - score(all);
        if (gain > best.gain * (1 + 1e-9) + 1e-12) best = {gain, f, b};
      }
    }
    return best;
  }

  const Examples& examples_;
  const TreeOptions& options_;
  double shrink_ = 0;
  std::vector<double> residual_;
  std::vector<std::vector<double>> thresholds_;  // by feature
  std::vector<std::uint8_t> bins_;               // by feature, then row
  std::vector<std::size_t> rows_;                // those of a node lie together
  std::vector<Sum> histogram_;
  BoostedTrees result_;
};

BoostedTrees BoostedTrees::fit(const Examples& examples, const TreeOptions& options) {
  SIM_CHECK(examples.rows() > 0 && examples.values.size() == examples.rows() * examples.features,
            "examples do not match");
  return TreeGrower(examples, options).grow();
}

double BoostedTrees::predict(const double* row) const {
  double sum = mean_;
  for (const std::int32_t root : roots_) {
    const Node* node = &nodes_[static_cast<std::size_t>(root)];
    while (node->feature >= 0) {
      const bool right = row[node->feature] > node->number;
      node = &nodes_[static_cast<std::size_t>(node->next + (right ? 1 : 0))];
    }
    sum += node->number;
  }
  return sum;
}

// "MEAN", then a line a tree: its nodes from the root on, "FEATURE,THRESHOLD" or "VALUE"; children
// follow in the order in which their parents stand.
std::string BoostedTrees::text() const {
  std::string all;
  const auto number = [&](double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.7g", value);
    all += digits;
  };
  number(mean_);
  for (const std::int32_t root : roots_) {
    all += '\n';
    std::vector<std::int32_t> order{root};
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Node& node = nodes_[static_cast<std::size_t>(order[i])];
      if (i > 0) all += ' ';
      if (node.feature >= 0) {
        all += std::to_string(node.feature) + ',';
        order.push_back(node.next);
        order.push_back(node.next + 1);
      }
      number(node.number);
    }
  }
  return all;
}

namespace {

[[noreturn]] void refuse(std::string_view what) {
  throw ConfigError("trees: '" + std::string(what) + "' is not a node");
}

double number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    refuse(text);
  return value;
}

}  // namespace

BoostedTrees BoostedTrees::parse(std::string_view text, std::size_t features) {
  std::istringstream lines{std::string(text)};
  BoostedTrees read;
  std::string line, word;
  if (!std::getline(lines, line)) refuse("");
  read.mean_ = number_in(line);
  while (std::getline(lines, line)) {
    const std::size_t root = read.nodes_.size();
    std::size_t next = root + 1;  // where the next children will stand
    std::istringstream words(line);
    while (words >> word) {
      const std::size_t comma = word.find(',');
      Node node;
      if (comma != std::string::npos) {
        const double feature = number_in(word.substr(0, comma));
        if (feature < 0 || feature >= static_cast<double>(features)) refuse(word);
        node.feature = static_cast<std::int32_t>(feature);
        node.next = static_cast<std::int32_t>(next);
        next += 2;
      }
      node.number = number_in(comma == std::string::npos ? word : word.substr(comma + 1));
      read.nodes_.push_back(node);
      if (read.nodes_.size() > next) refuse(word);
    }
    if (read.nodes_.size() != next) refuse(line);
    read.roots_.push_back(static_cast<std::int32_t>(root));
  }
  return read;
}

}  // namespace lastmile::models
