// Cuts of random graphs against all cuts.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/min_cut.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kGraphs = 300;

struct Arc {
  std::size_t from, to;
  std::int64_t capacity;
};

std::int64_t value(const std::vector<Arc>& arcs, const std::vector<bool>& side) {
  std::int64_t sum = 0;
  for (const Arc& a : arcs) {
    if (side[a.from] && !side[a.to]) sum += a.capacity;
  }
  return sum;
}

// Vertex 0 is the source, the last the sink.
std::int64_t best_of_all(const std::vector<Arc>& arcs, std::size_t vertices) {
  std::int64_t best = INT64_MAX;
  for (std::uint64_t set = 1; set < (std::uint64_t{1} << (vertices - 1)); set += 2) {
    std::vector<bool> side(vertices);
    for (std::size_t v = 0; v < vertices; ++v) side[v] = ((set >> v) & 1) != 0;
    best = std::min(best, value(arcs, side));
  }
  return best;
}

Claim exact_cuts() {
  RandomStream random(1, "check/cuts");
  std::int64_t worst = 0;
  for (int i = 0; i < kGraphs; ++i) {
    const std::size_t vertices = 4 + random.below(6);
    std::vector<Arc> arcs(random.below(4 * vertices));
    for (Arc& a : arcs) {
      a = {random.below(vertices), random.below(vertices),
           static_cast<std::int64_t>(random.below(1000))};
    }
    models::MinCut cut(vertices);
    for (const Arc& a : arcs) cut.arc(a.from, a.to, a.capacity);
    worst = std::max(worst,
                     value(arcs, cut.source_side(0, vertices - 1)) - best_of_all(arcs, vertices));
  }
  return at_most("partition: what a cut costs above the best of all cuts, " +
                     std::to_string(kGraphs) + " random graphs",
                 static_cast<double>(worst), 0);
}

}  // namespace

std::vector<Claim> model_cut_rows(const CheckOptions&) {
  return {exact_cuts()};
}

}  // namespace lastmile::scenarios
