#include "models/learn/partition_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

std::vector<Label> labels_in_turn(std::size_t n) {
  std::vector<Label> labels(n);
  for (std::size_t i = 0; i < n; ++i) labels[i] = static_cast<Label>(i % 10);
  return labels;
}

void check_parts(const Parts& parts, std::size_t devices, std::size_t each, std::size_t images) {
  std::set<std::uint32_t> seen;
  REQUIRE(parts.size() == devices);
  for (const auto& part : parts) {
    CHECK(part.size() == each);
    CHECK(std::is_sorted(part.begin(), part.end()));
    seen.insert(part.begin(), part.end());
  }
  CHECK(seen.size() == devices * each);
  CHECK(*seen.rbegin() < images);
}

/// Mean over devices of the share of the device's most frequent label.
double skew(const Parts& parts, const std::vector<Label>& labels) {
  double sum = 0;
  for (const auto& part : parts) {
    std::vector<int> count(10);
    for (const auto i : part) ++count[labels[i]];
    sum += *std::max_element(count.begin(), count.end()) / static_cast<double>(part.size());
  }
  return sum / static_cast<double>(parts.size());
}

std::size_t most_labels(const Parts& parts, const std::vector<Label>& labels) {
  std::size_t most = 0;
  for (const auto& part : parts) {
    std::set<int> kinds;
    for (const auto i : part) kinds.insert(labels[i]);
    most = std::max(most, kinds.size());
  }
  return most;
}

}  // namespace

TEST_CASE("every rule gives every device the same number of different images") {
  const auto labels = labels_in_turn(2400);
  check_parts(split_iid(2400, 12, RandomStream(1, "split")), 12, 200, 2400);
  check_parts(split_shards(labels, 12, 2, RandomStream(1, "split")), 12, 200, 2400);
  for (const double alpha : {0.001, 0.1, 0.5, 1000.0})
    check_parts(split_dirichlet(labels, 12, alpha, RandomStream(1, "split")), 12, 200, 2400);
  check_parts(split_iid(25, 4, RandomStream(1, "split")), 4, 6, 25);
}

TEST_CASE("labels are uneven by shards and by small alpha, even by large alpha and IID") {
  const auto labels = labels_in_turn(2400);
  const auto at = [&](double alpha) {
    return skew(split_dirichlet(labels, 12, alpha, RandomStream(1, "split")), labels);
  };
  CHECK(at(0.05) > 0.6);
  CHECK(at(0.5) > 0.25);
  CHECK(at(0.5) < 0.6);
  CHECK(at(1000) < 0.17);
  CHECK(skew(split_iid(2400, 12, RandomStream(1, "split")), labels) < 0.17);
  CHECK(most_labels(split_shards(labels, 12, 2, RandomStream(1, "split")), labels) <= 4);
}

TEST_CASE("quantity: all images, at least one each, amounts as uneven as alpha says") {
  const auto spread = [](double alpha) {
    const Parts parts = split_quantity(1000, 10, alpha, RandomStream(1, "split"));
    std::set<std::uint32_t> seen;
    std::size_t least = 1000, most = 0;
    for (const auto& part : parts) {
      seen.insert(part.begin(), part.end());
      least = std::min(least, part.size());
      most = std::max(most, part.size());
    }
    CHECK(seen.size() == 1000);
    CHECK(least >= 1);
    return static_cast<double>(most) / static_cast<double>(least);
  };
  CHECK(spread(0.1) > 50);
  CHECK(spread(1) > 3);
  CHECK(spread(1e4) < 1.2);
  const auto labels = labels_in_turn(1000);
  CHECK(skew(split_quantity(1000, 10, 1e4, RandomStream(1, "split")), labels) < 0.2);
  CHECK(split_quantity(10, 10, 0.01, RandomStream(1, "split"))[3].size() == 1);
}

TEST_CASE("by user: a user's images stay together, users are dealt evenly") {
  std::vector<std::uint32_t> users;
  for (std::uint32_t i = 0; i < 700; ++i) users.push_back(i * i % 7);
  const Parts parts = split_by_user(users, 3, RandomStream(1, "split"));
  std::set<std::uint32_t> owners;
  std::size_t images = 0;
  for (const auto& part : parts) {
    std::set<std::uint32_t> own;
    for (const std::uint32_t i : part) own.insert(users[i]);
    for (const std::uint32_t user : own) CHECK(owners.insert(user).second);
    images += part.size();
  }
  CHECK(images == 700);
  CHECK(owners.size() == 4);  // squares modulo 7
  std::vector<std::uint32_t> each(12);
  std::iota(each.begin(), each.end(), 0U);
  for (const auto& part : split_by_user(each, 4, RandomStream(1, "split"))) CHECK(part.size() == 3);
  CHECK_THROWS_AS(split_by_user(each, 13, RandomStream(1, "s")), ConfigError);
  CHECK_THROWS_AS(split_by_user({}, 1, RandomStream(1, "s")), ConfigError);
}

TEST_CASE("a split depends on the seed and on nothing else") {
  const auto labels = labels_in_turn(600);
  CHECK(split_dirichlet(labels, 6, 0.5, RandomStream(1, "s")) ==
        split_dirichlet(labels, 6, 0.5, RandomStream(1, "s")));
  CHECK(split_dirichlet(labels, 6, 0.5, RandomStream(1, "s")) !=
        split_dirichlet(labels, 6, 0.5, RandomStream(2, "s")));
  CHECK(split_iid(600, 6, RandomStream(1, "s")) != split_iid(600, 6, RandomStream(2, "s")));
}

TEST_CASE("impossible splits are refused") {
  const auto labels = labels_in_turn(10);
  CHECK_THROWS_AS(split_iid(3, 4, RandomStream(1, "s")), ConfigError);
  CHECK_THROWS_AS(split_iid(3, 0, RandomStream(1, "s")), ConfigError);
  CHECK_THROWS_AS(split_shards(labels, 6, 2, RandomStream(1, "s")), ConfigError);
  CHECK_THROWS_AS(split_dirichlet(labels, 2, 0, RandomStream(1, "s")), ConfigError);
  CHECK_THROWS_AS(split_quantity(10, 2, 0, RandomStream(1, "s")), ConfigError);
  CHECK_THROWS_AS(split_quantity(1, 2, 1, RandomStream(1, "s")), ConfigError);
}
