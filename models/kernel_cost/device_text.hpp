// A device file from a calibration, for models/devices or a scenario's own folder.
// Tests: tests/unit/models/layer_regression_test.cpp reads one back
#pragma once

#include <string>

#include "models/kernel_cost/answers.hpp"
#include "models/kernel_cost/layer_regression.hpp"

namespace lastmile::models {

/// A number that the timing program does not tell, with its Origin.
struct KnownNumber {
  double value = 0;
  Origin origin;
};

struct CalibratedDevice {
  std::string name;
  std::string kernel_file;  ///< beside the device file
  std::string date;
  KnownNumber memory_bytes, idle_watts, load_watts;
};

/// REQUIRES answers with peaks.
std::string device_text(const CalibratedDevice& device, const Answers& answers,
                        const LayerRegression& regression);

}  // namespace lastmile::models
