#include "network/recorded/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::network {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// What is quoted in a message: printable and short.
std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string result = "'";
  for (const char c : text.substr(0, longest)) result += c >= ' ' && c <= '~' ? c : '?';
  return result + (text.size() > longest ? "...'" : "'");
}

}  // namespace

std::string_view CsvRow::text(std::string_view column) const {
  const auto found = std::find(columns_->begin(), columns_->end(), column);
  SIM_CHECK(found != columns_->end(), "no column " + std::string(column));
  return cells_[static_cast<std::size_t>(found - columns_->begin())];
}

bool CsvRow::missing(std::string_view column) const {
  return text(column).empty() || text(column) == "-";
}

void CsvRow::fail(std::string_view column, const std::string& what) const {
  throw ConfigError(*name_ + ":" + std::to_string(line_) + ": column '" + std::string(column) +
                    "': " + what);
}

double CsvRow::number(std::string_view column, double least, double most) const {
  const std::string_view cell = text(column);
  if (missing(column)) fail(column, "a hole: every cell needs a number");
  double value = 0;
  const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || stop != cell.data() + cell.size() || !std::isfinite(value)) {
    fail(column, "expected a number, got " + quoted(cell));
  }
  if (value < least || value > most) {
    fail(column, quoted(cell) + " is out of range; allowed: " + exact_number(least) + " to " +
                     exact_number(most));
  }
  return value;
}

CsvReader::CsvReader(std::string_view text, std::string name, char separator)
    : left_(text), name_(std::move(name)), separator_(separator) {}

void CsvReader::fail(const std::string& what) const {
  throw ConfigError(name_ + ":" + std::to_string(line_) + ": " + what);
}

bool CsvReader::take_line(std::string_view& line) {
  while (!left_.empty()) {
    const std::size_t end = left_.find('\n');
    line = trimmed(left_.substr(0, end));
    left_ = end == left_.npos ? std::string_view() : left_.substr(end + 1);
    ++line_;
    if (!line.empty() && line.front() == '#') continue;
    if (!line.empty()) return true;
    if (left_.find_first_not_of(" \t\r\n") != left_.npos) fail("an empty line: a hole");
  }
  return false;
}

std::vector<std::string_view> CsvReader::split(std::string_view line) const {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t end =
        line.find_first_of(separator_ == ' ' ? " \t" : std::string_view(&separator_, 1));
    cells.push_back(trimmed(line.substr(0, end)));
    if (end == line.npos) return cells;
    line = line.substr(end + 1);
    if (separator_ == ' ') line = trimmed(line);
  }
}

void CsvReader::header(const std::vector<std::string>& needed,
                       const std::vector<std::string>& known) {
  std::string_view line;
  if (!take_line(line)) throw ConfigError(name_ + ": the file is empty; expected a header line");
  for (const std::string_view cell : split(line)) {
    const std::vector<std::string>& allowed = known.empty() ? needed : known;
    if (std::find(allowed.begin(), allowed.end(), cell) == allowed.end()) {
      fail(
          unknown_name_message("column", quoted(cell).substr(1, quoted(cell).size() - 2), allowed));
    }
    if (std::find(columns_.begin(), columns_.end(), cell) != columns_.end()) {
      fail("column " + quoted(cell) + " is there twice");
    }
    columns_.emplace_back(cell);
  }
  for (const std::string& column : needed) {
    if (std::find(columns_.begin(), columns_.end(), column) == columns_.end()) {
      fail("the header lacks the column '" + column + "'");
    }
  }
}

bool CsvReader::has(std::string_view column) const {
  return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

std::optional<CsvRow> CsvReader::next() {
  std::string_view line;
  if (!take_line(line)) return std::nullopt;
  CsvRow row;
  row.name_ = &name_;
  row.columns_ = &columns_;
  row.line_ = line_;
  row.cells_ = split(line);
  if (row.cells_.size() != columns_.size()) {
    fail("expected " + std::to_string(columns_.size()) + " columns, got " +
         std::to_string(row.cells_.size()));
  }
  return row;
}

}  // namespace lastmile::network
