// radio: what arrives, per resource block, between every UE and every cell of one NR network.
//   received = P / blocks * gain(ue, cell) * antennas * fade [mW]
//     gain      TR 38.901 path loss and shadowing, from ns-3's classes, less what coverage holes take;
//           of places as they were when last refreshed
//     antennas  serving link: element gains and the array gains 10 lg N at both ends (ideal beams);
//           other cells: element gains only, the mean of a beam over directions
//     fade      1, or exponential (Rayleigh power), drawn anew every coherence time: a function of
//           time, so a channel that nobody looks at costs nothing; not applied to interference,
//           which is long-term. Of a UE that moves at v the coherence time is 0.423 c / (v f) where
//           that is shorter than the one given
//   noise = -174 dBm/Hz + 10 lg(block) + noise figure
// Source:  TR 38.901 7.4.1 (path loss), 7.4.2 (line of sight), 7.4.4 (shadowing); Rappaport, Wireless
//          Communications, 2002, eq. 5.40.c (coherence time) (r).
// Valid:   0.5-100 GHz, flat fading over the carrier. Gains are rounded to 1/1024 dB, which hides
//          last-bit differences of the C library's log10.
// Ignores: that a moving UE may come into and out of sight (what was drawn for it at the start stays),
//          the cluster channel (7.5), spatial consistency, blockage, beam search errors, power
//          control (a UE sends with full power).
// Checked: tests/nr/radio_test.cpp against the vectors of the standard's formulas.  C++17.
#pragma once

#include <ns3/mobility-model.h>
#include <ns3/node.h>
#include <ns3/propagation-loss-model.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "network/ns3/nr/carrier.hpp"
#include "network/ns3/nr/nr_options.hpp"

namespace lastmile::network::nr {

/// The path loss model of an environment, ready to use, deterministic in the name.
ns3::Ptr<ns3::PropagationLossModel> path_loss_model(const NrOptions& options, double frequency_hz,
                                                    std::int64_t stream);

class Radio {
 public:
  using Places = std::vector<ns3::Ptr<ns3::MobilityModel>>;
  /// More loss between two places [dB]: holes. Empty: none.
  using ExtraLoss = std::function<double(const ns3::Vector&, const ns3::Vector&)>;
  Radio(const NrOptions& options, const Carrier& carrier, const std::string& name,
        std::uint64_t seed, std::int64_t stream, Places cells, Places ues, ExtraLoss extra = {});

  /// Looks whether the UE or a cell has moved since; true when the UE's gains were computed anew.
  bool refresh(std::size_t ue);
  /// The UE, or a cell, may move.
  [[nodiscard]] bool moves(std::size_t ue) const { return ue_moves_[ue] || cells_move_; }
  /// The UE is this far from where its gains were computed [m].
  [[nodiscard]] double strayed_m(std::size_t ue) const;
  [[nodiscard]] double gain(std::size_t ue, std::size_t cell) const { return gains_[ue][cell]; }
  [[nodiscard]] std::size_t best_cell(std::size_t ue) const;

  /// Power per resource block on the serving link [mW].
  [[nodiscard]] double down(std::size_t ue, std::size_t cell, std::int64_t at_ns) const;
  [[nodiscard]] double up(std::size_t ue, std::size_t cell, int blocks, std::int64_t at_ns) const;
  /// The same without fading.
  [[nodiscard]] double steady_down(std::size_t ue, std::size_t cell) const;
  /// Power per resource block from another cell, or at another cell [mW]; 0 when too weak to count.
  [[nodiscard]] double cross_down(std::size_t ue, std::size_t cell) const;
  [[nodiscard]] double cross_up(std::size_t ue, std::size_t cell, int blocks) const;
  [[nodiscard]] double noise_down() const { return noise_down_; }
  [[nodiscard]] double noise_up() const { return noise_up_; }
  [[nodiscard]] std::size_t cells() const { return cells_.size(); }
  [[nodiscard]] std::size_t ues() const { return ues_.size(); }

 private:
  [[nodiscard]] double fade(std::size_t ue, std::size_t cell, std::int64_t at_ns) const;
  [[nodiscard]] ns3::Vector place_of(const ns3::Ptr<ns3::MobilityModel>& at, bool base) const;
  bool place(const ns3::Ptr<ns3::MobilityModel>& proxy, const ns3::Ptr<ns3::MobilityModel>& at,
             bool base) const;
  [[nodiscard]] std::int64_t coherence_ns(const ns3::Vector& velocity) const;
  void measure(std::size_t ue);

  NrOptions options_;
  int blocks_;
  Places cells_, ues_, cell_proxies_, ue_proxies_;
  std::vector<ns3::Ptr<ns3::Node>> nodes_;  ///< of the proxies: ns-3 keys shadowing by node
  ns3::Ptr<ns3::PropagationLossModel> loss_;
  ExtraLoss extra_;
  double carrier_hz_;
  std::vector<bool> ue_moves_;
  bool cells_move_ = false;
  std::vector<std::int64_t> coherence_ns_;  ///< of each UE's fading
  std::vector<std::vector<double>> gains_;  ///< [ue][cell], linear, without antennas
  std::uint64_t fade_seed_;
  double gnb_mw_, ue_mw_, elements_, arrays_, noise_down_, noise_up_, ignore_;
};

}  // namespace lastmile::network::nr
