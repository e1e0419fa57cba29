// Parts of an LTE network that lte.cpp puts together. C++17; private to network/ns3.
#pragma once

#include <ns3/lte-helper.h>
#include <ns3/propagation-loss-model.h>
#include <ns3/point-to-point-epc-helper.h>

#include <cstdint>
#include <string>
#include <vector>

#include "network/ns3/world.hpp"

namespace lastmile::network {

struct LteNetwork {
  ns3::Ptr<ns3::LteHelper> lte;
  ns3::Ptr<ns3::PointToPointEpcHelper> epc;
  ns3::NodeContainer enbs;
  ns3::NetDeviceContainer cells, ues;  ///< in the order of the link's cells and ues
};

/// The sounding period that the user gave, or one with a place for every UE.
unsigned srs_period_ms(const LteLink& link);
/// Throws ConfigError when more UEs are, or may come, in one cell than can be sounded.
void check_sounding(const World& world, const LteLink& link, const std::vector<std::size_t>& cell_of_ue);
/// When each UE begins to connect.
std::vector<unsigned> connect_at_ms(const LteLink& link);

/// What a cell and a UE hear of each other over noise, where they are now.
class LteCoverage {  // copied where it has to outlive the building of the network
 public:
  struct Budget {
    double down_db = -1e9, up_db = -1e9;
    [[nodiscard]] bool reached() const;
  };
  struct Best {
    std::size_t cell = 0;
    Budget budget;
  };
  LteCoverage(const LteLink& link, const LteNetwork& network);
  [[nodiscard]] Budget between(std::size_t cell, const ns3::Ptr<ns3::Node>& ue) const;
  /// The cell that is strongest downlink; the first of equals.
  [[nodiscard]] Best best(const ns3::Ptr<ns3::Node>& ue) const;

 private:
  const LteLink* link_;
  ns3::NodeContainer enbs_;
  ns3::Ptr<ns3::PropagationLossModel> down_, up_;
};

/// Which cell each UE hears best. Throws ConfigError for a UE that none reaches.
std::vector<std::size_t> strongest_cells(const World& world, const LteLink& link,
                                         const LteNetwork& network);

/// Between the core's gateway and the node behind which everything wired hangs.
void break_out(World& world, LinkIndex index, const LteLink& link,
               const ns3::Ptr<ns3::PointToPointEpcHelper>& epc);

/// Event A3; REQUIRES several cells.
void set_handover(const LteLink& link, const ns3::Ptr<ns3::LteHelper>& lte);
/// Lets a proportional fair cell forget while radio time stands still.
void fade_memory(World& world, const LteNetwork& network);
/// Lets handovers catch up when radio time goes on after it has stood still while UEs moved.
void follow_motion(World& world, const LteLink& link, const LteNetwork& network);

}  // namespace lastmile::network
