#include "models/kernel_cost/device_text.hpp"

#include <cstdio>
#include <sstream>

namespace lastmile::models {
namespace {

class Writer {
 public:
  Writer& text(const std::string& key, const std::string& value) {
    out_ << key << " = \"";
    for (const char c : value) out_ << (c == '"' || c == '\\' || c == '\n' ? '\'' : c);
    out_ << "\"\n";
    return *this;
  }
  Writer& number(const std::string& key, double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", value);
    out_ << key << " = " << digits << '\n';
    return *this;
  }
  Writer& group(const std::string& name) {
    out_ << "\n" << name << "\n";
    return *this;
  }
  Writer& origin(const std::string& provenance, const std::string& source) {
    return text("provenance", provenance).text("source", source);
  }
  Writer& known(const std::string& group_name, const std::string& key, const KnownNumber& value) {
    return group(group_name)
        .number(key, value.value)
        .origin(std::string(to_string(value.origin.provenance)), value.origin.source);
  }
  [[nodiscard]] std::string all() const { return out_.str(); }

 private:
  std::ostringstream out_;
};

void write_coefficients(Writer& out, const CalibratedDevice& device, const Coefficients& fit,
                        const std::string& source) {
  out.group("[processor.coefficients]");
  for (std::size_t i = 0; i < mac_classes; ++i)
    out.number("seconds_per_mac_" + std::string(to_string(static_cast<CostClass>(i))),
               fit.seconds_per_mac.at(i));
  out.number("seconds_per_activation", fit.seconds_per_activation)
      .number("seconds_per_layer", fit.seconds_per_layer)
      .text("framework", "lastmile kernels")
      .text("date", device.date)
      .origin("calibrated", source);
}

void write_residual(Writer& out, const Residual& residual, const std::string& source) {
  out.group("[processor.residual]")
      .number("n", residual.n)
      .number("in_sample_mape", residual.in_sample_mape)
      .number("held_out_mape", residual.held_out_mape)
      .number("held_out_rmspe", residual.held_out_rmspe)
      .number("held_out_bias", residual.held_out_bias)
      .number("held_out_within_10_percent", residual.held_out_within_10_percent)
      .number("noise_relative", residual.noise_relative)
      .origin("measured", source);
}

}  // namespace

std::string device_text(const CalibratedDevice& device, const Answers& answers,
                        const LayerRegression& regression) {
  const std::string source = "lastmile calibrate device, " + device.date + ", " +
                             answers.processor + ", " + answers.machine + ", " + answers.isa +
                             ", one thread, " + std::to_string(answers.observations.size()) +
                             " random networks";
  Writer out;
  out.text("name", device.name)
      .text("class", "server")
      .text("description", answers.processor + ", " + answers.machine + ", one thread");
  out.known("[memory]", "bytes", device.memory_bytes)
      .known("[power]", "idle_watts", device.idle_watts)
      .group("[training]")
      .number("backward_over_forward", 2)
      .origin("assumed", "rule of thumb: each of the two gradients costs one forward pass");
  out.group("[[processor]]").text("name", "cpu-1").text("kind", "cpu").number("threads", 1);
  out.text("precision", "fp32")
      .group("[processor.peak]")
      .number("flops", answers.flops_per_s)
      .number("bytes_per_second", answers.bytes_per_s)
      .number("bytes_per_element", 4)
      .origin("measured", source)
      .known("[processor.power]", "load_watts", device.load_watts)
      .group("[processor.batch]")
      .number("ceiling", 1)
      .origin("assumed", "the work of a batch is linear on a CPU");
  write_coefficients(out, device, regression.coefficients, source);
  write_residual(out, regression.residual, source);
  out.group("[processor.kernels]")
      .text("file", device.kernel_file)
      .text("architecture", answers.architecture);
  return out.all();
}

}  // namespace lastmile::models
