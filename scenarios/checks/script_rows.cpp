#include "scenarios/checks/script_rows.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/host/json_claims.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kSkipped = 77;
// Debian's own, which python3-numpy and python3-scipy belong to.
constexpr const char* kPython = "/usr/bin/python3 -B";

std::string quoted(const std::string& word) {
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

bool has_python() {
  return std::system(
             (std::string(kPython) + " -c 'import numpy, scipy' >/dev/null 2>&1").c_str()) == 0;
}

struct Printed {
  std::string text;
  int status = 0;  ///< as pclose returns it
};

Printed printed_by(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw InternalError("cannot start: " + command);
  Printed result;
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    result.text.append(buffer.data(), n);
  }
  result.status = pclose(pipe);
  return result;
}

}  // namespace

std::vector<Claim> rows_without_data(const std::string& script, const std::vector<std::string>& words) {
  std::string command = std::string(kPython) + " " + quoted(home_folder() / script);
  for (const std::string& word : words) command += " " + quoted(word);
  const Printed answer = printed_by(command);
  if (WIFEXITED(answer.status) && WEXITSTATUS(answer.status) == kSkipped) {
    return {printed(script, 0, "skipped: it says above what it needs")};
  }
  try {
    return claims_of_json(answer.text, script);
  } catch (const ConfigError& error) {
    const std::string how =
        answer.status == 0 ? error.what() : "the script failed: its message is above";
    return {{script, 0, "rows", false, how}};
  }
}

std::vector<Claim> script_rows(const std::string& script, const CheckOptions& options,
                               const std::vector<std::string>& words) {
  const std::string folder = options.data_folder + "/calibration";
  if (!std::filesystem::is_directory(folder)) {
    return {printed(script, 0, "skipped: no reference data in " + folder)};
  }
  if (!has_python()) return {printed(script, 0, "skipped: needs python3-numpy and python3-scipy")};
  std::vector<std::string> all{"--json", "--data", folder};
  all.insert(all.end(), words.begin(), words.end());
  return rows_without_data(script, all);
}

std::vector<std::string> quick_word(const CheckOptions& options) {
  return options.quick ? std::vector<std::string>{"--quick"} : std::vector<std::string>{};
}

}  // namespace lastmile::scenarios
