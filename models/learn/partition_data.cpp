#include "models/learn/partition_data.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

std::vector<std::uint32_t> shuffled(std::size_t n, RandomStream& random) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  shuffle(order, random);
  return order;
}

void require_enough(std::size_t images, std::size_t parts, const char* what) {
  if (parts == 0 || images < parts)
    throw ConfigError("cannot split " + std::to_string(images) + " images into " +
                      std::to_string(parts) + " " + what + ": each must get at least one");
}

void require_positive(double alpha) {
  if (!(alpha > 0))
    throw ConfigError("Dirichlet alpha = " + std::to_string(alpha) + ": must be above 0");
}

/// Random order within each label.
std::vector<std::vector<std::uint32_t>> pools(std::span<const Label> labels,
                                              RandomStream& random) {
  std::vector<std::vector<std::uint32_t>> pool(
      labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end()) + std::size_t{1});
  for (const std::uint32_t i : shuffled(labels.size(), random)) pool[labels[i]].push_back(i);
  std::erase_if(pool, [](const auto& p) { return p.empty(); });
  return pool;
}

std::vector<double> dirichlet(std::size_t n, double alpha, RandomStream& random) {
  std::vector<double> share(n);
  for (double& s : share) s = random.gamma(alpha) + 1e-300;  // never all zero at tiny alpha
  return share;
}

/// A label by its share among those with images left.
std::size_t draw_label(const std::vector<double>& share,
                       const std::vector<std::vector<std::uint32_t>>& pool, RandomStream& random) {
  double total = 0;
  for (std::size_t c = 0; c < pool.size(); ++c) total += pool[c].empty() ? 0 : share[c];
  double at = random.uniform() * total;
  std::size_t last = pool.size();
  for (std::size_t c = 0; c < pool.size(); ++c) {
    if (pool[c].empty()) continue;
    last = c;
    at -= share[c];
    if (at < 0) break;
  }
  return last;
}

}  // namespace

void shuffle(std::vector<std::uint32_t>& values, RandomStream& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(i)]);
}

Parts split_iid(std::size_t images, std::size_t devices, RandomStream random) {
  require_enough(images, devices, "devices");
  const std::vector<std::uint32_t> order = shuffled(images, random);
  const std::size_t each = images / devices;
  Parts parts(devices);
  for (std::size_t d = 0; d < devices; ++d) {
    const auto from = order.begin() + static_cast<std::ptrdiff_t>(d * each);
    parts[d].assign(from, from + static_cast<std::ptrdiff_t>(each));
    std::sort(parts[d].begin(), parts[d].end());
  }
  return parts;
}

Parts split_shards(std::span<const Label> labels, std::size_t devices,
                   std::size_t shards_each, RandomStream random) {
  const std::size_t shards = devices * shards_each;
  require_enough(labels.size(), shards, "shards");
  std::vector<std::uint32_t> sorted = shuffled(labels.size(), random);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return labels[a] < labels[b]; });
  const std::vector<std::uint32_t> deal = shuffled(shards, random);
  const std::size_t each = labels.size() / shards;
  Parts parts(devices);
  for (std::size_t s = 0; s < shards; ++s) {
    const auto from = sorted.begin() + static_cast<std::ptrdiff_t>(deal[s] * each);
    std::vector<std::uint32_t>& part = parts[s / shards_each];
    part.insert(part.end(), from, from + static_cast<std::ptrdiff_t>(each));
  }
  for (auto& part : parts) std::sort(part.begin(), part.end());
  return parts;
}

Parts split_dirichlet(std::span<const Label> labels, std::size_t devices, double alpha,
                      RandomStream random) {
  require_positive(alpha);
  require_enough(labels.size(), devices, "devices");
  auto pool = pools(labels, random);
  Parts parts(devices);
  for (auto& part : parts) {
    const std::vector<double> share = dirichlet(pool.size(), alpha, random);
    for (std::size_t i = 0; i < labels.size() / devices; ++i) {
      auto& from = pool[draw_label(share, pool, random)];
      part.push_back(from.back());
      from.pop_back();
    }
    std::sort(part.begin(), part.end());
  }
  return parts;
}

Parts split_quantity(std::size_t images, std::size_t devices, double alpha, RandomStream random) {
  require_positive(alpha);
  require_enough(images, devices, "devices");
  const std::vector<std::uint32_t> order = shuffled(images, random);
  const std::vector<double> share = dirichlet(devices, alpha, random);
  const double total = std::accumulate(share.begin(), share.end(), 0.0);
  const auto spare = static_cast<double>(images - devices);  // beyond one each
  Parts parts(devices);
  std::size_t at = 0;
  double sum = 0;
  for (std::size_t d = 0; d < devices; ++d) {
    sum += share[d];
    const bool last = d + 1 == devices;
    const auto end = last ? images : d + 1 + static_cast<std::size_t>(spare * (sum / total));
    for (; at < std::min(end, images); ++at) parts[d].push_back(order[at]);
    std::sort(parts[d].begin(), parts[d].end());
  }
  return parts;
}

Parts split_by_user(std::span<const std::uint32_t> users, std::size_t devices,
                    RandomStream random) {
  if (users.empty()) throw ConfigError("the data set does not say whose its samples are");
  const std::size_t people = *std::max_element(users.begin(), users.end()) + std::size_t{1};
  require_enough(people, devices, "devices by user");
  std::vector<std::size_t> device(people);
  std::size_t next = 0;
  for (const std::uint32_t user : shuffled(people, random)) device[user] = next++ % devices;
  Parts parts(devices);
  for (std::uint32_t i = 0; i < users.size(); ++i) parts[device[users[i]]].push_back(i);
  return parts;
}

}  // namespace lastmile::learn
