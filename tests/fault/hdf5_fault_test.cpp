// The result file against kill -9, a full disk, and damage.
#include "analysis/hdf5_reader.hpp"
#include "analysis/hdf5_sink.hpp"
#include "sim/error.hpp"
#include "tests/unit/analysis/sample_tables.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>

using namespace lastmile;
using namespace lastmile::analysis;

namespace {

// Runs `work` in a child that `kill_after_us` ends (0: it ends by itself); its exit status, or -1.
template <class Work>
int in_child(unsigned kill_after_us, Work&& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      ::_exit(work());
    } catch (const std::exception&) {
      ::_exit(99);
    }
  }
  if (kill_after_us > 0) {
    ::usleep(kill_after_us);
    ::kill(child, SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// The rows that are readable and right, or -1 when the file cannot be read.
std::int64_t readable_rows(const std::string& path) {
  try {
    const Hdf5Reader reader(path);
    const auto levels = reader.integers("requests", "level");
    const auto cuts = reader.texts("requests", "cut");
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const Row expected = sample::request(static_cast<std::int64_t>(i));
      if (Cell(levels[i]) != expected[1] || Cell(cuts.at(i)) != expected[3]) return -1;
    }
    return static_cast<std::int64_t>(levels.size());
  } catch (const ConfigError&) {
    return -1;
  }
}

// Exit status 3: the error that is wanted came; its text goes to `message`.
int write_until_error(const std::string& path, const std::string& message) {
  try {
    Hdf5Sink sink(path, sample::attributes());
    sink.declare(sample::requests());
    for (std::int64_t i = 0; i < 200'000; ++i) sink.record("requests", sample::request(i));
    sink.finish();
  } catch (const ConfigError& error) {
    std::ofstream(message) << error.what();
    return 3;
  }
  return 0;
}

}  // namespace

TEST_CASE("after kill -9 everything up to the last flush is readable") {
  const sample::TemporaryFolder folder;
  const int status = in_child(0, [&] {
    Hdf5Sink sink(folder / "a.h5", sample::attributes());
    sink.declare(sample::requests());
    for (std::int64_t i = 0; i < 2500; ++i) sink.record("requests", sample::request(i));
    return ::raise(SIGKILL);
  });
  CHECK(status == -1);
  CHECK(readable_rows(folder / "a.h5") == 2048);
  CHECK_FALSE(Hdf5Reader(folder / "a.h5").complete());
}

TEST_CASE("a disk that fills up gives a clear error and keeps the last flush") {
  const sample::TemporaryFolder folder;
  for (const rlim_t limit : {rlim_t{1'000'000}, rlim_t{3'000'001}, rlim_t{5'123'456}}) {
    const int status = in_child(0, [&] {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit bound{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &bound);
      return write_until_error(folder / "a.h5", folder / "message");
    });
    CHECK(status == 3);
    std::string message;
    std::getline(std::ifstream(folder / "message"), message);
    CHECK(message == "cannot write " + (folder / "a.h5") + ": File too large");
    const std::int64_t rows = readable_rows(folder / "a.h5");
    CHECK(rows >= 1024);
    CHECK(rows % 1024 == 0);
  }
}

TEST_CASE("a disk that is full from the start leaves nothing") {
  const sample::TemporaryFolder folder;
  const int status = in_child(0, [&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit bound{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &bound);
    return write_until_error(folder / "a.h5", folder / "message");
  });
  CHECK(status == 3);
  CHECK_FALSE(std::filesystem::exists(folder / "a.h5"));
}

TEST_CASE("a truncated or damaged file is refused or read, never a crash") {
  const sample::TemporaryFolder folder;
  sample::write(folder / "a.h5", 2000);
  const auto size = std::filesystem::file_size(folder / "a.h5");
  for (std::uintmax_t part = 0; part < 10; ++part) {
    std::filesystem::copy_file(folder / "a.h5", folder / "cut.h5",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(folder / "cut.h5", size * part / 10);
    CHECK(readable_rows(folder / "cut.h5") == -1);
  }
}
