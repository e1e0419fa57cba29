// One run in a process of its own; started by `run`, never by a person.
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "analysis/hdf5_sink.hpp"
#include "scenarios/host/child_process.hpp"
#include "scenarios/host/recording.hpp"
#include "scenarios/host/simulate.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

std::string needed(const Arguments& arguments, const char* option) {
  const auto given = arguments.text(option);
  if (!given) throw ConfigError(std::string("worker: --") + option + " is missing");
  return *given;
}

const Strategy& strategy_named(const Scenario& scenario, const std::string& name) {
  for (const Strategy& strategy : scenario.strategies) {
    if (strategy.name == name) return strategy;
  }
  throw ConfigError("worker: no strategy '" + name + "'");
}

/// Tells the parent, but only when there is something to see.
class ProgressPipe {
 public:
  void operator()(double fraction) {
    if (fraction < told_ + 0.005) return;
    told_ = fraction;
    dprintf(kProgressFd, "%.4f\n", std::min(fraction, 1.0));
  }

 private:
  double told_ = 0;
};

int run(const Arguments& arguments) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  RunSettings settings;
  settings.seed = std::stoull(needed(arguments, "seed"));
  settings.network = needed(arguments, "network");
  settings.compute = needed(arguments, "compute");
  settings.threads = static_cast<int>(arguments.count("threads", 1).value_or(1));
  settings.frozen = !arguments.has("no-frozen");
  settings.work_cache_dir = arguments.text("work-cache").value_or("");
  settings.progress = ProgressPipe();
  Scenario scenario =
      load_scenario(arguments.positional(), {arguments.texts("set"), settings.seed});
  scenario.timings = arguments.text("timings").value_or("");
  scenario.slowdowns = arguments.texts("slowdown");
  const std::string hash = std::to_string(source_hash(scenario));
  if (hash != needed(arguments, "source-hash")) {
    throw ConfigError(arguments.positional() + " was edited while it ran");
  }
  const std::string record = needed(arguments, "record");
  settings.record = record_given(scenario.record, &record);
  settings.pcap = arguments.text("pcap").value_or("");
  analysis::Hdf5Sink sink(needed(arguments, "part"), {});
  simulate(scenario, strategy_named(scenario, needed(arguments, "strategy")), settings, sink);
  sink.finish();
  return kDone;
}

}  // namespace

Verb worker_verb() {
  return {{"worker",
           "SCENARIO",
           "one run, for the program itself",
           {{"set", "KEY=VALUE", "option", true},
            {"strategy", "NAME", "strategy"},
            {"seed", "N", "seed"},
            {"network", "NAME", "backend"},
            {"compute", "NAME", "cost model"},
            {"threads", "N", "threads"},
            {"timings", "FILE", "of compute model measured"},
            {"slowdown", "DEVICE=FACTOR", "likewise", true},
            {"part", "FILE", "result"},
            {"work-cache", "DIR", "shared cache of learning"},
            {"source-hash", "N", "of the scenario's text"},
            {"record", "WHAT", "what to record"},
            {"pcap", "DIR", "packet captures"},
            {"no-frozen", "", "radio time runs on"}}},
          run,
          true};
}

}  // namespace lastmile::scenarios
