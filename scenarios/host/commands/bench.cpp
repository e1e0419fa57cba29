// Benchmarks are programs of their own beside this one: they compare with peers that must not be
// linked into it. `bench NAME` runs bench_NAME and passes its output and exit status on.
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

extern char** environ;

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;
const std::string kPrefix = "bench_";

fs::path folder() {
  return program_folder().parent_path() / "tests" / "bench";
}

bool is_program(const fs::directory_entry& entry) {
  const fs::perms executable = entry.status().permissions() & fs::perms::owner_exec;
  return entry.is_regular_file() && executable != fs::perms::none &&
         entry.path().filename().string().rfind(kPrefix, 0) == 0;
}

std::vector<std::string> names() {
  std::vector<std::string> result;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder(), none)) {
    if (is_program(entry))
      result.push_back(entry.path().filename().string().substr(kPrefix.size()));
  }
  std::sort(result.begin(), result.end());
  return result;
}

int run_bench(const std::string& path, const Arguments& arguments) {
  std::vector<std::string> words = {path};
  if (arguments.has("json")) words.emplace_back("--json");
  if (arguments.has("quick")) words.emplace_back("--quick");
  for (const std::string& python : arguments.texts("python"))
    words.insert(words.end(), {"--python", python});
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawn(&pid, path.c_str(), nullptr, nullptr, argv.data(), environ) != 0) {
    throw InternalError("cannot start " + path);
  }
  int status = 0;
  if (waitpid(pid, &status, 0) < 0 || !WIFEXITED(status)) return kFailed;
  return WEXITSTATUS(status);
}

int run(const Arguments& arguments) {
  const std::vector<std::string> known = names();
  const std::string& name = arguments.positional();
  if (name.empty()) {
    for (const std::string& bench : known) std::printf("%s\n", bench.c_str());
    return kDone;
  }
  if (known.empty()) throw ConfigError("no benchmark is built in " + folder().string());
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw ConfigError(unknown_name_message("benchmark", name, known));
  }
  return run_bench((folder() / (kPrefix + name)).string(), arguments);
}

}  // namespace

Verb bench_verb() {
  return {{"bench",
           "BENCHMARK",
           "measures speed against peers; without NAME lists what there is",
           {{"json", "", "print JSON"},
            {"quick", "", "a smaller size, where the benchmark has one"},
            {"python", "PATH", "learn: the Python whose PyTorch is its peer"}},
           false},
          run};
}

}  // namespace lastmile::scenarios
