// Energy of computing and of radio, always above idle; idle is reported apart.
//
// Formulae   compute  E = (P_load - P_idle) t_busy
//            idle     E = P_idle t
//            radio    E = (P_tx - P_listen) t_tx + (P_rx - P_listen) t_rx + e_up b_up + e_down
//            b_down
// Symbols    P watts; t seconds (t_tx, t_rx: airtime); b bytes; e joules per byte
// Source     device files (models/devices), radio files (models/radios), each number with its own;
//            LTE: slopes of power over throughput; Wi-Fi: power by state of the radio
// Validity   a device's power is one figure for "busy"; models of whole-board power by mean power
//            err by 4 to 16 % at known latency (MLPerf edge boards).
// Ignores    dependence of power on the layer, clock and temperature; start of processors; LTE's
//            base power while connected and its tail after a transfer; Wi-Fi power saving.
// Tests      tests/unit/models/energy_test.cpp
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/device.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

struct RadioProfile {
  std::string name;
  std::string description;
  Watts transmit;
  Watts receive;
  Watts listen;
  double joules_per_byte_up = 0;
  double joules_per_byte_down = 0;
  Origin origin;
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

/// Above idle, while `processor` is busy for `busy`.
Joules compute_energy(const DeviceProfile& device, const Processor& processor, Duration busy);
Joules idle_energy(const DeviceProfile& device, Duration time);
/// Weakest provenance of the numbers in compute_energy.
Provenance compute_energy_provenance(const DeviceProfile& device, const Processor& processor);

/// Above listening. Give airtime for Wi-Fi, bytes for LTE; what a profile does not price costs
/// nothing.
Joules radio_energy(const RadioProfile& radio, double transmit_s, double receive_s, Bytes up,
                    Bytes down);

}  // namespace lastmile::models
