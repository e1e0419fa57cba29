// Energy of computing and of radio, always above idle; idle is reported apart.
//
// Formulae   compute  E = (P_load - P_idle) t_busy
//                     with energy rates: E = (P_busy - P_idle) t_busy + e_mac m + e_byte v + e_layer n
//            idle     E = P_idle t
//            radio    E = (P_tx - P_listen) t_tx + (P_rx - P_listen) t_rx + e_up b_up + e_down
//            b_down
//            radio with states, all of it and not only what is above listening:
//              RRC    E = sum over states of P_s t_s + e_up b_up + e_down b_down
//                     P of DRX = P_sleep + (P_on - P_sleep) on-duration / cycle
//              PSM    E = P_tx t_tx + P_rx t_rx + P_listen (t_awake - t_tx - t_rx) + P_doze t_doze
// Symbols    P watts; t seconds (t_tx, t_rx: airtime); b bytes; e joules per byte
//            m MACs; v bytes moved (outputs and weights); n layers that are not fused
// Source     device files (models/devices), radio files (models/radios), each number with its own;
//            LTE: slopes of power over throughput; Wi-Fi: power by state of the radio; RRC states as
//            Huang et al. 2012, doi:10.1145/2307636.2307658
// Validity   a device's power is one figure for "busy"; models of whole-board power by mean power
//            err by 4 to 16 % at known latency (MLPerf edge boards), energy rates by 2 to 9 %.
// Ignores    dependence of power on the layer (without energy rates), clock and temperature; start of processors; signal
//            strength; of radios without states: base power while connected, tails, power saving.
// Tests      tests/unit/models/energy_test.cpp
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/device.hpp"
#include "models/graph.hpp"
#include "models/work.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

/// RRC: how long each state lasts and what it takes. The times are for the network, which says how long
/// the radio was in which state.
struct RrcProfile {
  Duration promotion{}, paging_cycle{}, continuous{}, short_drx{}, short_cycle{}, long_drx{},
      long_cycle{}, on_duration{};
  Watts promotion_power, active, continuous_power, drx_on, drx_sleep, idle;
  Origin times_origin, powers_origin;

  [[nodiscard]] Watts drx(Duration cycle) const;  ///< mean over cycles of this length
};

/// Power save of Wi-Fi.
struct PowerSaveProfile {
  Duration awake{};  ///< after the last packet
  Watts doze;
  Origin origin;
};

struct RadioProfile {
  std::string name;
  std::string description;
  Watts transmit;
  Watts receive;
  Watts listen;
  double joules_per_byte_up = 0;
  double joules_per_byte_down = 0;
  Origin origin;
  std::optional<RrcProfile> rrc;
  std::optional<PowerSaveProfile> power_save;
};

/// What one radio has done.
struct RadioUse {
  Duration transmit{}, receive{};  ///< airtime, of Wi-Fi
  Bytes up{0}, down{0};            ///< of LTE and NR
  Duration promotion{}, active{}, continuous{}, short_drx{}, long_drx{}, idle{};  ///< RRC
  Duration awake{}, doze{};                                                       ///< power save
};

class RadioLibrary {
 public:
  /// Reads every *.toml of a folder, e.g. default_data_folder() / "radios".
  static RadioLibrary load(const std::filesystem::path& folder);

  [[nodiscard]] const RadioProfile& find(std::string_view name) const;  ///< ConfigError if unknown
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::map<std::string, RadioProfile, std::less<>> profiles_;
};

/// What layers ask of a processor for a batch.
Work work_of(const Graph& graph, const std::vector<LayerId>& layers, const Processor& processor,
             int batch);
/// Above idle, while `processor` is busy for `busy` with that work.
Joules compute_energy(const DeviceProfile& device, const Processor& processor, Duration busy,
                      const Work& work = {});
Joules idle_energy(const DeviceProfile& device, Duration time);
/// Weakest provenance of the numbers in compute_energy.
Provenance compute_energy_provenance(const DeviceProfile& device, const Processor& processor);

/// Above listening. Give airtime for Wi-Fi, bytes for LTE; what a profile does not price costs
/// nothing.
Joules radio_energy(const RadioProfile& radio, double transmit_s, double receive_s, Bytes up,
                    Bytes down);
/// By states where the profile has some, else as above.
Joules radio_energy(const RadioProfile& radio, const RadioUse& use);
/// Weakest provenance of the numbers in it.
Provenance radio_energy_provenance(const RadioProfile& radio);

}  // namespace lastmile::models
