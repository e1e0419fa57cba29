// calibrate interference --kernels ANSWERS --out FILE: fits models/interference.hpp to what lastmile-kernels answered
// to `environment` and to `corun` commands (kernels/harness/session.hpp), here or on a bare board.
#include "scenarios/host/commands/calibrate_interference.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "models/interference_fit.hpp"
#include "models/json_reader.hpp"
#include "scenarios/host/kernel_calibration.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using models::Json;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigError("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Machine {
  double private_cache_bytes;
  std::string words;
};

Machine machine_of(const std::string& answers) {
  for (std::size_t from = 0; from < answers.size();) {
    const std::size_t to = std::min(answers.find('\n', from), answers.size());
    const Json line = Json::parse(answers.substr(from, to - from));
    if (line.find("caches") != nullptr)
      return {line.at("caches").at("l2_bytes").number(), line.at("cpu_model").text() + ", " + line.at("machine").text() +
                                                             ", " + line.at("compiler").text()};
    from = to + 1;
  }
  throw ConfigError("--kernels: no answer to `environment`, which tells the caches");
}

std::string file_text(const models::Interference& model, const models::InterferenceError& error,
                      const std::string& machine) {
  const auto line = [](const char* key, double value) { return key + (" = " + exact_number(value)) + "\n"; };
  return "# Written by: lastmile calibrate interference\n" + line("shared_cache_bytes", model.shared_cache_bytes) +
         line("private_cache_bytes", model.private_cache_bytes) + line("softness", model.softness) +
         line("pushed_out", model.coefficients[0]) + line("memory", model.coefficients[1]) +
         line("shared_cache", model.coefficients[2]) + "provenance = \"calibrated\"\nsource = \"" +
         std::to_string(error.rows) + " slowdowns of pairs of kernels on " + machine + ", " + today() +
         "; mean error in sample " + exact_number(error.mean_error) + "\"\n";
}

}  // namespace

int calibrate_interference(const Arguments& arguments) {
  const auto from = arguments.text("kernels");
  if (!from) throw ConfigError("calibrate interference: --kernels FILE is missing (answers of lastmile-kernels)");
  const std::string answers = read_file(*from);
  const std::vector<models::CorunRow> rows = models::read_corun_rows(answers);
  if (rows.empty()) throw ConfigError(*from + ": no answer to `corun`");
  const Machine machine = machine_of(answers);
  const models::Interference model = models::fit_interference(rows, machine.private_cache_bytes);
  const models::InterferenceError error = models::error_of(model, rows);
  const std::string text = file_text(model, error, machine.words);
  std::printf("%d slowdowns: mean error %.3f, of the best constant %.3f, worst %.3f (all in sample)\n", error.rows,
              error.mean_error, error.best_constant_error, error.worst);
  const auto out = arguments.text("out");
  if (!out) return std::fputs(text.c_str(), stdout), kDone;
  std::ofstream file(*out);
  file << text;
  if (!file.flush()) throw ConfigError("cannot write " + *out);
  return kDone;
}

}  // namespace lastmile::scenarios
