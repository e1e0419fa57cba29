// CPU time of the same Wi-Fi and LTE traffic through our seam (radio time running) and as a plain
// ns-3 program: peer_ns3 beside this program, in processes of their own, interleaved, best of
// three.
//   bench_ns3 [--json] [--quick]
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

namespace {

constexpr int kRounds = 3;

struct Side {
  double cpu_s = 1e9;
  unsigned long long events = 0;
  double delivered = 0;
};

struct Load {
  const char* name;
  const char* radio;
  int seconds;
};
constexpr Load kLoads[] = {{"ns3: wi-fi, 10 stations, tcp", "wifi", 18},
                           {"ns3: lte, 10 UEs, tcp", "lte", 9}};

bool measure(const char* mode, const Load& load, int seconds, Side& side) {
  const auto peer = std::filesystem::canonical("/proc/self/exe").parent_path() / "peer_ns3";
  const std::string command =
      "'" + peer.string() + "' " + mode + " " + load.radio + " " + std::to_string(seconds);
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return false;
  double cpu = 0;
  const int got = std::fscanf(pipe, "%lf %llu %lf", &cpu, &side.events, &side.delivered);
  if (pclose(pipe) != 0 || got != 3) return false;
  side.cpu_s = std::min(side.cpu_s, cpu);
  return true;
}

void print_text(const Load& load, const Side& ours, const Side& plain) {
  std::printf("%s\n", load.name);
  for (const auto& [name, side] : {std::pair{"seam", ours}, std::pair{"plain ns-3", plain}}) {
    std::printf("  %-10s %7.3f CPU s, %9llu events, %.1f MB delivered\n", name, side.cpu_s,
                side.events, side.delivered / 1e6);
  }
  const double ratio = ours.cpu_s / plain.cpu_s;
  const double events = static_cast<double>(ours.events) / static_cast<double>(plain.events);
  std::printf(
      "  ratio of CPU time %.3f (goal at most 1.05); of events %.3f; of CPU time an event %.3f\n",
      ratio, events, ratio / events);
}

void print_json(const Load& load, const Side& ours, const Side& plain) {
  std::printf(
      "{\"name\": \"%s\", \"ours\": %.4f, \"peer\": %.4f, \"peer_name\": \"plain ns-3\", "
      "\"ratio\": %.4f, \"unit\": \"CPU s\"}",
      load.name, ours.cpu_s, plain.cpu_s, ours.cpu_s / plain.cpu_s);
}

}  // namespace

int main(int argc, char** argv) {
  bool json = false, quick = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0)
      json = true;
    else if (std::strcmp(argv[i], "--quick") == 0)
      quick = true;
    else
      return std::fprintf(stderr, "usage: bench_ns3 [--json] [--quick]\n"), 2;
  }
  bool same = true;
  if (json) std::printf("[");
  for (const Load& load : kLoads) {
    Side ours, plain;
    for (int round = 0; round < (quick ? 1 : kRounds); ++round) {
      const int seconds = quick ? 1 : load.seconds;
      if (!measure("seam", load, seconds, ours) || !measure("plain", load, seconds, plain)) {
        return std::fprintf(stderr, "bench_ns3: peer_ns3 failed\n"), 1;
      }
    }
    if (json && &load != kLoads) std::printf(", ");
    json ? print_json(load, ours, plain) : print_text(load, ours, plain);
    std::fflush(stdout);
    same = same && ours.delivered == plain.delivered;
  }
  if (json) std::printf("]\n");
  if (!same) std::fprintf(stderr, "bench_ns3: the two sides delivered different amounts\n");
  return same ? 0 : 1;
}
