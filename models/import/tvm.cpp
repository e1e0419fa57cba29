// TVM: AutoTVM's tuning log, a JSON object a line, of which the fastest trial of each workload is taken.
//
// Form       {"input": ["llvm -keys=cpu", "conv2d_NCHWc.x86", [["TENSOR", [1, 3, 224, 224], "float32"],
//              ["TENSOR", [64, 3, 7, 7], "float32"], [2, 2], [3, 3, 3, 3], [1, 1], "NCHW", "NCHW",
//              "float32"], {}],
//             "config": ..., "result": [[0.0012, 0.0013], 0, 1.9, 1672653690.18], "version": 0.2, ...}
//            result: seconds of the trial's runs, error (0: none), cost of trying, time stamp
// Templates  conv2d_nchw*, conv2d_NCHWc*: conv; depthwise_conv2d_nchw*, depthwise_conv2d_NCHWc*: depthwise;
//            dense*: dense. Others are passed over, for no kernel call of ours is like them
// Noise      standard deviation over mean of the trial's runs
// Source     logs in public repositories; the meaning of `result` as in tvm.autotvm.record (remembered)
// Refused    other data types than float32 in these templates, unequal strides, paddings or dilations
#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "kernels/call.hpp"
#include "models/import/formats.hpp"
#include "models/json_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

using kernels::KernelCall;
using kernels::KernelType;

bool starts_with(const std::string& text, std::string_view start) { return text.rfind(start, 0) == 0; }

int whole(const Json& value) {
  const double number = value.number();
  if (number != std::floor(number) || std::abs(number) > 1e6) throw ConfigError(value.place() + ": no size");
  return static_cast<int>(number);
}

// ["TENSOR", [1, 3, 224, 224], "float32"]
std::vector<int> tensor(const Json& value, std::size_t dimensions) {
  const Json::List& parts = value.list();
  if (parts.size() != 3 || parts[0].text() != "TENSOR") throw ConfigError(value.place() + ": no tensor");
  if (parts[2].text() != "float32")
    throw ConfigError(value.place() + ": '" + parts[2].text() + "', not float32");
  std::vector<int> sizes;
  for (const Json& size : parts[1].list()) sizes.push_back(whole(size));
  if (sizes.size() != dimensions) {
    throw ConfigError(value.place() + ": expected " + std::to_string(dimensions) + " dimensions");
  }
  return sizes;
}

// [2, 2] or 2
int equal(const Json& value) {
  if (value.is_number()) return whole(value);
  const Json::List& parts = value.list();
  for (const Json& part : parts) {
    if (whole(part) != whole(parts.front())) throw ConfigError(value.place() + ": unequal on the axes");
  }
  if (parts.empty()) throw ConfigError(value.place() + ": empty");
  return whole(parts.front());
}

KernelCall convolution(const Json::List& a, const std::string& place, bool depthwise) {
  if (a.size() < 5) throw ConfigError(place + ": expected data, kernel, stride, padding and dilation");
  const std::vector<int> data = tensor(a[0], 4), weights = tensor(a[1], 4);
  KernelCall call;
  call.type = depthwise ? KernelType::depthwise : KernelType::conv;
  call.batch = data[0], call.channels = data[1], call.height = data[2], call.width = data[3];
  call.out_channels = depthwise ? 0 : weights[0];
  call.kernel_height = weights[2], call.kernel_width = weights[3];
  call.stride = equal(a[2]), call.padding = equal(a[3]), call.dilation = equal(a[4]);
  return call;
}

KernelCall dense(const Json::List& a, const std::string& place) {
  if (a.size() < 2) throw ConfigError(place + ": expected data and weights");
  const std::vector<int> data = tensor(a[0], 2), weights = tensor(a[1], 2);
  KernelCall call;
  call.type = KernelType::dense;
  call.batch = data[0], call.channels = data[1], call.out_channels = weights[0];
  return call;
}

// "" for a template that we have no call for.
std::string call_of(const Json& input) {
  const Json::List& parts = input.list();
  if (parts.size() < 3) throw ConfigError(input.place() + ": expected target, template and arguments");
  const std::string& name = parts[1].text();
  const Json::List& arguments = parts[2].list();
  const std::string& place = parts[2].place();
  const bool plain = starts_with(name, "conv2d_nchw") || starts_with(name, "conv2d_NCHWc");
  const bool deep = starts_with(name, "depthwise_conv2d_nchw") || starts_with(name, "depthwise_conv2d_NCHWc");
  if (!plain && !deep && !starts_with(name, "dense")) return "";
  KernelCall call = plain || deep ? convolution(arguments, place, deep) : dense(arguments, place);
  kernels::validate(call);
  return kernels::text(call);
}

// Seconds of nothing for a trial that failed.
MeasuredTime trial(const Json& result) {
  const Json::List& parts = result.list();
  if (parts.size() != 4) throw ConfigError(result.place() + ": expected costs, error, total and time stamp");
  if (parts[1].number() != 0) return {};
  double sum = 0, squares = 0;
  for (const Json& cost : parts[0].list()) {
    if (cost.number() <= 0) throw ConfigError(cost.place() + ": not above 0: not a time");
    sum += cost.number(), squares += cost.number() * cost.number();
  }
  const auto n = static_cast<double>(parts[0].list().size());
  if (n == 0) throw ConfigError(parts[0].place() + ": no times");
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean)) / mean};
}

void read_line(const std::string& line, TimeTable& table) {
  const Json record = Json::parse(line);
  const std::string call = call_of(record.at("input"));
  const MeasuredTime time = trial(record.at("result"));
  if (call.empty() || time.seconds == 0) return;
  const auto [entry, fresh] = table.kernels.try_emplace(call, time);
  if (!fresh && time.seconds < entry->second.seconds) entry->second = time;
}

}  // namespace

ImportedProfile read_tvm(std::string_view text, const std::string& file, const ProfileOptions&) {
  ImportedProfile profile;
  profile.framework = "TVM";
  TimeTable table;
  std::istringstream lines{std::string(text)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (words_of(line).empty()) continue;
    try {
      read_line(line, table);
    } catch (const ConfigError& error) {
      refuse_line(file, number, error.what());
    } catch (const std::invalid_argument& error) {
      refuse_line(file, number, error.what());
    }
  }
  if (!table.kernels.empty()) profile.tables.push_back(std::move(table));
  return profile;
}

}  // namespace lastmile::models
