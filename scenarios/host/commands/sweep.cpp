#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "scenarios/host/commands/sweep_slurm.hpp"
#include "scenarios/host/estimate.hpp"
#include "scenarios/host/forked_child.hpp"
#include "scenarios/host/result_attributes.hpp"
#include "scenarios/host/seed_limit.hpp"
#include "scenarios/host/sweep/merge.hpp"
#include "scenarios/host/sweep/point.hpp"
#include "scenarios/host/sweep/print_sweep.hpp"
#include "scenarios/host/sweep/run_points.hpp"
#include "scenarios/host/sweep/sweep_folder.hpp"
#include "scenarios/host/sweep/sweep_status.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

SweepOrder order_from(const Arguments& arguments) {
  SweepOrder order;
  const std::string& file = arguments.positional();
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    throw ConfigError("cannot read the scenario '" + file + "'");
  order.path = fs::absolute(file).lexically_normal().string();
  order.sets = arguments.texts("set");
  order.grids = arguments.texts("grid");
  order.seeds = arguments.count("seeds", 1);
  if (order.seeds && *order.seeds > kMostSeeds)
    throw ConfigError("--seeds: at most " + std::to_string(kMostSeeds));
  order.network = arguments.text("network");
  order.compute = arguments.text("compute");
  order.record = arguments.text("record");
  if (const auto replay = arguments.text("replay"))
    order.replay = fs::absolute(*replay).lexically_normal().string();
  order.frozen_time = !arguments.has("no-frozen");
  order.threads = static_cast<int>(arguments.count("threads", 1).value_or(1));
  order.few_files = arguments.has("few-files");
  return with_sources(std::move(order));
}

Shard shard_from(const Arguments& arguments) {
  const auto text = arguments.text("shard");
  if (!text) return {};
  const std::size_t slash = text->find('/');
  try {
    if (slash == std::string::npos) throw ConfigError("");
    const double index = parse_number(text->substr(0, slash)),
                 count = parse_number(text->substr(slash + 1));
    if (index != std::floor(index) || count != std::floor(count) || index < 1 || count < index ||
        count > 1e6)
      throw ConfigError("");
    return {static_cast<std::uint64_t>(index) - 1, static_cast<std::uint64_t>(count)};
  } catch (const ConfigError&) {
    throw ConfigError("--shard " + *text + ": write I/N, I from 1 to N, e.g. 3/16");
  }
}

int merge_and_print(const SweepPlan& plan, const std::vector<std::string>& folders,
                    const Arguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const MergeResult result = merge_points(
      plan, {folders, arguments.text("merged").value_or(folders.front() + "/merged.h5"),
             arguments.command_line()});
  print_sweep(plan, result);
  const double wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("merged in %.1f s; numbers %.1f MB, file %.1f MB\n", wall_s,
              result.numbers_bytes / 1e6, static_cast<double>(fs::file_size(result.output)) / 1e6);
  return result.complete() ? kDone : kFailed;
}

void print_times(const PointsOutcome& outcome) {
  std::printf(
      "%llu points run, %llu known from before; wall %.1f s, CPU %.1f s (%.1f s of it in "
      "scenarios), "
      "largest process %.1f MB\n",
      static_cast<unsigned long long>(outcome.run), static_cast<unsigned long long>(outcome.known),
      outcome.wall_s, outcome.cpu_s + own_cpu_s(), outcome.scenario_cpu_s,
      outcome.peak_memory_bytes / 1e6);
}

/// Of a point, by the first and the last cell; 0 where nobody can say.
double expected_memory(const SweepPlan& plan) {
  double most = 0;
  for (const std::uint64_t cell : {std::uint64_t{0}, plan.cells.size() - 1}) {
    try {
      Scenario scenario = plan.scenario(cell, plan.seeds.front());
      scenario.seeds = {plan.seeds.front()};
      most = std::max(most, estimate(scenario, {scenario.network}, 1).peak_memory_bytes);
    } catch (const ConfigError&) {
      return most;  // the points will say it
    }
  }
  return most;
}

int run_here(const SweepPlan& plan, const std::string& folder, const Arguments& arguments) {
  PointsOptions options;
  options.folder = folder;
  options.jobs = arguments.count_or_cores("jobs");
  options.shard = shard_from(arguments);
  options.few_files = plan.order.few_files;
  if (const auto memory = arguments.text("memory"))
    options.memory_bytes = parse_bytes(*memory).value();
  if (options.jobs > 1) options.expected_bytes = expected_memory(plan);
  const PointsOutcome outcome = run_points(plan, options);
  if (outcome.failed > 0)
    std::fprintf(stderr, "%llu points failed; the first: %s\n",
                 static_cast<unsigned long long>(outcome.failed), outcome.first_error.c_str());
  print_times(outcome);
  if (outcome.interrupted) {
    std::fprintf(stderr, "interrupted; `lastmile sweep resume %s` goes on\n", folder.c_str());
    return kInterrupted;
  }
  if (options.shard.count > 1 || arguments.has("no-merge"))
    return outcome.failed > 0 ? kFailed : kDone;
  return merge_and_print(plan, {folder}, arguments);
}

std::string folder_of(const Arguments& arguments) {
  if (arguments.positionals().size() != 2)
    throw ConfigError("lastmile sweep " + arguments.positional() +
                      ": give the folder of one sweep");
  return arguments.positional(1);
}

int print_points(const SweepPlan& plan) {
  for (std::uint64_t i = 0; i < plan.points(); ++i)
    std::printf("%llu %s %s\n", static_cast<unsigned long long>(i), plan.hash(i).c_str(),
                plan.describe(i).c_str());
  return kDone;
}

int start(const Arguments& arguments) {
  if (arguments.positionals().size() != 1) throw ConfigError("lastmile sweep: give one scenario");
  const SweepOrder order = order_from(arguments);
  const std::string folder =
      arguments.text("out").value_or(fs::path(order.path).stem().string() + ".sweep");
  const SweepPlan plan = make_plan(order, {arguments.has("yes"), true});
  if (arguments.has("dry-run"))
    return arguments.has("slurm") ? run_on_slurm(plan, folder, arguments) : print_points(plan);
  open_folder(order, folder);
  if (arguments.has("slurm")) return run_on_slurm(plan, folder, arguments);
  return run_here(plan, folder, arguments);
}

int run(const Arguments& arguments) {
  refuse_slurm_options(arguments);
  const std::string& first = arguments.positional();
  if (first == "status") {
    const std::string folder = folder_of(arguments);
    return print_status(make_plan(read_order(folder), {true, false}), folder,
                        arguments.has("json"));
  }
  if (first == "resume") {
    const std::string folder = folder_of(arguments);
    const SweepPlan plan = make_plan(order_of_folder(folder), {true, false});
    return arguments.has("slurm") ? run_on_slurm(plan, folder, arguments)
                                  : run_here(plan, folder, arguments);
  }
  if (first == "merge") {
    const std::vector<std::string> folders(arguments.positionals().begin() + 1,
                                           arguments.positionals().end());
    if (folders.empty()) throw ConfigError("lastmile sweep merge: give the folder of a sweep");
    return merge_and_print(make_plan(order_of_folder(folders.front()), {true, false}), folders,
                           arguments);
  }
  return start(arguments);
}

int run_one(const Arguments& arguments) {
  return answer_parent([&] {
    const std::string& folder = arguments.positional();
    const SweepPlan plan = make_plan(order_of_folder(folder), {true, false});
    const auto number = arguments.count("number", 0);
    if (!number || static_cast<std::uint64_t>(*number) >= plan.points())
      throw ConfigError("sweep-point: no such point");
    return run_batch(plan, {static_cast<std::uint64_t>(*number)}, folder + "/cache", 0);
  });
}

}  // namespace

Verb sweep_verb() {
  return {
      {"sweep",
       "SCENARIO...",
       "runs a scenario over many parameters and seeds; also: sweep status|resume|merge DIR",
       {{"out", "DIR", "folder of the sweep (default: SCENARIO's name with .sweep, here)"},
        {"grid", "KEY=V1,V2", "values of an option, or of network or compute", true},
        {"set", "KEY=VALUE", "an option, at all points", true},
        {"seeds", "N", "run seeds 1 to N (default: what the sweep or the scenario says)"},
        {"network", "NAME", "fluid or ns3", false, {"fluid", "ns3"}},
        {"compute", "MODEL", "cost model (see list compute)"},
        {"replay", "FILE", "compute measured: times that `run --timings` kept"},
        {"record", "WHAT", "transfers, links, both with a comma between, or none"},
        {"no-frozen", "", "let radio time run while nothing is sent"},
        {"jobs", "N", "processes at a time (default: as many as cores; with --slurm: 1 a task)"},
        {"threads", "N", "threads of learning in each process (default: 1)"},
        {"memory", "BYTES",
         "that all processes may take together, e.g. 8GB (default: what is free)"},
        {"few-files", "", "results of a process in one file, for file systems with quotas"},
        {"shard", "I/N", "run only the I-th of N parts; `sweep merge` joins them"},
        {"no-merge", "", "leave the results in their parts"},
        {"merged", "FILE", "of merge (default: DIR/merged.h5)"},
        {"dry-run", "", "print the points and run nothing; with --slurm: print the scripts"},
        {"slurm", "", "submit the sweep as an array of jobs, and one that merges"},
        {"partition", "NAME", "of Slurm"},
        {"account", "NAME", "of Slurm"},
        {"time", "LIMIT", "of Slurm, for every task, e.g. 01:00:00"},
        {"chunk", "N", "points a task (default: some twenty minutes of work)"},
        {"at-a-time", "N", "tasks of the array that may run at a time"},
        {"sbatch", "OPTION", "one more option for sbatch, e.g. --sbatch=--qos=short", true},
        {"yes", "", "more than 1000000 points are meant"},
        {"json", "", "of status"}}},
      run};
}

Verb sweep_point_verb() {
  return {{"sweep-point",
           "DIR",
           "one point of a sweep, for the program itself",
           {{"number", "N", "of the point"}}},
          run_one,
          true};
}

}  // namespace lastmile::scenarios
