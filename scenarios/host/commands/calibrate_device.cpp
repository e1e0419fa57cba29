// calibrate device: times random networks step by step, fits predictors of kernels to them and writes a device
// file and the kernel file beside it.
//   here          lastmile calibrate device --out board.toml
//   a bare board  lastmile calibrate device --plan plan.txt
//                 ssh board ./lastmile-kernels < plan.txt > answers.txt
//                 lastmile calibrate device --kernels answers.txt --memory 4GiB --out board.toml
#include "scenarios/host/commands/calibrate_device.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "models/kernel_cost/device_text.hpp"
#include "scenarios/host/energy_counter.hpp"
#include "scenarios/host/kernel_calibration.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using models::KnownNumber;
using models::Provenance;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigError("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw ConfigError("cannot write " + path.string());
}

TimingPlan plan_of(const Arguments& arguments) {
  TimingPlan plan = calibration_plan(arguments.has("quick"));
  if (const auto minutes = arguments.count("budget", 1)) plan.budget_s = 60.0 * static_cast<double>(*minutes);
  plan.keep = arguments.text("keep").value_or("");
  return plan;
}

KnownNumber memory_of(const Arguments& arguments) {
  if (const auto told = arguments.text("memory"))
    return {parse_bytes(*told).value(), {Provenance::published, "told by --memory"}};
  if (arguments.has("kernels")) throw ConfigError("--kernels: answers do not tell the memory; add --memory, e.g. 4GiB");
  const double bytes = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
  return {bytes, {Provenance::measured, "what the operating system tells"}};
}

void print_methods(const models::PredictorFit& fit) {
  std::printf("%-13s %6s %6s  %8s %11s %7s   ln(measured / predicted) of steps left out, rms\n", "kernel", "rows",
              "time", "surface", "regression", "trees");
  for (const models::MethodErrors& one : fit.methods) {
    std::printf("%-13s %6d %5.1f%%  %8.3f %11.3f %7.3f   %s\n", one.group.c_str(), one.rows,
                100 * one.share_of_time, one.rms[0], one.rms[1], one.rms[2],
                std::string(models::to_string(one.chosen)).c_str());
  }
}

void print_residual(const char* name, double mape, double rmspe, double bias, double within) {
  std::printf("%-11s networks left out: MAPE %.1f %%, RMSPE %.1f %%, bias %+.1f %%, within 10 %%: %.1f %%\n", name,
              100 * mape, 100 * rmspe, 100 * bias, 100 * within);
}

struct Calibrated {
  models::Answers answers;
  models::PredictorFit fit;
  models::LayerRegression regression;
};

Calibrated fitted(const std::string& text, const std::string& name, const TimingPlan& plan) {
  Calibrated all{models::read_answers(text, name, plan.programs), {}, {}};
  if (all.answers.flops_per_s <= 0) throw ConfigError(name + ": holds no answer to 'peak'");
  all.fit = models::fit_predictor(all.answers.observations);
  all.regression = models::fit_layers(all.answers.observations, all.answers.flops_per_s);
  return all;
}

void print(const Calibrated& all) {
  std::printf("%zu networks on %s (%s, %s), %s\n", all.answers.observations.size(), all.answers.processor.c_str(),
              all.answers.architecture.c_str(), all.answers.isa.c_str(), all.answers.machine.c_str());
  print_methods(all.fit);
  const models::PredictionResidual& kernel = all.fit.residual;
  const models::Residual& layer = all.regression.residual;
  print_residual("kernel", kernel.mape, kernel.rmspe, kernel.bias, kernel.within_10_percent);
  print_residual("regression", layer.held_out_mape, layer.held_out_rmspe, layer.held_out_bias,
                 layer.held_out_within_10_percent);
  std::printf("spread of repeated runs %.1f %%\n", 100 * kernel.noise_relative);
}

void write_device(const std::filesystem::path& out, const Arguments& arguments, const Calibrated& all,
                  const MeasuredPower& power) {
  const std::string name = out.stem().string();
  const std::filesystem::path kernels = out.parent_path() / (name + ".kernels.toml");
  const models::KernelPredictor predictor = predictor_of(all.answers, all.fit, today());
  const std::string kernel_text = models::text(predictor);
  models::parse_predictor(kernel_text, kernels.string());  // a group without a single step is said now
  write_file(kernels, kernel_text);
  write_file(out, models::device_text({name, kernels.filename().string(), today(), memory_of(arguments),
                                       power.idle, power.load},
                                      all.answers, all.regression));
  std::printf("wrote %s and %s\n", out.c_str(), kernels.c_str());
}

}  // namespace

int calibrate_device(const Arguments& arguments) {
  const TimingPlan plan = plan_of(arguments);
  if (const auto file = arguments.text("plan")) {
    write_file(*file, models::plan_text(plan.programs));
    return kDone;
  }
  const auto out = arguments.text("out");
  if (out && std::filesystem::path(*out).extension() != ".toml") throw ConfigError("--out: a name that ends in .toml");
  const auto answers = arguments.text("kernels");
  if (answers && arguments.has("keep")) throw ConfigError("--keep: nothing is timed here with --kernels");
  if (out) memory_of(arguments);
  const EnergyCounter counter;
  PowerMeter meter(counter);
  const std::string text = answers ? read_file(*answers) : time_here(plan);
  const MeasuredPower power = answers ? MeasuredPower::unknown() : meter.finish();
  const Calibrated all = fitted(text, answers ? *answers : "timings", plan);
  print(all);
  std::printf("%s\n", power.load.origin.source.c_str());
  if (out) write_device(*out, arguments, all, power);
  return kDone;
}

}  // namespace lastmile::scenarios
