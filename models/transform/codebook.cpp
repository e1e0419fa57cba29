#include "models/transform/codebook.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr int kRounds = 100;

/// The nearest of ascending centroids; the lower one where two are as near.
std::size_t nearest(const std::vector<float>& centroids, float value) {
  const auto above = std::lower_bound(centroids.begin(), centroids.end(), value);
  if (above == centroids.begin()) return 0;
  const auto at = static_cast<std::size_t>(above - centroids.begin());
  if (above == centroids.end()) return at - 1;
  return value - centroids[at - 1] <= centroids[at] - value ? at - 1 : at;
}

/// Sorted values and the sums of what comes before each: a round costs the number of centroids.
struct SortedValues {
  explicit SortedValues(std::vector<float> all) : values(std::move(all)) {
    std::sort(values.begin(), values.end());
    sums.push_back(0);
    for (const float v : values) sums.push_back(sums.back() + static_cast<double>(v));
  }
  std::vector<float> values;
  std::vector<double> sums;
};

std::vector<float> even_start(const SortedValues& sorted, std::size_t count) {
  const float least = sorted.values.front(), most = sorted.values.back();
  std::vector<float> centroids;
  for (std::size_t i = 0; i < count; ++i) {
    const float share = count == 1 ? 0.5F : static_cast<float>(i) / static_cast<float>(count - 1);
    centroids.push_back(least + share * (most - least));
  }
  return centroids;
}

/// Each centroid moves to the mean of what is nearest to it; false if none moved.
bool move_to_means(const SortedValues& sorted, std::vector<float>& centroids) {
  const std::vector<float> old = centroids;
  std::size_t from = 0;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const auto first = sorted.values.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = i + 1 == old.size() ? sorted.values.end()
                                         : std::upper_bound(first, sorted.values.end(),
                                                            (old[i] + old[i + 1]) / 2);
    const auto to = static_cast<std::size_t>(end - sorted.values.begin());
    if (to > from)
      centroids[i] = static_cast<float>((sorted.sums[to] - sorted.sums[from]) /
                                        static_cast<double>(to - from));
    from = to;
  }
  return centroids != old;
}

std::vector<float> centroids_of(std::vector<float> values, std::size_t most) {
  const SortedValues sorted(std::move(values));
  std::vector<float> distinct = sorted.values;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() <= most) return distinct;
  std::vector<float> centroids = even_start(sorted, most);
  for (int round = 0; round < kRounds; ++round)
    if (!move_to_means(sorted, centroids)) break;
  std::sort(centroids.begin(), centroids.end());
  return centroids;
}

}  // namespace

Codebook cluster(std::span<const float> weights, int bits) {
  if (bits < 1 || bits > 16)
    throw ConfigError("codebook bits = " + std::to_string(bits) + ": must be from 1 to 16");
  std::vector<float> nonzero;
  std::copy_if(weights.begin(), weights.end(), std::back_inserter(nonzero),
               [](float w) { return w != 0; });
  std::vector<float> centroids;
  if (!nonzero.empty())
    centroids = centroids_of(std::move(nonzero), (std::size_t{1} << bits) - 1);
  Codebook book;
  for (const float w : weights)
    book.codes.push_back(
        w == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(nearest(centroids, w) + 1));
  book.centroids.push_back(0);
  book.centroids.insert(book.centroids.end(), centroids.begin(), centroids.end());
  return book;
}

std::vector<float> decoded(const Codebook& book) {
  std::vector<float> weights;
  weights.reserve(book.codes.size());
  for (const std::uint16_t code : book.codes) weights.push_back(book.centroids[code]);
  return weights;
}

void share(Codebook& book, std::span<float> weights, double pull) {
  SIM_CHECK(weights.size() == book.codes.size(), "weights of another codebook");
  std::vector<double> sum(book.centroids.size(), 0), count(book.centroids.size(), 0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::uint16_t code = book.codes[i];
    sum[code] += static_cast<double>(weights[i]) - static_cast<double>(book.centroids[code]);
    count[code] += 1;
  }
  for (std::size_t c = 1; c < sum.size(); ++c)
    if (count[c] > 0) book.centroids[c] += static_cast<float>(std::max(pull, 1 / count[c]) * sum[c]);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = book.centroids[book.codes[i]];
}

}  // namespace lastmile::models
