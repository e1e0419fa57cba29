#include "models/transform/nest.hpp"

#include <algorithm>
#include <unordered_map>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

/// By parameter of the parent: its place in the descendant, or none.
std::unordered_map<std::uint32_t, std::size_t> places_in(const Descendant& descendant) {
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (std::size_t i = 0; i < descendant.source.size(); ++i) places[descendant.source[i]] = i;
  return places;
}

}  // namespace

std::vector<Descendant> nest(const WeightedGraph& net, const std::vector<double>& keeps) {
  if (!std::is_sorted(keeps.begin(), keeps.end()))
    throw ConfigError("nesting: the shares of filters must ascend");
  std::vector<Descendant> nested;
  for (const double keep : keeps) nested.push_back(keep_filters(net, keep));
  return nested;
}

std::vector<std::uint8_t> shared_with(const Descendant& small, const Descendant& large) {
  const auto places = places_in(small);
  std::vector<std::uint8_t> shared;
  shared.reserve(large.source.size());
  for (const std::uint32_t source : large.source)
    shared.push_back(places.count(source) > 0 ? 1 : 0);
  return shared;
}

void adopt(const Descendant& small, Descendant& large) {
  const auto places = places_in(small);
  const std::vector<float> weights = flat_weights(small.net);
  std::vector<float> all = flat_weights(large.net);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (const auto found = places.find(large.source[i]); found != places.end())
      all[i] = weights[found->second];
  large.net = with_weights(large.net.graph, all);
}

}  // namespace lastmile::models
