// Samples a second of training (forward, backward, update; SGD with momentum) against PyTorch in eager mode on the
// CPU, if the Python given has it: the same networks, batches and threads. Rounds are interleaved; the best counts.
//   bench_learn [--json] [--quick] [--python PATH] [--only NETWORK]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <numeric>
#include <optional>
#include <string>

#include "models/learn/train.hpp"
#include "models/measure/kernel_process.hpp"
#include "sim/error.hpp"
#include "tests/bench/learn/nets.hpp"

using namespace lastmile;

namespace {

constexpr std::uint32_t kImages = 640;

struct Settings {
  bool json = false;
  bool quick = false;
  std::string python = "python3";
  std::string only;  ///< name of a network; empty: all
  [[nodiscard]] int rounds() const { return quick ? 1 : 5; }
  [[nodiscard]] double seconds() const { return quick ? 0.1 : 0.4; }
};

struct Case {
  models::Graph (*graph)();
  int batch;
  double bar;  ///< of the ratio; 0: none
};

constexpr Case kCases[] = {
    {bench::logistic, 10, 5}, {bench::mlp, 10, 5},      {bench::lenet5, 10, 2},  {bench::resnet8, 10, 0},
    {bench::logistic, 64, 0}, {bench::mlp, 64, 0},      {bench::lenet5, 64, 0},  {bench::resnet8, 64, 0.8},
};

struct Row {
  std::string name;
  double ours = 0;
  std::optional<double> peer;
  double bar = 0;
};

using Peer = std::unique_ptr<models::KernelProcess>;

class Ours {
 public:
  Ours(const models::Graph& graph, int batch, int threads)
      : network_(graph), data_(images(network_.input())), pool_(threads) {
    options_.batch = batch;
    options_.learning_rate = 1e-3;
    std::iota(samples_.begin(), samples_.end(), 0U);
    parameters_ = network_.initial_parameters(RandomStream(1, "bench/weights"));
  }

  [[nodiscard]] std::size_t trained() const {
    std::size_t count = 0;
    for (const learn::ParameterRange& range : network_.layout()) count += range.statistic ? 0 : range.count;
    return count;
  }

  double rate(double seconds) {
    run(1);
    int epochs = 1;
    for (double took = run(epochs); ; took = run(epochs)) {
      if (took >= seconds / 2) return epochs * static_cast<double>(kImages) / took;
      epochs = std::max(2 * epochs, static_cast<int>(0.8 * epochs * seconds / took));
    }
  }

 private:
  static learn::Dataset images(const models::Shape& shape) {
    RandomStream random(1, "bench/images");
    std::vector<std::uint8_t> pixels(kImages * static_cast<std::size_t>(shape.elements()));
    std::vector<learn::Label> labels(kImages);
    for (auto& p : pixels) p = static_cast<std::uint8_t>(random.below(256));
    for (auto& l : labels) l = static_cast<learn::Label>(random.below(10));
    return learn::Dataset("noise", shape, 10, std::move(pixels), std::move(labels));
  }

  double run(int epochs) {
    options_.epochs = epochs;
    const auto start = std::chrono::steady_clock::now();
    learn::train(network_, parameters_, data_, samples_, options_, RandomStream(1, "bench/shuffle"), &pool_);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  learn::Network network_;
  learn::Dataset data_;
  learn::ThreadPool pool_;
  learn::SgdOptions options_;
  std::vector<float> parameters_;
  std::vector<std::uint32_t> samples_ = std::vector<std::uint32_t>(kImages);
};

double peer_rate(models::KernelProcess& peer, const models::Graph& graph, int batch, int threads, double seconds,
                 std::size_t parameters) {
  const models::Json answer = peer.ask(graph.name() + " " + std::to_string(batch) + " " + std::to_string(threads) +
                                       " " + std::to_string(seconds));
  if (static_cast<std::size_t>(answer.at("parameters").number()) != parameters)
    throw ConfigError("the two sides train different networks named " + graph.name());
  return answer.at("rate").number();
}

Row measure(const Case& c, int threads, const Settings& settings, const Peer& peer) {
  const models::Graph graph = c.graph();
  Ours ours(graph, c.batch, threads);
  Row row{graph.name() + ", batch " + std::to_string(c.batch) + ", " + std::to_string(threads) + " thread" +
              (threads > 1 ? "s" : ""),
          0, std::nullopt, c.bar};
  for (int round = 0; round < settings.rounds(); ++round) {
    row.ours = std::max(row.ours, ours.rate(settings.seconds()));
    if (peer != nullptr)
      row.peer = std::max(row.peer.value_or(0), peer_rate(*peer, graph, c.batch, threads, settings.seconds(),
                                                          ours.trained()));
  }
  return row;
}

Peer start_peer(const std::string& python) {
  const auto script = std::filesystem::path(LASTMILE_SOURCE_FOLDER) / "tests/bench/learn/peer_torch.py";
  try {
    return std::make_unique<models::KernelProcess>(python, 120, std::vector<std::string>{script.string()});
  } catch (const ConfigError& error) {
    std::fprintf(stderr, "bench_learn: no PyTorch beside it (%s); --python names a Python that has it\n", error.what());
    return nullptr;
  }
}

void print_text(const Row& row, const std::string& peer_name) {
  std::printf("%-32s ours %10.0f/s", row.name.c_str(), row.ours);
  if (row.peer)
    std::printf("   %s %10.0f/s   ratio %6.2f", peer_name.c_str(), *row.peer, row.ours / *row.peer);
  if (row.peer && row.bar > 0) std::printf(" (bar %g)", row.bar);
  std::printf("\n");
  std::fflush(stdout);
}

void print_json(const Row& row, const std::string& peer_name, bool first) {
  std::printf("%s{\"name\": \"learn: %s\", \"ours\": %.0f, ", first ? "[" : ",\n ", row.name.c_str(), row.ours);
  if (row.peer)
    std::printf("\"peer\": %.0f, \"ratio\": %.3f, ", *row.peer, row.ours / *row.peer);
  else
    std::printf("\"peer\": null, \"ratio\": null, ");
  std::printf("\"peer_name\": \"%s\", \"unit\": \"samples/s\"}", peer_name.c_str());
}

int run(const Settings& settings) {
  const Peer peer = start_peer(settings.python);
  std::string name = "PyTorch";
  if (peer != nullptr)
    name += " " + peer->greeting().at("version").text() + " eager, " + peer->greeting().at("capability").text();
  bool first = true;
  for (const int threads : {1, 2})
    for (const Case& c : kCases) {
      if (!settings.only.empty() && c.graph().name() != settings.only) continue;
      const Row row = measure(c, threads, settings, peer);
      settings.json ? print_json(row, name, first) : print_text(row, name);
      first = false;
    }
  if (settings.json) std::printf("]\n");
  return 0;
}

int usage() {
  std::fprintf(stderr, "usage: bench_learn [--json] [--quick] [--python PATH] [--only NETWORK]\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0)
      settings.json = true;
    else if (std::strcmp(argv[i], "--quick") == 0)
      settings.quick = true;
    else if (std::strcmp(argv[i], "--python") == 0 && i + 1 < argc)
      settings.python = argv[++i];
    else if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc)
      settings.only = argv[++i];
    else
      return usage();
  }
  try {
    return run(settings);
  } catch (const ConfigError& error) {
    return std::fprintf(stderr, "bench_learn: %s\n", error.what()), 2;
  }
}
