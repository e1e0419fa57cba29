// Events per CPU second of the hold model, against ns-3's schedulers in the same program, and
// process switches (delay, resume) against SimGrid's actors in a program of its own (beside this
// one, if built). The engine runs whole events (loop, clock, callable); of ns-3 only the scheduler
// and the event object. Rounds are interleaved; the best counts.
//   bench_engine [--json] [--quick]
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "sim/engine.hpp"
#include "sim/process.hpp"
#include "tests/bench/engine/hold.hpp"

using namespace lastmile;
using namespace lastmile::bench;

namespace {

constexpr int kRounds = 5;

class EngineHold final : public Hold {
 public:
  explicit EngineHold(std::size_t pending) {
    for (std::size_t i = 0; i < pending; ++i) schedule();
  }
  std::uint64_t run(std::size_t events) override {
    left_ = events;
    engine_.run();
    return sum_;
  }

 private:
  void schedule() {
    engine_.after(Duration(increments_.next()), [this] { fire(); });
  }
  void fire() {
    sum_ = sum_ * 31 + static_cast<std::uint64_t>(engine_.now().time_since_epoch().count());
    schedule();
    if (--left_ == 0) engine_.stop();
  }

  Engine engine_;
  Increments increments_;
  std::uint64_t sum_ = 0;
  std::size_t left_ = 0;
};

struct Row {
  std::string name;
  double ours = 0;
  std::optional<double> peer;
  std::string peer_name;
  const char* unit;
  const char* goal;
};

struct Measured {
  std::unique_ptr<Hold> hold;
  double best_s = 1e9;
  std::uint64_t sum = 0;
};

void measure(Measured& side, std::size_t events) {
  const double before = cpu_s();
  side.sum = side.hold->run(events);
  side.best_s = std::min(side.best_s, cpu_s() - before);
}

// Calendar's resizing at 10^6 takes minutes.
bool too_slow(const std::string& scheduler, std::size_t pending) {
  return scheduler == "CalendarScheduler" && pending > 100'000;
}

bool hold_rows(std::size_t pending, std::size_t events, std::vector<Row>& rows) {
  Measured ours;
  ours.hold = std::make_unique<EngineHold>(pending);
  std::map<std::string, Measured> peers;
  for (const std::string& name : ns3_schedulers()) {
    if (!too_slow(name, pending)) peers[name].hold.reset(new_ns3_hold(name, pending));
  }
  for (int round = -1; round < kRounds; ++round) {  // the first one warms
    measure(ours, events);
    for (auto& [name, side] : peers) measure(side, events);
    if (round >= 0) continue;
    ours.best_s = 1e9;
    for (auto& [name, side] : peers) side.best_s = 1e9;
  }
  const auto n = static_cast<double>(events);
  const std::string name = "engine: hold, " + std::to_string(pending) + " pending";
  bool same = true;
  for (const std::string& scheduler : ns3_schedulers()) {
    const auto found = peers.find(scheduler);
    if (found == peers.end()) continue;
    rows.push_back({name, n / ours.best_s, n / found->second.best_s, "ns-3 " + scheduler,
                    "events/CPU s",
                    scheduler == "MapScheduler" ? " (goal 5 at 100000)" : " (goal 2 at 100000)"});
    same = same && found->second.sum == ours.sum;
  }
  if (peers.empty())
    rows.push_back({name, n / ours.best_s, std::nullopt, "ns-3", "events/CPU s", ""});
  return same;
}

Task<> napper(Engine& engine, Duration pause, int naps) {
  for (int k = 0; k < naps; ++k) co_await delay(engine, pause);
}

double our_switches_s(int processes, int naps) {
  Engine engine;
  Processes set(engine);
  for (int i = 0; i < processes; ++i) set.spawn(napper(engine, seconds(1 + 1e-3 * i), naps));
  const double before = cpu_s();
  engine.run();
  return cpu_s() - before;
}

std::optional<double> simgrid_switches_s(int processes, int naps) {
  const auto peer =
      std::filesystem::canonical("/proc/self/exe").parent_path() / "peer_engine_simgrid";
  if (!std::filesystem::exists(peer)) return std::nullopt;
  const std::string command = "'" + peer.string() + "' " + std::to_string(processes) + " " +
                              std::to_string(naps) + " --log=root.thresh:warning";
  FILE* pipe = popen(command.c_str(), "r");
  double cpu = 0;
  const int got = pipe == nullptr ? 0 : std::fscanf(pipe, "%lf", &cpu);
  if (pipe == nullptr || pclose(pipe) != 0 || got != 1) return std::nullopt;
  return cpu;
}

Row switch_row(int processes, int our_naps, int their_naps) {
  double ours = 1e9;
  std::optional<double> theirs;
  for (int round = 0; round < 3; ++round) {
    ours = std::min(ours, our_switches_s(processes, our_naps));
    const auto peer = simgrid_switches_s(processes, their_naps);
    if (peer) theirs = std::min(theirs.value_or(1e9), *peer);
  }
  const double n = processes;
  Row row{"engine: process switch, " + std::to_string(processes) + " processes",
          n * our_naps / ours,
          std::nullopt,
          "SimGrid actor",
          "switches/CPU s",
          ""};
  if (theirs) row.peer = n * their_naps / *theirs;
  return row;
}

void print_text(const Row& row) {
  std::printf("%-40s ours %7.1f ns  ", row.name.c_str(), 1e9 / row.ours);
  if (!row.peer) return static_cast<void>(std::printf("%s: not built\n", row.peer_name.c_str()));
  std::printf("%-28s %8.1f ns  ratio %6.2f%s\n", row.peer_name.c_str(), 1e9 / *row.peer,
              row.ours / *row.peer, row.goal);
}

void print_json(const Row& row, bool first) {
  std::printf("%s{\"name\": \"%s\", \"ours\": %.0f, ", first ? "" : ", ", row.name.c_str(),
              row.ours);
  if (row.peer)
    std::printf("\"peer\": %.0f, \"ratio\": %.3f, ", *row.peer, row.ours / *row.peer);
  else
    std::printf("\"peer\": null, \"ratio\": null, ");
  std::printf("\"peer_name\": \"%s\", \"unit\": \"%s\"}", row.peer_name.c_str(), row.unit);
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
      return std::fprintf(stderr, "usage: bench_engine [--json] [--quick]\n"), 2;
  }
  std::vector<Row> rows;
  bool same = hold_rows(1'000, quick ? 20'000 : 500'000, rows);
  same = hold_rows(100'000, quick ? 100'000 : 500'000, rows) && same;
  if (!quick) same = hold_rows(1'000'000, 1'000'000, rows) && same;
  rows.push_back(switch_row(1'000, quick ? 200 : 2'000, quick ? 20 : 200));
  if (json) std::printf("[");
  for (const Row& row : rows) json ? print_json(row, &row == rows.data()) : print_text(row);
  if (json) std::printf("]\n");
  if (!same) std::fprintf(stderr, "bench_engine: the two sides ran different events\n");
  return same ? 0 : 1;
}
