// The results of a small scenario, all seven levels, as text, against the text of the last review.
// LASTMILE_UPDATE_GOLDEN=1 writes the file anew: then read its difference before it is committed.
// Every digit counts: results depend on no library function whose bits differ between machines.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "memory_recorder.hpp"
#include "sim/unit_text.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

constexpr const char* kFile = "tests/golden/seven_levels.txt";
constexpr std::size_t kLabels = 4;  // strategy, level, seed, network: said once, above the rows

std::string text_of(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&cell)) return exact_number(*real);
  return "'" + std::get<std::string>(cell) + "'";
}

void write_table(std::ostream& out, const MemoryRecorder& recorder, const std::string& table) {
  out << table << ":";
  const std::vector<Column>& columns = recorder.schema(table).columns;
  for (std::size_t i = kLabels; i < columns.size(); ++i) out << ' ' << columns[i].name;
  out << '\n';
  for (const Row& row : recorder.rows(table)) {
    for (std::size_t i = kLabels; i < row.size(); ++i) out << ' ' << text_of(row[i]);
    out << '\n';
  }
}

// Many rows, few kinds: their number, bytes and time in all.
void write_transfers(std::ostream& out, const MemoryRecorder& recorder) {
  std::map<std::string, std::array<double, 3>> sums;
  for (const Row& row : recorder.rows("transfers")) {
    auto& sum = sums[recorder.text("transfers", row, "purpose")];
    sum[0] += 1;
    sum[1] += recorder.number("transfers", row, "bytes");
    sum[2] += recorder.number("transfers", row, "finish_s") -
              recorder.number("transfers", row, "start_s");
  }
  out << "transfers: purpose number bytes seconds\n";
  for (const auto& [purpose, sum] : sums) {
    out << ' ' << purpose << ' ' << exact_number(sum[0]) << ' ' << exact_number(sum[1]) << ' '
        << exact_number(sum[2]) << '\n';
  }
}

std::string canonical_results() {
  std::ostringstream out;
  for (std::size_t i = 0; i < results().size(); ++i) {
    const Strategy& strategy = seven_levels().strategies[i];
    out << "== level " << strategy.level.value_or(-1) << ": " << strategy.name << '\n';
    for (const char* table : {"rounds", "requests", "devices"})
      write_table(out, results()[i], table);
    write_transfers(out, results()[i]);
  }
  return out.str();
}

std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream a(expected), b(actual);
  std::string x, y, heading;
  for (int line = 1;; ++line) {
    const bool more_a = static_cast<bool>(std::getline(a, x)),
               more_b = static_cast<bool>(std::getline(b, y));
    if (!more_a && !more_b) return "";
    if (!more_a) x = "(end)";
    if (!more_b) y = "(end)";
    if (x != y) return heading + ", line " + std::to_string(line) + "\n  was " + x + "\n  is  " + y;
    if (x.rfind("==", 0) == 0) heading = x;
  }
}

}  // namespace

TEST_CASE("golden: the small scenario's results are those of the last review") {
  const std::string actual = canonical_results();
  if (std::getenv("LASTMILE_UPDATE_GOLDEN") != nullptr) std::ofstream(kFile) << actual;
  std::ifstream file(kFile);
  REQUIRE(file);
  std::ostringstream expected;
  expected << file.rdbuf();
  INFO(first_difference(expected.str(), actual));
  CHECK(expected.str() == actual);
}

TEST_CASE("golden: the scenario takes every way that the levels have") {
  double early = 0, late = 0;
  std::map<std::string, int> purposes;
  for (const MemoryRecorder& recorder : results()) {
    for (const Row& row : recorder.rows("requests")) {
      early += recorder.number("requests", row, "early_exits");
      late += recorder.number("requests", row, "frames") -
              recorder.number("requests", row, "early_exits");
    }
    for (const Row& row : recorder.rows("transfers"))
      ++purposes[recorder.text("transfers", row, "purpose")];
  }
  CHECK(early > 20);
  CHECK(late > 20);
  CHECK(purposes.size() == 5);
}
