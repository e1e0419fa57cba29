#include "network/ns3/fading_loss.hpp"

#include <ns3/spectrum-signal-parameters.h>

#include <algorithm>

namespace lastmile::network {
namespace {

// Thermal noise at 290 K and an eNB's noise figure of 5 dB (ns-3's), W/Hz.
constexpr double kNoise = 1.380649e-23 * 290 * 3.1622776601683795;

void equalise(ns3::SpectrumValue& power) {
  double inverse = 0;
  int blocks = 0;
  for (auto value = power.ConstValuesBegin(); value != power.ConstValuesEnd(); ++value) {
    if (*value <= 0) continue;
    inverse += 1 / (1 + *value / kNoise);
    ++blocks;
  }
  if (blocks == 0) return;
  const double equal = (blocks / inverse - 1) * kNoise;
  for (auto value = power.ValuesBegin(); value != power.ValuesEnd(); ++value) {
    if (*value > 0) *value = equal;
  }
}

}  // namespace

ns3::TypeId FadingLoss::GetTypeId() {
  static const ns3::TypeId id = ns3::TypeId("lastmile::FadingLoss")
                                    .SetParent<ns3::SpectrumPropagationLossModel>()
                                    .SetGroupName("Spectrum");
  return id;
}

void FadingLoss::add(const Place& cell, const Place& ue, const std::string& name) {
  links_.emplace(std::make_pair(cell, ue), FadingLink(carrier_, seed_, name));
}

ns3::Ptr<ns3::SpectrumValue> FadingLoss::DoCalcRxPowerSpectralDensity(
    ns3::Ptr<const ns3::SpectrumSignalParameters> signal, Place from, Place to) const {
  ns3::Ptr<ns3::SpectrumValue> power = ns3::Copy<ns3::SpectrumValue>(signal->psd);
  auto link = links_.find({from, to});
  if (link == links_.end()) link = links_.find({to, from});
  if (link == links_.end()) return power;
  const std::vector<double>& gains = link->second.gains(clock_());
  // A UE that has not read the cell's bandwidth yet listens to fewer blocks in the same middle, or to more.
  const auto last = static_cast<int>(gains.size()) - 1;
  int block = (last + 1 - static_cast<int>(power->GetValuesN())) / 2;
  for (auto value = power->ValuesBegin(); value != power->ValuesEnd(); ++value) {
    *value *= gains[static_cast<std::size_t>(std::clamp(block++, 0, last))];
  }
  if (access_ == Access::sc_fdma) equalise(*power);
  return power;
}

}  // namespace lastmile::network
