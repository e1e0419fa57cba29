// Fading of network/fading.hpp as ns-3's spectrum channel asks for it: one link for every pair of a cell
// and a UE, each direction with its own (FDD: far apart in frequency). Cells that only disturb fade too.
//   down (OFDMA)   every block by its own gain
//   up (SC-FDMA)   a symbol is spread over all blocks of a signal, so that they all get what a linear
//                  MMSE equaliser makes of them: g = 1 / mean(1 / (1 + g_k)) - 1, g_k signal over noise
//                  of block k. (By block, ns-3's schedulers would code for the weakest of 100 blocks, or
//                  not serve the UE at all.)
// Downlink coding stays ns-3's: PF codes for the weakest group of blocks that a UE gets, RR for the mean.
// It reads a clock of its own, so that the channel goes on while ns-3's stands still.
// Ignores: interference in the equaliser. Checked: tests/cross/lte_fading_test.cpp. C++17.
#pragma once

#include <ns3/mobility-model.h>
#include <ns3/spectrum-propagation-loss-model.h>

#include <functional>
#include <map>
#include <string>

#include "network/fading.hpp"

namespace lastmile::network {

class FadingLoss : public ns3::SpectrumPropagationLossModel {
 public:
  using Place = ns3::Ptr<const ns3::MobilityModel>;
  using Clock = std::function<std::int64_t()>;
  static ns3::TypeId GetTypeId();
  enum class Access { ofdma, sc_fdma };
  FadingLoss(const FadingCarrier& carrier, Access access, std::uint64_t seed, Clock clock)
      : carrier_(carrier), access_(access), seed_(seed), clock_(std::move(clock)) {}
  /// Signals between pairs that have not been named do not fade.
  void add(const Place& cell, const Place& ue, const std::string& name);

 private:
  ns3::Ptr<ns3::SpectrumValue> DoCalcRxPowerSpectralDensity(
      ns3::Ptr<const ns3::SpectrumSignalParameters> signal, Place from, Place to) const override;

  FadingCarrier carrier_;
  Access access_;
  std::uint64_t seed_;
  Clock clock_;
  mutable std::map<std::pair<Place, Place>, FadingLink> links_;  // looked up, never walked
};

}  // namespace lastmile::network
