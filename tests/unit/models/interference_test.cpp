#include "models/interference.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "models/cost.hpp"
#include "models/interference_fit.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

constexpr double kMiB = 1024.0 * 1024.0;
const Interference kModel{16 * kMiB, kMiB, 0.5, 1, {0.02, 1e-3}, {}};

Demand job(double gigabytes_per_s, double mebibytes) { return {gigabytes_per_s * 1e9, mebibytes * kMiB}; }

std::string kernel(int number) { return "kernel " + std::to_string(number % 20); }

std::string why(const std::string& answers) {
  try {
    read_corun_rows(answers);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::string side(const std::string& extra) {
  return R"({"call": "copy c=64", "moved_bytes": 2e6, "footprint_bytes": 3e6, )" + extra + "}";
}
std::string answer(const std::string& share, const std::string& first, const std::string& second,
                   const std::string& cpus = "[0, 1]") {
  return "{\"cpus\": " + cpus + ", \"core_share\": " + share + ", \"first\": " + side(first) + ", \"second\": " + side(second) + "}\n";
}

}  // namespace

TEST_CASE("interference: by hand") {
  // Of 16 MiB, half softness: below 8 MiB nothing is missed, at 24 MiB everything.
  // Half of the accesses, so half of the cache: 8 / 0.5 = 16 MiB, and 8 + 8 bound it: (16 - 8) / 16 = 0.5 are missed.
  const auto x = kModel.features(job(10, 8), job(10, 8));
  CHECK(x[0] == doctest::Approx(10 * 0.5));
  CHECK(x[1] == 0);  // the other misses nothing alone
  CHECK(kModel.slowdown(job(10, 8), job(10, 8)) == doctest::Approx(1.1));
  // The other accesses little: 8 / (10 / 10.4) = 8.32 MiB.
  CHECK(kModel.features(job(10, 8), job(0.4, 8))[0] == doctest::Approx(10 * 0.02));
  // The other's 2 MiB push out no more than 2 MiB: (10 - 8) / 16.
  CHECK(kModel.features(job(10, 8), job(1000, 2))[0] == doctest::Approx(10 * 0.125));
  // Beyond any cache: both wait for memory, and nothing more is missed.
  const auto far = kModel.features(job(20, 100), job(10, 50));
  CHECK(far[0] == 0);
  CHECK(far[1] == doctest::Approx(200));
}

TEST_CASE("interference: none inside the private cache, and none from nobody") {
  CHECK(kModel.slowdown(job(100, 0.5), job(20, 100)) == 1);
  CHECK(kModel.slowdown(job(20, 100), job(100, 0.5)) == 1);
  CHECK(kModel.slowdown(job(20, 100), {}) == 1);
}

TEST_CASE("interference: a fit finds the model that made the rows") {
  RandomStream random(1, "rows");
  std::vector<CorunRow> rows;
  for (int i = 0; i < 300; ++i) {
    const Demand a = job(random.uniform(1, 80), random.uniform(1, 60)), b = job(random.uniform(1, 80), random.uniform(1, 60));
    const bool outlier = i % 20 == 0;  // what a neighbour in the machine makes of one in twenty
    rows.push_back({kernel(i), kernel(7 * i + 1), a, b, kModel.slowdown(a, b) + (outlier ? 3.0 : 0.0)});
  }
  const Interference found = fit_interference(rows, kMiB);
  CHECK(found.shared_cache_bytes == 16 * kMiB);
  CHECK(found.softness == 0.5);
  CHECK(found.others_weight == 1);
  for (std::size_t t = 0; t < 2; ++t)
    CHECK(found.coefficients[t] == doctest::Approx(kModel.coefficients[t]).epsilon(0.05));
}

TEST_CASE("interference: noise is not fitted") {
  RandomStream random(1, "noise");
  std::vector<CorunRow> rows;
  for (int i = 0; i < 200; ++i) {
    const Demand a = job(random.uniform(1, 80), random.uniform(1, 60)), b = job(random.uniform(1, 80), random.uniform(1, 60));
    rows.push_back({kernel(i), kernel(7 * i + 1), a, b, 1 + 0.05 * random.normal()});
  }
  CHECK(fit_interference(rows, kMiB).slowdown(job(50, 30), job(50, 30)) == 1);
}

TEST_CASE("interference: errors against the best constant, by hand") {
  const Interference none{16 * kMiB, kMiB, 0.5, 1, {0, 0}, {}};
  std::vector<CorunRow> rows(3);
  rows[0].slowdown = 1, rows[1].slowdown = 1.2, rows[2].slowdown = 2;
  const InterferenceError error = error_of(none, rows);
  CHECK(error.mean_error == doctest::Approx(1.2 / 3));
  CHECK(error.best_constant_error == doctest::Approx((0.2 + 0.8) / 3));
  CHECK(error.worst == doctest::Approx(1));
  CHECK(error.mape == doctest::Approx((0.2 / 1.2 + 0.5) / 3));
}

TEST_CASE("interference: co-runs are read from answers; pairs that shared a core are left out") {
  const std::string times = R"("alone_s": 1e-3, "slowdown": 1.5)";
  const auto rows = read_corun_rows("{\"program\": \"lastmile-kernels\"}\n" + answer("1.01", times, times) +
                                    answer("1.9", times, times) + answer("2", times, times, "[0, 0]") +
                                    "{\"error\": \"no\"}\n");
  REQUIRE(rows.size() == 1);  // both sides are the same call here
  CHECK(rows[0].demand.bytes_per_s == doctest::Approx(2e9));
  CHECK(rows[0].slowdown == 1.5);
  CHECK(read_corun_rows(answer("2", times, times, "[0, 0]"), Placement::one_processor).size() == 1);
  CHECK(why("\n" + answer("1", times, R"("alone_s": 0, "slowdown": 1)")) ==
        "line 2: JSON: 'second.alone_s' must be above zero");
  CHECK(why(answer("1", R"("alone_s": 1, "slowdown": -1)", times)) == "line 1: JSON: 'first.slowdown' must be above zero");
  CHECK(why("{\"first\": 1}") == "line 1: JSON: the document has no member 'cpus'");
}

TEST_CASE("interference: a pair that was run several times counts once, with its medians") {
  const auto times = [](const char* slowdown, const char* alone) {
    return std::string("\"alone_s\": ") + alone + ", \"slowdown\": " + slowdown;
  };
  const std::string steady = times("1.25", "1e-3");
  const auto other = [&](const std::string& text) {
    return R"({"call": "add c=32", "moved_bytes": 2e6, "footprint_bytes": 3e6, )" + text + "}";
  };
  std::string answers;
  for (const char* slowdown : {"1.1", "9", "1.3"})
    answers += "{\"cpus\": [0, 1], \"core_share\": 1, \"first\": " + side(times(slowdown, "1e-3")) +
               ", \"second\": " + other(steady) + "}\n";
  const auto rows = read_corun_rows(answers);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].slowdown == 1.3);
  CHECK(rows[1].slowdown == 1.25);
}

TEST_CASE("interference: a network's demand is its bytes over its time") {
  const Graph graph = camera_cnn();
  const Demand once = demand(graph, all_layers(graph), 1, 4, seconds(0.01));
  CHECK(once.bytes_per_s > 0);
  CHECK(demand(graph, all_layers(graph), 1, 4, seconds(0.02)).bytes_per_s == doctest::Approx(once.bytes_per_s / 2));
  CHECK(demand(graph, all_layers(graph), 8, 4, seconds(0.01)).footprint_bytes > once.footprint_bytes);
  CHECK(demand(graph, all_layers(graph), 1, 4, Duration(0)).bytes_per_s == 0);
}

TEST_CASE("interference: a file is read, and one that makes no sense is refused with the key") {
  const auto path = std::filesystem::temp_directory_path() / "lastmile_interference.toml";
  const auto read = [&path](const std::string& softness) {
    std::ofstream(path) << "shared_cache_bytes = 8e6\nprivate_cache_bytes = 1e6\nsoftness = " << softness
                        << "\npushed_out = 0.01\nmemory = 0\nothers_weight = 1\nprovenance = \"calibrated\"\n"
                           "source = \"test\"\n";
    return read_interference(path);
  };
  CHECK(read("0.5").coefficients[0] == 0.01);
  CHECK_THROWS_WITH_AS(read("1.5"), doctest::Contains("'softness' must be at most 1"), ConfigError);
  CHECK_THROWS_AS(read("0"), ConfigError);
  std::filesystem::remove(path);
}
