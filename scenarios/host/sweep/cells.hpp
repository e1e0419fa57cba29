// The cells of a sweep: every assignment of values to its parameters.
//
// Block   rows of values for some parameters; the cells are the product of the blocks, the first
//         block slowest. A grid is a block a parameter; a zip, a list and a set of draws are one
//         each.
// Filter  `where` may leave cells out; those that stay keep their order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/value.hpp"

namespace lastmile::scenarios {

struct Block {
  std::vector<std::string> names;
  std::vector<std::vector<Value>> rows;  ///< as many values as names: texts, numbers or booleans
  Place place = {};                      ///< where it was written
};

/// "8", "true", "wifi": as --set takes it.
std::string set_text(const Value& value);

class Cells {
 public:
  Cells() = default;
  explicit Cells(std::vector<Block> blocks);

  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }  ///< of all blocks
  /// Before `where`; at most 2^62.
  [[nodiscard]] std::uint64_t all() const { return all_; }
  [[nodiscard]] std::uint64_t size() const { return filtered_ ? kept_.size() : all_; }
  /// Which row of each block.
  [[nodiscard]] std::vector<std::size_t> rows(std::uint64_t cell) const;
  /// In the order of names().
  [[nodiscard]] std::vector<Value> values(std::uint64_t cell) const;
  /// An object with a member a parameter, for functions of the scenario.
  [[nodiscard]] Value as_table(std::uint64_t cell) const;
  void keep(const std::function<bool(std::uint64_t cell)>& where);

 private:
  std::vector<Block> blocks_;
  std::vector<std::string> names_;
  std::uint64_t all_ = 1;
  bool filtered_ = false;
  std::vector<std::uint64_t> kept_;
};

}  // namespace lastmile::scenarios
