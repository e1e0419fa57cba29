// Minimum s-t cut of a directed graph with non-negative capacities, exact (integers).
// Maximum flow by Edmonds, Karp 1972 (doi:10.1145/321694.321699) from Boost.Graph; the side of the source
// is what the source still reaches, so among equal cuts the one with the smallest source side is taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lastmile::models {

class MinCut {
 public:
  static constexpr std::int64_t kInfinite = std::int64_t{1} << 60;

  explicit MinCut(std::size_t vertices) : vertices_(vertices) {}
  /// Adds a vertex and returns its number.
  std::size_t vertex() { return vertices_++; }
  /// Parallel arcs add up. REQUIRES: 0 <= capacity <= kInfinite.
  void arc(std::size_t from, std::size_t to, std::int64_t capacity);
  /// True for vertices on the source's side.
  [[nodiscard]] std::vector<bool> source_side(std::size_t source, std::size_t sink) const;

 private:
  struct Arc {
    std::size_t from, to;
    std::int64_t capacity;
  };
  std::size_t vertices_;
  std::vector<Arc> arcs_;
};

}  // namespace lastmile::models
