#include "scenarios/host/sweep/build_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "scenarios/host/build.hpp"
#include "scenarios/host/sweep/quantity.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

bool plain(const Value& value) {
  return value.kind == Value::Kind::text || value.kind == Value::Kind::number ||
         value.kind == Value::Kind::boolean;
}

std::vector<Value> plain_list(const Value& value, const std::string& what, const Place& place) {
  if (value.kind != Value::Kind::list || value.list.empty())
    fail_at(place, what + ": expected a list of values, got " + describe(value));
  for (const Value& item : value.list) {
    if (!plain(item))
      fail_at(place, what + ": a value must be a text, number or boolean, not " + describe(item));
  }
  return value.list;
}

const std::vector<Member>& members_of(const Value& table, const std::string& what,
                                      const Place& place) {
  if (table.kind != Value::Kind::object || !table.tag.empty())
    fail_at(place,
            what + ": expected a table like { cameras = {2, 4, 8} }, got " + describe(table));
  return table.members;
}

void add_grid(std::vector<Block>& blocks, const Value& grid, const Place& place) {
  for (const Member& axis : members_of(grid, "grid", place)) {
    Block block{{axis.name}, {}, place};
    for (const Value& value : plain_list(axis.value, "grid." + axis.name, place))
      block.rows.push_back({value});
    blocks.push_back(std::move(block));
  }
}

Block zip_block(const Value& zip, const Place& place) {
  Block block{{}, {}, place};
  for (const Member& column : members_of(zip, "zip", place)) {
    const std::vector<Value> values = plain_list(column.value, "zip." + column.name, place);
    if (block.names.empty()) block.rows.resize(values.size());
    if (values.size() != block.rows.size())
      fail_at(place, "zip: lists of one length are joined; '" + block.names.front() + "' has " +
                         std::to_string(block.rows.size()) + " values, '" + column.name + "' " +
                         std::to_string(values.size()));
    block.names.push_back(column.name);
    for (std::size_t i = 0; i < values.size(); ++i) block.rows[i].push_back(values[i]);
  }
  return block;
}

Block list_block(const Value& list, const Place& place) {
  Block block{{}, {}, place};
  if (list.kind != Value::Kind::list || list.list.empty())
    fail_at(place, "list: expected { { cameras = 2, ... }, ... }, got " + describe(list));
  for (const Value& entry : list.list) {
    std::vector<std::string> names;
    std::vector<Value> row;
    for (const Member& member : members_of(entry, "list", place)) {
      if (!plain(member.value))
        fail_at(place, "list: '" + member.name + "' must be a text, number or boolean");
      names.push_back(member.name);
      row.push_back(member.value);
    }
    if (block.rows.empty()) block.names = names;
    if (names != block.names) fail_at(place, "list: every entry must name the same parameters");
    block.rows.push_back(std::move(row));
  }
  return block;
}

// One parameter of random{} or latin_hypercube{}: from a number in [0, 1) to its value.
class Draw {
 public:
  Draw(const std::string& name, const Value& over, const Place& place)
      : name_(name), place_(place) {
    if (over.tag != "between") {
      values_ = plain_list(over, "over." + name, place);
      return;
    }
    const Parameters given = parameters_of(over);
    place_ = given.place();
    low_ = given.raw("low");
    const Value& high = given.raw("high");
    log_ = given.text("scale") == "log";
    whole_ = given.flag("whole");
    if (low_.kind != high.kind)
      fail("low and high must both be numbers, or both texts with a unit");
    if (low_.kind == Value::Kind::number) {
      first_ = low_.number;
      last_ = high.number;
    } else {
      const auto ends = quantities({set_text(low_), set_text(high)});
      if (!ends)
        fail("'" + set_text(low_) + "' and '" + set_text(high) + "' are no quantities of one kind");
      first_ = ends->front().value;
      last_ = ends->back().value;
      if (first_ <= 0) fail("a quantity must be above 0");
      if (whole_) fail("whole = true is for numbers without a unit");
    }
    if (!(first_ < last_)) fail("low must be below high");
    if (log_ && first_ <= 0) fail("scale = \"log\" needs low above 0");
  }

  [[nodiscard]] Value at(double u) const {
    if (!values_.empty())
      return values_[static_cast<std::size_t>(u * static_cast<double>(values_.size()))];
    if (low_.kind == Value::Kind::text) return {scaled(low_.text, position(u) / first_)};
    if (whole_) return {std::floor(first_ + u * (last_ - first_ + 1))};
    return {std::stod(scaled("1", position(u)))};  // six digits: what is printed is what was run
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    fail_at(place_, "between{} of '" + name_ + "': " + message);
  }
  [[nodiscard]] double position(double u) const {
    return log_ ? first_ * portable_pow(last_ / first_, u) : first_ + u * (last_ - first_);
  }

  std::string name_;
  Place place_;
  std::vector<Value> values_;
  Value low_;
  double first_ = 0, last_ = 1;
  bool log_ = false, whole_ = false;
};

// In every one of n equal slices one number, the slices in a random order.
std::vector<double> stratified(RandomStream& stream, std::size_t n) {
  std::vector<std::size_t> slices(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t j = stream.below(i + 1);
    slices[i] = slices[j];
    slices[j] = i;
  }
  std::vector<double> result;
  for (const std::size_t slice : slices) {
    result.push_back((static_cast<double>(slice) + stream.uniform()) / static_cast<double>(n));
  }
  return result;
}

Block drawn_block(const Value& made) {
  const Parameters given = parameters_of(made);
  const auto points = static_cast<std::size_t>(given.count("points"));
  Block block{{}, std::vector<std::vector<Value>>(points), given.place()};
  for (const Member& member : members_of(given.raw("over"), "over", given.place("over"))) {
    const Draw draw(member.name, member.value, given.place("over"));
    RandomStream stream(static_cast<std::uint64_t>(given.count("seed")), "sweep " + member.name);
    std::vector<double> numbers;
    if (made.tag == "latin_hypercube")
      numbers = stratified(stream, points);
    else
      for (std::size_t i = 0; i < points; ++i) numbers.push_back(stream.uniform());
    block.names.push_back(member.name);
    for (std::size_t i = 0; i < points; ++i) block.rows[i].push_back(draw.at(numbers[i]));
  }
  if (block.names.empty()) fail_at(given.place("over"), made.tag + "{}: 'over' names no parameter");
  return block;
}

Value guessed(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (!text.empty() && *end == '\0') return {number};
  return {text};
}

}  // namespace

std::vector<Block> blocks_of(const Parameters& sweep) {
  std::vector<Block> blocks;
  if (sweep.has("grid")) add_grid(blocks, sweep.raw("grid"), sweep.place("grid"));
  if (sweep.has("zip")) blocks.push_back(zip_block(sweep.raw("zip"), sweep.place("zip")));
  if (sweep.has("list")) blocks.push_back(list_block(sweep.raw("list"), sweep.place("list")));
  for (const char* drawn : {"random", "latin_hypercube"}) {
    if (sweep.has(drawn)) blocks.push_back(drawn_block(sweep.raw(drawn)));
  }
  return blocks;
}

Block grid_block(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw ConfigError("--grid '" + text + "': write KEY=VALUE,VALUE,...");
  Block block{{text.substr(0, equals)}, {}, {}};
  for (const Value& value : value_from_text(ParameterKind::text_list, text.substr(equals + 1)).list)
    block.rows.push_back({guessed(value.text)});
  return block;
}

}  // namespace lastmile::scenarios
