// Minimum cuts of small random graphs against the enumeration of all of them.
#include "models/min_cut.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using models::MinCut;

namespace {

struct Arc {
  std::size_t from, to;
  std::int64_t capacity;
};

struct Problem {
  std::size_t vertices;
  std::vector<Arc> arcs;
};

std::int64_t value(const Problem& problem, const std::vector<bool>& side) {
  std::int64_t sum = 0;
  for (const Arc& a : problem.arcs) {
    if (side[a.from] && !side[a.to]) sum += a.capacity;
  }
  return sum;
}

// Vertex 0 is the source, the last one the sink.
struct Best {
  std::int64_t value = std::numeric_limits<std::int64_t>::max();
  std::size_t smallest_side = 0;
};

Best enumerate(const Problem& problem) {
  Best best;
  for (std::uint64_t set = 1; set < (std::uint64_t{1} << (problem.vertices - 1)); set += 2) {
    std::vector<bool> side(problem.vertices);
    std::size_t size = 0;
    for (std::size_t v = 0; v < problem.vertices; ++v) size += (side[v] = (set >> v) & 1) ? 1 : 0;
    const std::int64_t cost = value(problem, side);
    if (cost > best.value || (cost == best.value && size >= best.smallest_side)) continue;
    best = {cost, size};
  }
  return best;
}

std::vector<bool> solve(const Problem& problem) {
  MinCut cut(problem.vertices);
  for (const Arc& a : problem.arcs) cut.arc(a.from, a.to, a.capacity);
  return cut.source_side(0, problem.vertices - 1);
}

Problem random_problem(RandomStream& random) {
  Problem problem{3 + random.below(7), {}};
  const std::uint64_t arcs = random.below(4 * problem.vertices);
  const std::uint64_t largest = random.below(2) == 0 ? 4 : 1'000'000'000'000;  // many ties, or none
  for (std::uint64_t i = 0; i < arcs; ++i) {
    const std::size_t from = random.below(problem.vertices), to = random.below(problem.vertices);
    const bool infinite = random.below(12) == 0 && to + 1 != problem.vertices && from != 0;
    problem.arcs.push_back(
        {from, to,
         infinite ? MinCut::kInfinite : static_cast<std::int64_t>(random.below(largest))});
  }
  return problem;
}

}  // namespace

TEST_CASE("min cut: as good as the best of all cuts, with the smallest side among equals") {
  RandomStream random(1, "min_cut");
  for (int i = 0; i < 600; ++i) {
    const Problem problem = random_problem(random);
    const std::vector<bool> side = solve(problem);
    const Best best = enumerate(problem);
    CAPTURE(i);
    REQUIRE(side[0]);
    REQUIRE_FALSE(side[problem.vertices - 1]);
    REQUIRE(value(problem, side) == best.value);
    REQUIRE(static_cast<std::size_t>(std::count(side.begin(), side.end(), true)) ==
            best.smallest_side);
  }
}

TEST_CASE("min cut: by hand") {
  // 0 -> 1 (3), 0 -> 2 (2), 1 -> 3 (2), 2 -> 3 (4), 1 -> 2 (5): at most 5 leave the source.
  CHECK(solve({4, {{0, 1, 3}, {0, 2, 2}, {1, 3, 2}, {2, 3, 4}, {1, 2, 5}}}) ==
        std::vector<bool>{true, false, false, false});
  // Parallel arcs add up: 1 + 1 into vertex 1, 1 out of it.
  CHECK(solve({3, {{0, 1, 1}, {0, 1, 1}, {1, 2, 1}}}) == std::vector<bool>{true, true, false});
  // Nothing joins them.
  CHECK(solve({3, {{1, 2, 7}}}) == std::vector<bool>{true, false, false});
}

TEST_CASE("min cut: what no graph has is our bug") {
  MinCut cut(2);
  CHECK_THROWS_AS(cut.arc(0, 1, -1), InternalError);
  CHECK_THROWS_AS(cut.arc(0, 2, 1), InternalError);
  CHECK_THROWS_AS(cut.arc(0, 1, MinCut::kInfinite + 1), InternalError);
}
