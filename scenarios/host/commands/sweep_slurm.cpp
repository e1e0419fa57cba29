#include "scenarios/host/commands/sweep_slurm.hpp"

#include <cstdio>

#include "scenarios/host/sweep/slurm.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {

int run_on_slurm(const SweepPlan& plan, const std::string& folder, const Arguments& arguments) {
  SlurmOptions options;
  options.partition = arguments.text("partition");
  options.account = arguments.text("account");
  options.time = arguments.text("time");
  if (const auto memory = arguments.text("memory"))
    options.memory_bytes = parse_bytes(*memory).value();
  options.chunk = arguments.count("chunk", 1);
  options.at_a_time = arguments.count("at-a-time", 1);
  options.jobs = static_cast<int>(arguments.count("jobs", 1).value_or(1));
  options.more = arguments.texts("sbatch");
  const bool dry = arguments.has("dry-run");
  const SlurmScripts scripts = slurm_scripts(plan, folder, options, largest_array());
  if (!dry)
    submit(scripts, folder);
  else
    std::printf("# points: %llu, tasks: %llu, points a task: about %llu; --chunk N makes them smaller or larger\n"
                "# slurm/array.sh\n%s\n# slurm/merge.sh, when the first has ended\n%s",
                static_cast<unsigned long long>(scripts.points),
                static_cast<unsigned long long>(scripts.tasks),
                static_cast<unsigned long long>(scripts.chunk), scripts.array.c_str(), scripts.merge.c_str());
  return kDone;
}

void refuse_slurm_options(const Arguments& arguments) {
  const bool slurm = arguments.has("slurm");
  for (const char* option : {"partition", "account", "time", "chunk", "at-a-time", "sbatch"}) {
    if (!slurm && arguments.has(option))
      throw ConfigError(std::string("--") + option + " belongs to --slurm");
  }
  for (const char* option : {"shard", "no-merge", "merged"}) {
    if (slurm && arguments.has(option))
      throw ConfigError(std::string("--") + option +
                        " does not go with --slurm, which does that itself");
  }
}

}  // namespace lastmile::scenarios
