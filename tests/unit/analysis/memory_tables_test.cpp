#include "analysis/memory_tables.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "analysis/hdf5_reader.hpp"
#include "analysis/hdf5_sink.hpp"
#include "sim/error.hpp"
#include "tests/unit/analysis/sample_tables.hpp"

using namespace lastmile;
using namespace lastmile::analysis;

namespace {

MemoryTables sample_tables(std::int64_t rows) {
  MemoryTables tables;
  tables.declare(sample::requests());
  tables.declare(sample::empty_table());
  for (std::int64_t i = 0; i < rows; ++i) tables.record("requests", sample::request(i));
  return tables;
}

std::vector<std::size_t> widths(const MemoryTables::Table& table) {
  std::vector<std::size_t> result;
  for (const ColumnData& column : table.columns) {
    std::size_t width = 0;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column)) {
      for (const std::string& text : *texts) width = std::max(width, text.size());
    }
    result.push_back(width);
  }
  return result;
}

bool refused(std::string_view bytes) {
  try {
    MemoryTables::unpacked(bytes);
  } catch (const ConfigError&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("tables come back from their bytes as they were") {
  const MemoryTables before = sample_tables(200);
  const MemoryTables after = MemoryTables::unpacked(before.packed());
  CHECK(after.tables() == std::vector<std::string>{"requests"});
  CHECK(after.texts("requests", "strategy") == before.texts("requests", "strategy"));
  CHECK(after.integers("requests", "level") == before.integers("requests", "level"));
  CHECK(std::isnan(after.reals("requests", "latency_s")[97]));
  CHECK(after.reals("requests", "latency_s")[96] == before.reals("requests", "latency_s")[96]);
  CHECK(after.packed() == before.packed());
  CHECK(after.find("requests")->schema.columns[2].unit == "s");
}

TEST_CASE("bytes that were cut off anywhere are refused, never read past their end") {
  const std::string bytes = sample_tables(3).packed();
  int accepted = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (!refused(std::string_view(bytes).substr(0, size))) ++accepted;
  }
  CHECK(accepted == 1);  // the form's number alone: no tables
  std::string huge = bytes;
  for (std::size_t i = 4; i + 8 < huge.size(); ++i) {
    std::string changed = bytes;
    changed.replace(i, 8, 8, '\xff');
    refused(changed);  // must return
  }
  const MemoryTables one = sample_tables(1);
  CHECK_THROWS_AS(static_cast<void>(one.reals("requests", "level")), InternalError);
}

TEST_CASE("a compressed file holds the same rows in fewer bytes") {
  const sample::TemporaryFolder folder;
  const MemoryTables tables = sample_tables(20'000);
  const MemoryTables::Table& requests = *tables.find("requests");
  for (const FileForm form : {FileForm::followed, FileForm::compressed}) {
    Hdf5Sink sink(folder / (form == FileForm::followed ? "plain.h5" : "small.h5"), {}, form);
    sink.declare(requests.schema,
                 form == FileForm::compressed ? widths(requests) : std::vector<std::size_t>());
    sink.append("requests", requests.columns);
    sink.record("requests", sample::request(20'000));
    sink.finish();
  }
  const Hdf5Reader plain(folder / "plain.h5"), small(folder / "small.h5");
  CHECK(small.rows("requests") == 20'001);
  CHECK(small.texts("requests", "cut") == plain.texts("requests", "cut"));
  CHECK(small.texts("requests", "strategy") == plain.texts("requests", "strategy"));
  CHECK(small.integers("requests", "level") == plain.integers("requests", "level"));
  CHECK(small.integers("requests", "row") == plain.integers("requests", "row"));
  CHECK(std::filesystem::file_size(folder / "small.h5") <
        std::filesystem::file_size(folder / "plain.h5") / 4);
}

TEST_CASE("a text that is longer than its column is an error, not the end of the program") {
  const sample::TemporaryFolder folder;
  const MemoryTables tables = sample_tables(3);
  const MemoryTables::Table& requests = *tables.find("requests");
  Hdf5Sink sink(folder / "narrow.h5", {}, FileForm::compressed);
  sink.declare(requests.schema, {1, 0, 0, 1});
  sink.append("requests", requests.columns);
  CHECK_THROWS_AS(sink.finish(), InternalError);
}
