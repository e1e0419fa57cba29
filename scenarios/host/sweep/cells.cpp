#include "scenarios/host/sweep/cells.hpp"

#include <algorithm>

#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 62;

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > kMost / b ? kMost : a * b;
}

}  // namespace

std::string set_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::boolean:
      return value.boolean ? "true" : "false";
    case Value::Kind::number:
      return exact_number(value.number);
    case Value::Kind::text:
      return value.text;
    default:
      fail_at(value.place,
              "a swept value must be a text, number or boolean, not " + describe(value));
  }
}

Cells::Cells(std::vector<Block> blocks) : blocks_(std::move(blocks)) {
  for (const Block& block : blocks_) {
    all_ = product(all_, block.rows.size());
    for (const std::string& name : block.names) {
      if (std::find(names_.begin(), names_.end(), name) != names_.end())
        fail_at(block.place, "sweep{}: parameter '" + name + "' is swept twice");
      names_.push_back(name);
    }
  }
}

std::vector<std::size_t> Cells::rows(std::uint64_t cell) const {
  std::uint64_t number = filtered_ ? kept_.at(cell) : cell;
  std::vector<std::size_t> rows(blocks_.size());
  for (std::size_t b = blocks_.size(); b-- > 0;) {
    rows[b] = number % blocks_[b].rows.size();
    number /= blocks_[b].rows.size();
  }
  return rows;
}

std::vector<Value> Cells::values(std::uint64_t cell) const {
  const std::vector<std::size_t> chosen = rows(cell);
  std::vector<Value> result;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const std::vector<Value>& row = blocks_[b].rows[chosen[b]];
    result.insert(result.end(), row.begin(), row.end());
  }
  return result;
}

Value Cells::as_table(std::uint64_t cell) const {
  Value table;
  table.kind = Value::Kind::object;
  const std::vector<Value> chosen = values(cell);
  for (std::size_t i = 0; i < names_.size(); ++i) table.members.push_back({names_[i], chosen[i]});
  std::sort(table.members.begin(), table.members.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  return table;
}

void Cells::keep(const std::function<bool(std::uint64_t)>& where) {
  std::vector<std::uint64_t> kept;
  for (std::uint64_t i = 0; i < size(); ++i) {
    if (where(i)) kept.push_back(filtered_ ? kept_[i] : i);
  }
  kept_ = std::move(kept);
  filtered_ = true;
}

}  // namespace lastmile::scenarios
