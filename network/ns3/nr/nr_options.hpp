// What a scenario may say about an NR network: plain data, no ns-3. network/topology.hpp may
// include it. Defaults that are numbers about radios carry their source; those marked (r) were
// written from memory of the document named and serve as defaults only, never as a reference.
// C++17-clean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "network/service/radio_states.hpp"
#include "sim/units.hpp"

namespace lastmile::network {

enum class NrScheduler { proportional_fair, round_robin, max_rate };
enum class NrEnvironment { uma, umi, inh_office, rma };
enum class NrSight { by_probability, always, never };  ///< line of sight, TR 38.901 7.4.2
enum class NrMcsTable { qam64 = 1, qam256 = 2, low_rate = 3 };
enum class NrFading { none, rayleigh_blocks };

struct NrOptions {
  std::string band = "n78";
  double bandwidth_mhz = 100;
  int numerology = 1;                   ///< 0-3: 15, 30, 60, 120 kHz
  std::string tdd_pattern = "DDDSU";    ///< one letter a slot; ignored in FDD bands
  std::string special_slot = "10:2:2";  ///< symbols down, guard, up of each S
  int minislot_symbols = 14;            ///< length of one scheduling unit: 14 (slot), 7, 4 or 2
  NrScheduler scheduler = NrScheduler::proportional_fair;
  NrMcsTable mcs_table = NrMcsTable::qam256;
  int layers_down = 1, layers_up = 1;
  double target_bler = 0.1;
  int harq_transmissions = 4;     ///< of one block, the first included
  bool configured_grant = false;  ///< uplink without request: every UE owns resource blocks
  int configured_blocks = 4;      ///< how many, of every uplink scheduling unit
  Bytes rlc_buffer{4194304};      ///< of one UE and direction; what does not fit is dropped
  bool acknowledged = true;  ///< RLC sends what HARQ gave up again (AM); false: it is lost (UM)
  Bytes first_grant{128};    ///< what a scheduling request is answered with
  Duration backhaul{};       ///< one way between cells and gateway

  NrEnvironment environment = NrEnvironment::uma;
  NrSight sight = NrSight::by_probability;
  bool shadowing = true;
  NrFading fading = NrFading::none;
  Duration coherence = std::chrono::milliseconds(5);  ///< of rayleigh_blocks
  Duration cqi_period = std::chrono::milliseconds(5), cqi_delay = std::chrono::milliseconds(4);

  Dbm gnb_power{44};               ///< over the whole carrier; TR 38.802 A.2.1 (r)
  Dbm ue_power{23};                ///< power class 3, TS 38.101-1 6.2.1 (r)
  double gnb_noise_figure_db = 5;  ///< TR 38.802 A.2.1 (r)
  double ue_noise_figure_db = 9;   ///< TR 38.802 A.2.1 (r)
  int gnb_elements = 64;           ///< antenna elements that beamforming combines
  int ue_elements = 1;
  double gnb_element_gain_db = 8;  ///< TR 38.901 table 7.3-1 (r)
  double ue_element_gain_db = 0;
  double implementation_gap_db = 0.9;  ///< of the decoder; see link_abstraction.hpp
  double ignore_below_noise_db = 20;   ///< interferers this far below the noise are not added

  double a3_offset_db = 3;                            ///< a neighbour this much stronger ...
  Duration a3_time = std::chrono::milliseconds(100);  ///< ... for this long takes the UE over
  Duration handover_interruption = std::chrono::milliseconds(30);
};

/// One NR network: cells on one carrier that disturb each other, their UEs, and the gateway (UPF)
//behind
/// which everything wired hangs. Node numbers as in network/topology.hpp.
struct NrLink {
  std::string name;
  std::vector<std::uint32_t> cells;  ///< sites; a UE starts in the cell that it hears best
  std::uint32_t gateway = 0;         ///< often the only site: local breakout
  std::vector<std::uint32_t> ues;
  NrOptions options;
  RadioStates states;                ///< RRC: idle, promotion, tail
};

}  // namespace lastmile::network
