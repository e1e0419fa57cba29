#include "scenarios/host/energy_counter.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

namespace lastmile::scenarios {
namespace {

std::optional<double> micro(const std::filesystem::path& file) {
  std::ifstream stream(file);
  double value = 0;
  if (!(stream >> value)) return std::nullopt;
  return value * 1e-6;
}

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

EnergyCounter::EnergyCounter(std::filesystem::path folder) : folder_(std::move(folder)) {}
std::optional<double> EnergyCounter::joules() const { return micro(folder_ / "energy_uj"); }
double EnergyCounter::range_joules() const { return micro(folder_ / "max_energy_range_uj").value_or(0); }

double spent(double before, double after, double range) {
  return after >= before ? after - before : after - before + range;
}

MeasuredPower MeasuredPower::unknown() {
  const models::Origin none{models::Provenance::assumed,
                            "energy could not be read: 0 W idle and 10 W busy are placeholders"};
  return {{0, none}, {10, none}};
}

PowerMeter::PowerMeter(const EnergyCounter& counter) : counter_(counter) {
  const std::optional<double> before = counter_.joules();
  if (!before) return;
  const double begin = now_s();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  start_j_ = counter_.joules();
  start_s_ = now_s();
  if (start_j_) idle_watts_ = spent(*before, *start_j_, counter_.range_joules()) / (start_s_ - begin);
}

MeasuredPower PowerMeter::finish() const {
  const std::optional<double> end = counter_.joules();
  if (!start_j_ || !end) return MeasuredPower::unknown();
  const double busy = spent(*start_j_, *end, counter_.range_joules()) / (now_s() - start_s_);
  const models::Origin origin{models::Provenance::measured,
                              "RAPL, the processor package; idle for half a second, then timing kernels"};
  return {{idle_watts_, origin}, {std::max(busy, idle_watts_), origin}};
}

}  // namespace lastmile::scenarios
