// The text form of a kernel predictor.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include "models/data_file.hpp"
#include "models/kernel_cost/kernel_predictor.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::models {
namespace {

constexpr int format_number = 1;

std::string digits(double value) {
  char out[32];
  std::snprintf(out, sizeof out, "%.9g", value);
  return out;
}

std::string checksum(std::string_view body) {
  char out[32];
  std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(stable_hash(body)));
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' || c == '\\' || c == '\n' ? '\'' : c;
  return out + '"';
}

void write_group(std::ostream& out, const std::string& name, const GroupPredictor& group,
                 const Origin& origin) {
  out << "\n[[kernel]]\nname = " << quoted(name) << "\nmethod = " << quoted(to_string(group.method))
      << "\nrows = " << group.rows << "\nheld_out_rms = " << digits(group.held_out_rms)
      << "\ncoefficients = \"";
  for (std::size_t i = 0; i < group.coefficients.size(); ++i)
    out << (i == 0 ? "" : " ") << digits(group.coefficients[i]);
  out << "\"\nprovenance = " << quoted(to_string(origin.provenance))
      << "\nsource = " << quoted(origin.source) << "\ntrees = '''" << group.trees.text() << "'''\n";
}

std::string body_of(const KernelPredictor& p) {
  std::ostringstream out;
  out << "processor = " << quoted(p.processor) << "\narchitecture = " << quoted(p.architecture)
      << "\nisa = " << quoted(p.isa) << "\ndate = " << quoted(p.date)
      << "\nformat = " << format_number << "\nwhole_over_steps = " << digits(p.whole_over_steps)
      << "\nprovenance = " << quoted(to_string(p.origin.provenance))
      << "\nsource = " << quoted(p.origin.source)
      << "\n\n[residual]\nnetworks = " << p.residual.networks
      << "\nmape = " << digits(p.residual.mape) << "\nrmspe = " << digits(p.residual.rmspe)
      << "\nbias = " << digits(p.residual.bias)
      << "\nwithin_10_percent = " << digits(p.residual.within_10_percent)
      << "\nnoise_relative = " << digits(p.residual.noise_relative)
      << "\nprovenance = \"measured\"\nsource = " << quoted(p.origin.source) << '\n';
  for (const auto& [name, group] : p.groups) write_group(out, name, group, p.origin);
  return out.str();
}

PredictionResidual read_residual(const DataTable& table) {
  table.allow({"networks", "mape", "rmspe", "bias", "within_10_percent", "noise_relative"});
  return {static_cast<int>(table.number("networks")),
          table.number("mape"),
          table.number("rmspe"),
          table.signed_number("bias"),
          table.number("within_10_percent"),
          table.number("noise_relative")};
}

GroupPredictor read_group(const DataTable& table, const std::string& name) {
  table.allow({"name", "method", "rows", "held_out_rms", "coefficients", "trees"});
  GroupPredictor group;
  group.method = prediction_method(table.text("method"));
  group.rows = static_cast<int>(table.positive("rows"));
  group.held_out_rms = table.number("held_out_rms");
  std::istringstream numbers(table.text("coefficients"));
  double sum = 0;
  for (double& one : group.coefficients) {
    if (!(numbers >> one) || !(one >= 0) || !std::isfinite(one))
      throw ConfigError(name + ": kernel '" + table.text("name") +
                        "': coefficients must be five numbers, none negative");
    sum += one;
  }
  if (sum <= 0)
    throw ConfigError(name + ": kernel '" + table.text("name") + "' would take no time");
  group.trees = BoostedTrees::parse(table.text("trees"), step_features);
  return group;
}

void check_complete(const KernelPredictor& predictor, const std::string& name) {
  for (const std::string& group : kernel_groups())
    if (predictor.groups.count(group) == 0)
      throw ConfigError(name + ": the kernel '" + group + "' is missing; calibrate again");
}

KernelPredictor read_header(const DataTable& table, const std::string& name) {
  table.allow({"checksum", "processor", "architecture", "isa", "date", "format", "whole_over_steps",
               "residual", "kernel"});
  if (table.number("format") != format_number)
    throw ConfigError(name + ": format " + digits(table.number("format")) + ", not " +
                      std::to_string(format_number) + "; calibrate again");
  KernelPredictor read;
  read.processor = table.text("processor");
  read.architecture = table.text("architecture");
  read.isa = table.text("isa");
  read.date = table.text("date");
  read.origin = table.origin();
  read.whole_over_steps = table.positive("whole_over_steps");
  read.residual = read_residual(table.table("residual"));
  return read;
}

}  // namespace

std::string text(const KernelPredictor& predictor) {
  const std::string body = body_of(predictor);
  return "checksum = \"" + checksum(body) + "\"\n" + body;
}

KernelPredictor parse_predictor(std::string_view all, std::string_view name) {
  const std::string where(name);
  const std::size_t end = all.find('\n');
  const std::string first(all.substr(0, end));
  const std::string_view body =
      end == std::string_view::npos ? std::string_view() : all.substr(end + 1);
  if (first.rfind("checksum = ", 0) != 0)
    throw ConfigError(where + ": the first line holds no checksum");
  if (first != "checksum = \"" + checksum(body) + "\"")
    throw ConfigError(
        where + ": the checksum does not fit: the file was edited or damaged; calibrate again");
  const DataTable table = DataTable::parse(all, name);
  KernelPredictor read = read_header(table, where);
  for (const DataTable& one : table.tables("kernel"))
    read.groups.emplace(one.text("name"), read_group(one, where));
  check_complete(read, where);
  return read;
}

KernelPredictor read_predictor(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw ConfigError("cannot read kernel calibration '" + file.string() + "'");
  const std::string all{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return parse_predictor(all, file.string());
}

}  // namespace lastmile::models
