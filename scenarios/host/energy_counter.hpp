// Power of this machine's processor package from RAPL's energy counter, where it may be read.
// Checked: tests/unit/scenarios/energy_counter_test.cpp, on made-up counters
#pragma once

#include <filesystem>
#include <optional>

#include "models/kernel_cost/device_text.hpp"

namespace lastmile::scenarios {

class EnergyCounter {
 public:
  explicit EnergyCounter(std::filesystem::path folder = "/sys/class/powercap/intel-rapl:0");
  /// Joules since some moment; nothing where no counter can be read.
  [[nodiscard]] std::optional<double> joules() const;
  /// The counter starts again after that many.
  [[nodiscard]] double range_joules() const;

 private:
  std::filesystem::path folder_;
};

/// Joules between two readings of a counter that may have started again once.
double spent(double before, double after, double range);

struct MeasuredPower {
  models::KnownNumber idle, load;
  /// A placeholder that says so.
  static MeasuredPower unknown();
};

/// Idle over half a second when made; busy from then until finish().
class PowerMeter {
 public:
  explicit PowerMeter(const EnergyCounter& counter);
  [[nodiscard]] MeasuredPower finish() const;

 private:
  const EnergyCounter& counter_;
  std::optional<double> start_j_;
  double start_s_ = 0, idle_watts_ = 0;
};

}  // namespace lastmile::scenarios
