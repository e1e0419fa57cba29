// calibrate interference: fits models/interference.hpp to how much pairs of kernels slow each other.
//   here          lastmile calibrate interference --out machine.toml
//   a bare board  lastmile calibrate interference --plan plan.txt
//                 ssh board ./lastmile-kernels < plan.txt > answers.txt
//                 lastmile calibrate interference --kernels answers.txt --out board.toml
#include "scenarios/host/commands/calibrate_interference.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "models/interference_fit.hpp"
#include "models/json_reader.hpp"
#include "scenarios/host/corun_plan.hpp"
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
  throw ConfigError("--kernels: no answer to 'environment', which tells the caches");
}

std::string file_text(const models::Interference& model, const models::InterferenceError& error,
                      const std::string& machine) {
  const auto line = [](const char* key, double value) { return key + (" = " + exact_number(value)) + "\n"; };
  return "# Written by: lastmile calibrate interference\n" + line("shared_cache_bytes", model.shared_cache_bytes) +
         line("private_cache_bytes", model.private_cache_bytes) + line("softness", model.softness) +
         line("others_weight", model.others_weight) + line("pushed_out", model.coefficients[0]) +
         line("memory", model.coefficients[1]) + "provenance = \"calibrated\"\nsource = \"" +
         std::to_string(error.rows) + " slowdowns of pairs of kernels on " + machine + ", " + today() +
         "; mean error in sample " + exact_number(error.mean_error) + "\"\n";
}

std::vector<std::string> plan_of(const Arguments& arguments) {
  return corun_plan("fit", corun_size(arguments.has("quick")));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + '\n';
  return all;
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw ConfigError("cannot write " + path);
}

std::string answers_of(const Arguments& arguments) {
  const auto from = arguments.text("kernels");
  if (from && arguments.has("keep")) throw ConfigError("--keep: nothing is timed here with --kernels");
  if (from) return read_file(*from);
  const std::string answers = joined(answer_here(plan_of(arguments), "co-runs"));
  if (const auto keep = arguments.text("keep")) write_file(*keep, answers);
  return answers;
}

void refuse_options(const Arguments& arguments) {
  for (const char* option : {"budget", "memory"})
    if (arguments.has(option))
      throw ConfigError("calibrate interference: --" + std::string(option) + " belongs to `calibrate device`");
}

}  // namespace

int calibrate_interference(const Arguments& arguments) {
  refuse_options(arguments);
  if (const auto file = arguments.text("plan")) return write_file(*file, joined(plan_of(arguments))), kDone;
  const std::string answers = answers_of(arguments);
  const std::vector<models::CorunRow> rows = models::read_corun_rows(answers);
  if (rows.empty())
    throw ConfigError(arguments.text("kernels").value_or("this machine") +
                      ": no answer to 'corun' of two kernels on processors of their own");
  const Machine machine = machine_of(answers);
  const models::Interference model = models::fit_interference(rows, machine.private_cache_bytes);
  const models::InterferenceError error = models::error_of(model, rows);
  const std::string text = file_text(model, error, machine.words);
  std::printf("%d slowdowns: mean error %.3f, of the best constant %.3f, worst %.3f (all in sample)\n", error.rows,
              error.mean_error, error.best_constant_error, error.worst);
  const auto out = arguments.text("out");
  if (!out) return std::fputs(text.c_str(), stdout), kDone;
  write_file(*out, text);
  return kDone;
}

}  // namespace lastmile::scenarios
