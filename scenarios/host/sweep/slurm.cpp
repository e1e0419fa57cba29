#include "scenarios/host/sweep/slurm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>

#include "scenarios/host/estimate.hpp"
#include "scenarios/host/sweep/missing_points.hpp"
#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr double kWorkOfTask_s = 1200;
constexpr std::uint64_t kUsualLargestArray = 1001;  // MaxArraySize where slurm.conf does not set it

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::uint64_t points_of_task(const SweepPlan& plan, const SlurmOptions& options) {
  if (options.chunk) return static_cast<std::uint64_t>(*options.chunk);
  Scenario scenario = plan.scenario(0, plan.seeds.front());
  scenario.seeds = {plan.seeds.front()};
  const RunEstimate expected = estimate(scenario, {scenario.network}, 1);
  const double each_s = std::max(1e-3, expected.cpu_s / static_cast<double>(plan.strategies()));
  return std::max<std::uint64_t>(1,
                                 static_cast<std::uint64_t>(kWorkOfTask_s * options.jobs / each_s));
}

std::string directive(const std::string& option) { return "#SBATCH " + option + "\n"; }

std::string common_head(const SweepPlan& plan, const fs::path& folder, const SlurmOptions& options,
                        const std::string& kind) {
  std::string name = "lastmile-" + plan.base.name + (kind == "merge" ? "-merge" : "");
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-'; }, '_');
  std::string text = "#!/bin/bash\n" + directive("--job-name=" + name);
  if (options.partition) text += directive("--partition=" + *options.partition);
  if (options.account) text += directive("--account=" + *options.account);
  if (options.time) text += directive("--time=" + *options.time);
  if (options.memory_bytes > 0)
    text += directive(
        "--mem=" +
        std::to_string(static_cast<std::int64_t>(std::ceil(options.memory_bytes / (1 << 20)))) +
        "M");
  for (const std::string& option : options.more) text += directive(option);
  return text +
         directive("--output=" +
                   (folder / "slurm" / (kind == "merge" ? "merge-%j.log" : "%A_%a.log")).string());
}

// What the environment told this program, for sites whose jobs begin with another one.
std::string exports() {
  std::string text;
  for (const char* name : {"LASTMILE_DEVICES", "LASTMILE_HOME", "LASTMILE_KERNELS",
                           "LASTMILE_MODELS", "LASTMILE_PLUGINS"}) {
    const std::string value = environment_text(name);
    if (!value.empty()) text += std::string("export ") + name + "=" + quoted(value) + "\n";
  }
  return text;
}

// What another program prints; none when it does not end well.
std::optional<std::string> output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"), pclose);
  if (!pipe) return std::nullopt;
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
    text.append(buffer.data(), n);
  return text;
}

std::string job_number(const std::string& command) {
  std::string text = output_of(command + "; echo \"status $?\"").value_or("status 127");
  const std::size_t status = text.rfind("status ");
  const bool ok = text.substr(status) == "status 0\n";
  text.resize(status);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const std::string number = text.substr(text.rfind('\n') + 1);
  if (!ok || number.empty() || std::isdigit(static_cast<unsigned char>(number.front())) == 0)
    throw ConfigError("sbatch did not take the job: " + text +
                      " (--slurm --dry-run prints the scripts)");
  return number.substr(0, number.find(';'));
}

}  // namespace

std::string ranges(const std::vector<std::uint64_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
    if (last > i) text += "-" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

SlurmScripts slurm_scripts(const SweepPlan& plan, const std::string& folder_given,
                           const SlurmOptions& options, std::uint64_t most_tasks) {
  const fs::path folder = fs::absolute(folder_given).lexically_normal();
  const std::vector<std::uint64_t> missing = missing_points(plan, folder.string());
  if (missing.empty())
    throw ConfigError("'" + folder_given +
                      "': all points are done; `lastmile sweep merge` joins them");
  const std::uint64_t each = points_of_task(plan, options);
  const std::uint64_t shards =
      std::clamp<std::uint64_t>((plan.points() + each - 1) / each, 1, most_tasks);
  std::set<std::uint64_t> wanted;
  for (const std::uint64_t number : missing) wanted.insert(shard_of(plan, number, shards));
  std::string array = ranges({wanted.begin(), wanted.end()});
  if (options.at_a_time) array += "%" + std::to_string(*options.at_a_time);
  const std::string start = exports() + "exec " + quoted(program_file().string());
  SlurmScripts scripts;
  scripts.tasks = wanted.size();
  scripts.points = missing.size();
  scripts.chunk = (plan.points() + shards - 1) / shards;
  scripts.array = common_head(plan, folder, options, "array") + directive("--array=" + array) +
                  directive("--cpus-per-task=" + std::to_string(options.jobs)) + start +
                  " sweep resume " + quoted(folder.string()) + " --no-merge --jobs " +
                  std::to_string(options.jobs) + " --shard \"$((SLURM_ARRAY_TASK_ID + 1))/" +
                  std::to_string(shards) + "\"\n";
  scripts.merge = common_head(plan, folder, options, "merge") + start + " sweep merge " +
                  quoted(folder.string()) + "\n";
  return scripts;
}

std::uint64_t largest_array() {
  const std::string text = output_of("scontrol show config").value_or("");
  const std::size_t at = text.find("MaxArraySize");
  const std::size_t equals = at == std::string::npos ? at : text.find('=', at);
  if (equals == std::string::npos) return kUsualLargestArray - 1;
  const unsigned long long size = std::strtoull(text.c_str() + equals + 1, nullptr, 10);
  return size > 1 ? size - 1 : kUsualLargestArray - 1;
}

void submit(const SlurmScripts& scripts, const std::string& folder) {
  const fs::path place = fs::absolute(folder).lexically_normal() / "slurm";
  std::error_code error;
  fs::create_directories(place, error);
  if (error) throw ConfigError("cannot make the folder " + place.string() + ": " + error.message());
  if (!output_of("command -v sbatch") || output_of("command -v sbatch")->empty())
    throw ConfigError(
        "--slurm: there is no sbatch here; run this on the cluster, or --slurm --dry-run prints "
        "the scripts");
  const std::string array = (place / "array.sh").string(), merge = (place / "merge.sh").string();
  write_whole_file(array, scripts.array);
  write_whole_file(merge, scripts.merge);
  const std::string first = job_number("sbatch --parsable " + quoted(array));
  const std::string last =
      job_number("sbatch --parsable --dependency=afterany:" + first + " " + quoted(merge));
  std::printf(
      "job %s: %llu tasks for %llu points; job %s merges when they have ended\n"
      "`lastmile sweep status %s` says how far it is, logs are in %s\n",
      first.c_str(), static_cast<unsigned long long>(scripts.tasks),
      static_cast<unsigned long long>(scripts.points), last.c_str(), folder.c_str(), place.c_str());
}

}  // namespace lastmile::scenarios
