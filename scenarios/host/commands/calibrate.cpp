// calibrate network: fits the fluid network's fitted coefficients to the packet level.
//   minimise over the coefficients  sum over cells of |ln(fluid mean / packet mean)|
// One coefficient after the other, with steps that halve. The file that it writes is the one that
// network/fluid is built with (network/fluid/calibration.toml).
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "scenarios/host/commands/calibrate_device.hpp"
#include "scenarios/host/commands/calibrate_interference.hpp"
#include "scenarios/host/kernel_calibration.hpp"
#include "scenarios/host/network_grid.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using network::fluid::Coefficients;

struct Fitted {
  const char* name;
  double first_step, least, most;
  double& (*of)(Coefficients&);
};

const std::vector<Fitted>& fitted(Technology technology) {
  static const std::vector<Fitted> none;
  static const std::vector<Fitted> wifi = {
      {"wifi_collision_factor", 0.2, 0, 2,
       [](Coefficients& c) -> double& { return c.wifi.collision_factor; }},
      {"wifi_access_s", 1e-5, 0, 1e-3,
       [](Coefficients& c) -> double& { return c.wifi.access_s; }}};
  static const std::vector<Fitted> lte = {
      {"lte_downlink_delay_s", 5e-4, 1e-3, 0.02,
       [](Coefficients& c) -> double& { return c.lte.downlink_delay_s; }},
      {"lte_uplink_delay_s", 5e-4, 1e-3, 0.05,
       [](Coefficients& c) -> double& { return c.lte.uplink_delay_s; }},
      {"lte_report_pause_s", 2e-3, 0, 0.05,
       [](Coefficients& c) -> double& { return c.lte.report_pause_s; }}};
  static const std::vector<Fitted> nr = {
      {"nr_rate_factor", 0.02, 0.5, 1.2,
       [](Coefficients& c) -> double& { return c.nr.rate_factor; }}};
  if (technology == Technology::wifi) return wifi;
  if (technology == Technology::nr) return nr;
  return technology == Technology::lte ? lte : none;
}

double loss(const Measured& measured, const Coefficients& coefficients) {
  double sum = 0;
  for (const double error : fluid_errors(measured, coefficients)) {
    sum += std::abs(std::log1p(error));
  }
  return sum;
}

// True when a step of this size helped.
bool improve(const Measured& measured, const Fitted& one, double step, Coefficients& best,
             double& least) {
  for (const double sign : {1.0, -1.0}) {
    Coefficients tried = best;
    double& value = one.of(tried);
    value += sign * step;
    if (value < one.least || value > one.most) continue;
    const double now = loss(measured, tried);
    if (now >= least) continue;
    least = now;
    best = tried;
    return true;
  }
  return false;
}

void fit(const Measured& measured, Technology technology, Coefficients& best) {
  constexpr int rounds = 6, most_steps = 12;
  double least = loss(measured, best);
  for (int round = 0; round < rounds; ++round) {
    for (const Fitted& one : fitted(technology)) {
      const double step = std::ldexp(one.first_step, -round);
      for (int i = 0; i < most_steps && improve(measured, one, step, best, least); ++i) {
      }
    }
  }
}

std::string rounded(const char* format, double value) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

void write_residuals(std::ostream& out, const Measured& measured,
                     const std::vector<double>& errors) {
  for (std::size_t i = 0; i < errors.size(); ++i) {
    out << "  [\"" << cell_name(measured.cells[i]) << "\", "
        << rounded("%.4g", 1e3 * measured.mean_s[i]) << ", " << rounded("%+.1f", 100 * errors[i])
        << "],\n";
  }
}

struct Calibration {
  std::ostringstream values, residuals;
};

void calibrate_one(Technology technology, bool quick, Coefficients& best, Calibration& text) {
  const Measured measured = measure(training_grid(technology, quick));
  if (measured.cells.empty()) throw ConfigError("calibrate: the packet level ran no cell");
  const double before = quantile_of_size(fluid_errors(measured, best), 0.5);
  fit(measured, technology, best);
  const std::vector<double> errors = fluid_errors(measured, best);
  const double median = quantile_of_size(errors, 0.5), p95 = quantile_of_size(errors, 0.95);
  std::printf("%-6s %4zu cells  median error %5.1f %% (was %5.1f %%)  95th percentile %5.1f %%\n",
              technology_name(technology), errors.size(), 100 * median, 100 * before, 100 * p95);
  for (const Fitted& one : fitted(technology)) {
    const std::string value = rounded("%.6g", one.of(best));
    std::printf("       %s = %s\n", one.name, value.c_str());
    text.values << one.name << " = " << value << "\n";
  }
  write_residuals(text.residuals, measured, errors);
}

void write_file(const std::string& path, bool quick, const Calibration& text) {
  std::ofstream file(path);
  file << "# Fitted coefficients of the fluid network; written by: lastmile calibrate network --out\n"
          "source = \"fit to network/ns3 on ns-3 3.37, "
       << today() << ", " << (quick ? "quick" : "full")
       << " training grid of scenarios/host/network_grid.cpp\"\n\n[values]\n"
       << text.values.str()
       << "\n[residuals]\n# cell, mean of a message at packet level in ms, fluid's relative "
          "difference in %\ncells = [\n"
       << text.residuals.str() << "]\n";
  if (!file.flush()) throw ConfigError("cannot write " + path);
}

int calibrate_network(const Arguments& arguments) {
  if (!has_packet_level()) throw ConfigError("calibrate network: built without ns-3");
  const bool quick = arguments.has("quick");
  Coefficients best;
  Calibration text;
  for (const Technology technology : {Technology::wifi, Technology::lte, Technology::nr}) {
    calibrate_one(technology, quick, best, text);
  }
  if (const auto out = arguments.text("out")) write_file(*out, quick, text);
  return kDone;
}

// What belongs to the other calibration is no option of this one.
void refuse_options(const Arguments& arguments) {
  for (const char* option : {"budget", "keep", "kernels", "memory", "plan"}) {
    if (arguments.has(option)) {
      throw ConfigError("calibrate network: --" + std::string(option) + " belongs to `calibrate device`");
    }
  }
}

int run(const Arguments& arguments) {
  const std::string& what = arguments.positional();
  if (what == "device") return calibrate_device(arguments);
  if (what == "interference") return calibrate_interference(arguments);
  if (what != "network") {
    throw ConfigError(unknown_name_message("calibration", what, {"device", "interference", "network"}));
  }
  refuse_options(arguments);
  return calibrate_network(arguments);
}

}  // namespace

Verb calibrate_verb() {
  return {{"calibrate",
           "device|interference|network",
           "fits cost models to this machine's kernels, or the fluid network to the packet level",
           {{"quick", "", "a smaller plan or grid"},
            {"out", "FILE", "where the result goes; without it errors are only printed"},
            {"budget", "MINUTES", "device: no new timing after that"},
            {"keep", "FILE", "device: keep the timings there; an interrupted calibration goes on; interference: the answers"},
            {"kernels", "FILE", "device, interference: the answers of lastmile-kernels"},
            {"memory", "SIZE", "device: its memory, e.g. 4GiB (default: this machine's)"},
            {"plan", "FILE", "device, interference: only write the commands for lastmile-kernels"}}},
          run};
}

}  // namespace lastmile::scenarios
