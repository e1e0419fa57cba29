#include "analysis/hdf5_sink.hpp"
#include "analysis/hdf5_merge.hpp"
#include "analysis/hdf5_reader.hpp"
#include "analysis/version.hpp"
#include "sim/error.hpp"
#include "tests/unit/analysis/sample_tables.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>

#include <fstream>
#include <sstream>

using namespace lastmile;
using namespace lastmile::analysis;

namespace {

std::string content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void check_same_rows(const Hdf5Reader& reader, std::int64_t rows) {
  const auto strategy = reader.texts("requests", "strategy");
  const auto level = reader.integers("requests", "level");
  const auto latency = reader.reals("requests", "latency_s");
  const auto cut = reader.texts("requests", "cut");
  REQUIRE(reader.rows("requests") == static_cast<std::size_t>(rows));
  REQUIRE(latency.size() == static_cast<std::size_t>(rows));
  std::int64_t wrong = 0;
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Row expected = sample::request(i);
    const double real = std::get<double>(expected[2]);
    const bool same_real = std::isnan(real) ? std::isnan(latency[at]) : real == latency[at];
    wrong += !(Cell(strategy[at]) == expected[0] && Cell(level[at]) == expected[1] && same_real &&
               Cell(cut[at]) == expected[3]);
  }
  CHECK(wrong == 0);
}

std::string error_of(auto&& action) {
  try {
    action();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

#ifdef __SANITIZE_ADDRESS__
// HDF5 1.10 itself loses a buffer when it cannot write a new file's first block.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }
#endif

TEST_CASE("what is recorded is read back, across several flushes") {
  const sample::TemporaryFolder folder;
  sample::write(folder / "a.h5", 5000);
  const Hdf5Reader reader(folder / "a.h5");
  check_same_rows(reader, 5000);
  CHECK(reader.complete());
  CHECK(reader.tables() == std::vector<std::string>{"requests"});
}

TEST_CASE("schema, units and file attributes are kept in order") {
  const sample::TemporaryFolder folder;
  sample::write(folder / "a.h5", 3);
  const Hdf5Reader reader(folder / "a.h5");
  const TableSchema expected = sample::requests();
  const TableSchema schema = reader.schema("requests");
  CHECK(schema.description == expected.description);
  REQUIRE(schema.columns.size() == expected.columns.size());
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    CHECK(schema.columns[i].name == expected.columns[i].name);
    CHECK(schema.columns[i].unit == expected.columns[i].unit);
    CHECK(schema.columns[i].type == expected.columns[i].type);
    CHECK(schema.columns[i].description == expected.columns[i].description);
  }
  CHECK(reader.text_attribute("scenario_source") == sample::attributes().scenario_source);
  CHECK(reader.text_attribute("parameters") == "radio = wifi\ncameras = 12\n");
  CHECK(reader.text_attribute("commit") == software_commit());
  CHECK(reader.integer_attribute("schema_version") == 1);
}

TEST_CASE("equal calls give equal bytes; other rows give others") {
  const sample::TemporaryFolder folder;
  sample::write(folder / "a.h5", 3000);
  sample::write(folder / "b.h5", 3000);
  sample::write(folder / "c.h5", 3001);
  CHECK(content(folder / "a.h5") == content(folder / "b.h5"));
  CHECK(content(folder / "a.h5") != content(folder / "c.h5"));
}

TEST_CASE("a run that is not finished leaves its rows, marked incomplete") {
  const sample::TemporaryFolder folder;
  {
    Hdf5Sink sink(folder / "a.h5", sample::attributes());
    sink.declare(sample::requests());
    for (std::int64_t i = 0; i < 10; ++i) sink.record("requests", sample::request(i));
  }
  const Hdf5Reader reader(folder / "a.h5");
  CHECK_FALSE(reader.complete());
  check_same_rows(reader, 10);
}

TEST_CASE("a run that recorded nothing leaves no file") {
  const sample::TemporaryFolder folder;
  {
    Hdf5Sink sink(folder / "a.h5", sample::attributes());
    sink.declare(sample::requests());
    CHECK(std::filesystem::exists(folder / "a.h5"));
  }
  CHECK_FALSE(std::filesystem::exists(folder / "a.h5"));
}

TEST_CASE("parts merged in order equal one run") {
  const sample::TemporaryFolder folder;
  sample::write(folder / "whole.h5", 3000);
  sample::write(folder / "part.h5", 3000);
  {
    Hdf5Sink sink(folder / "merged.h5", sample::attributes());
    sink.declare(sample::requests());
    CHECK(append_part(sink, folder / "part.h5"));
    sink.finish();
  }
  check_same_rows(Hdf5Reader(folder / "merged.h5"), 3000);
}

TEST_CASE("two parts follow each other") {
  const sample::TemporaryFolder folder;
  sample::write(folder / "part.h5", 7);
  Hdf5Sink sink(folder / "merged.h5", sample::attributes());
  append_part(sink, folder / "part.h5");
  append_part(sink, folder / "part.h5");
  sink.finish();
  const auto levels = Hdf5Reader(folder / "merged.h5").integers("requests", "level");
  CHECK(levels == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("an early provenance is replaced by the last one") {
  const sample::TemporaryFolder folder;
  Hdf5Sink sink(folder / "a.h5", sample::attributes());
  sink.set_provenance({.host = "early", .started = "2024-01-01T00:00:00Z"});
  sink.finish({.host = "late", .wall_s = 2.5});
  CHECK(content(folder / "a.h5").find("late") != std::string::npos);
  CHECK(Hdf5Reader(folder / "a.h5").complete());
}

TEST_CASE("a forked child neither writes nor closes its parent's file") {
  const sample::TemporaryFolder folder;
  {
    auto sink = std::make_unique<Hdf5Sink>(folder / "a.h5", sample::attributes());
    sink->declare(sample::requests());
    for (std::int64_t i = 0; i < 10; ++i) sink->record("requests", sample::request(i));
    const pid_t child = ::fork();
    if (child == 0) {
      sink.reset();
      sample::write(folder / "child.h5", 5);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    for (std::int64_t i = 10; i < 20; ++i) sink->record("requests", sample::request(i));
    sink->finish();
  }
  check_same_rows(Hdf5Reader(folder / "a.h5"), 20);
  check_same_rows(Hdf5Reader(folder / "child.h5"), 5);
}

TEST_CASE("a file that another process writes is left alone") {
  const sample::TemporaryFolder folder;
  Hdf5Sink sink(folder / "a.h5", sample::attributes());
  sink.declare(sample::requests());
  sink.record("requests", sample::request(0));
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string message = error_of([&] { sample::write(folder / "a.h5", 5); });
    ::_exit(message == "cannot write " + (folder / "a.h5") + ": another process is writing it" ? 0
                                                                                               : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  sink.finish();
  check_same_rows(Hdf5Reader(folder / "a.h5"), 1);
}

TEST_CASE("misuse is our bug, not the user's") {
  const sample::TemporaryFolder folder;
  Hdf5Sink sink(folder / "a.h5", sample::attributes());
  sink.declare(sample::requests());
  CHECK_THROWS_AS(sink.record("rounds", {}), InternalError);
  CHECK_THROWS_AS(sink.record("requests", {std::string("one cell")}), InternalError);
  CHECK_THROWS_AS(sink.record("requests", {1.0, std::int64_t{1}, 1.0, std::string()}),
                  InternalError);
  sink.finish();
  CHECK_THROWS_AS(sink.flush(), InternalError);
}

TEST_CASE("unwritable and unreadable paths are named") {
  const sample::TemporaryFolder folder;
  const auto open = [&](const std::string& path) {
    return error_of([&] { Hdf5Sink(path, sample::attributes()); });
  };
  CHECK(open(folder / "no/such/a.h5") ==
        "cannot write " + (folder / "no/such/a.h5") + ": No such file or directory");
  CHECK(open(folder / "").find("Is a directory") != std::string::npos);
  CHECK(open("/dev/full") == "cannot write /dev/full: No space left on device");
  CHECK(std::filesystem::exists("/dev/full"));
  std::ofstream(folder / "text.h5") << "not HDF5";
  CHECK(error_of([&] {
          Hdf5Reader(folder / "text.h5");
        }).rfind("cannot read " + (folder / "text.h5"), 0) == 0);
  CHECK(error_of([&] { Hdf5Reader(folder / "none.h5"); }).find("No such file") !=
        std::string::npos);
}
