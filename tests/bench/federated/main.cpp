// Rounds of federated learning a second: ours, over the fluid network and over packet-level Wi-Fi, and Flower's
// simulation of the same problem, which has no network. 1,000 clients of 60 pictures, 10 in a round, one local pass
// in batches of 10, 100 rounds, logistic regression. Wall time of whole programs, start included, each on all
// processors; of three runs over the fluid network the middle one. The packet level runs a tenth of the rounds.
//   bench_federated [--json] [--quick] [--python PROGRAM]
// PROGRAM (default: $LASTMILE_PYTHON, else python3) is asked for Flower; without it that row is left out.
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "models/json_reader.hpp"
#include "models/learn/dataset.hpp"

using namespace lastmile;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPerClient = 60, kHeldOut = 1000;

struct Size {
  int clients = 1000, per_round = 10, rounds = 100, points = 50;
};

struct Options {
  Size size;
  bool json = false;
  std::string python = "python3";
};

Options options_of(int argc, char** argv) {
  Options options;
  if (const char* told = std::getenv("LASTMILE_PYTHON")) options.python = told;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) options.json = true;
    if (std::strcmp(argv[i], "--quick") == 0) options.size = {200, 10, 20, 10};
    if (std::strcmp(argv[i], "--python") == 0 && i + 1 < argc) options.python = argv[++i];
  }
  return options;
}

// A folder of our own, gone at the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "bench_federated.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const char* name) const { return "'" + (path_ / name).string() + "'"; }
  [[nodiscard]] fs::path path(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

struct Run {
  double seconds = 0;
  std::string output;
};

std::optional<Run> run(const std::string& command) {
  const auto begin = std::chrono::steady_clock::now();
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  Run result;
  char buffer[4096];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) result.output.append(buffer, n);
  if (pclose(pipe) != 0) return std::nullopt;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

std::optional<Run> ours(const Scratch& scratch, const Size& size, const char* backend) {
  const std::string folder = LASTMILE_FEDERATED_FOLDER;
  return run(std::string("'") + LASTMILE_SIMULATOR + "' run '" + folder + "/federated.lua' --network " + backend +
             " --set clients=" + std::to_string(size.clients) + " --set rounds=" + std::to_string(size.rounds) +
             " --set per_round=" + std::to_string(size.per_round) +
             " --set access_points=" + std::to_string(size.points) + " --threads " +
             std::to_string(std::max(1U, std::thread::hardware_concurrency())) + " --out " +
             scratch.file("out.h5") + " 2>/dev/null");
}

/// The middle one of three: the first start after a build reads the program from disk.
std::optional<Run> middle_of_three(const Scratch& scratch, const Size& size, const char* backend) {
  std::array<Run, 3> runs;
  for (Run& one : runs) {
    const auto done = ours(scratch, size, backend);
    if (!done) return std::nullopt;
    one = *done;
  }
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.seconds < b.seconds; });
  return runs[1];
}

void write_pictures(const Scratch& scratch, const Size& size) {
  const std::size_t count = static_cast<std::size_t>(size.clients) * kPerClient + kHeldOut;
  const learn::Dataset data = learn::draw_digits(count, RandomStream(1, "bench federated"));
  std::ofstream images(scratch.path("images"), std::ios::binary), labels(scratch.path("labels"), std::ios::binary);
  for (std::size_t i = 0; i < data.size(); ++i)
    images.write(reinterpret_cast<const char*>(data.image(i)), static_cast<std::streamsize>(data.image_bytes()));
  for (const std::uint8_t label : data.labels()) labels.put(static_cast<char>(label));
}

// The last line that is JSON: what Flower and Ray say before it is theirs.
std::optional<models::Json> answer_of(const std::string& output) {
  std::optional<models::Json> found;
  for (std::size_t from = 0; from < output.size();) {
    const std::size_t to = std::min(output.find('\n', from), output.size());
    if (output[from] == '{') found = models::Json::parse(output.substr(from, to - from));
    from = to + 1;
  }
  return found;
}

struct Flower {
  std::string version;
  double seconds = 0, whole_seconds = 0, accuracy = 0;
};

std::optional<Flower> flower(const Scratch& scratch, const Size& size, const std::string& python) {
  if (!run(python + " -c 'import flwr, ray' 2>/dev/null")) return std::nullopt;
  write_pictures(scratch, size);
  const std::string folder = LASTMILE_FEDERATED_FOLDER;
  const auto result = run(python + " '" + folder + "/flower_logistic.py' " + scratch.file("images") + " " +
                          scratch.file("labels") + " " + std::to_string(size.clients) + " " +
                          std::to_string(size.per_round) + " " + std::to_string(size.rounds) + " 2>/dev/null");
  if (!result) return std::nullopt;
  const auto answer = answer_of(result->output);
  if (!answer) return std::nullopt;
  return Flower{answer->at("flower").text(), answer->at("seconds").number(), result->seconds,
                answer->at("accuracy").number()};
}

void print(const Size& size, const std::optional<Run>& fluid, const std::optional<Run>& packets,
           const std::optional<Flower>& peer) {
  std::printf("%d clients, %d in a round, %d rounds, %d access points\n", size.clients, size.per_round, size.rounds,
              size.points);
  if (!fluid) std::puts("fluid network       failed");
  if (!packets) std::puts("packet-level Wi-Fi  failed, or not built");
  if (fluid) std::printf("fluid network       %8.2f s\n", fluid->seconds);
  if (packets) std::printf("packet-level Wi-Fi  %8.2f s for a tenth of the rounds\n", packets->seconds);
  if (!peer) return std::puts("Flower              not installed (--python PROGRAM)"), void();
  std::printf("Flower %-12s %8.2f s, accuracy %.3f; %.2f s with its start; no network\n", peer->version.c_str(),
              peer->seconds, peer->accuracy, peer->whole_seconds);
  if (fluid) std::printf("Flower over fluid   %8.1f (its simulation alone against our whole program)\n",
                         peer->seconds / fluid->seconds);
}

void print_json(const std::optional<Run>& fluid, const std::optional<Run>& packets,
                const std::optional<Flower>& peer) {
  const auto number = [](const char* name, double value) { std::printf("\"%s\": %.6g", name, value); };
  std::printf("{");
  number("fluid_s", fluid ? fluid->seconds : -1), std::printf(", ");
  number("packets_tenth_s", packets ? packets->seconds : -1);
  if (peer) {
    std::printf(", \"flower\": \"%s\", ", peer->version.c_str());
    number("flower_s", peer->seconds), std::printf(", ");
    number("flower_whole_s", peer->whole_seconds);
  }
  std::puts("}");
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  const Scratch scratch;
  const auto fluid = middle_of_three(scratch, options.size, "fluid");
  Size tenth = options.size;
  tenth.rounds = std::max(1, tenth.rounds / 10);
  const auto packets = ours(scratch, tenth, "ns3");
  const auto peer = flower(scratch, options.size, options.python);
  if (options.json) print_json(fluid, packets, peer);
  else print(options.size, fluid, packets, peer);
  return fluid ? 0 : 1;
}
