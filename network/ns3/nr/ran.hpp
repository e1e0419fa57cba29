// ran: the medium access of an NR network, packet level, driven by ns-3's events.
//   down  one tick a scheduling unit and cell while somebody waits, one event for all decoding:
//         arrival, next unit, the unit, N1/2 (decoding), delivered
//   up    request in the first symbol of the next uplink unit, N2/2, grant (1 symbol), N2,
//         uplink unit, N2/2 (decoding), delivered; every block reports what still waits
//         configured grant: N2/2 (preparation), next uplink unit in blocks of the UE's own, N2/2
//   HARQ  chase combining, stop and wait in up to 16 processes; what failed goes before new data
// Source:  TS 38.214 5.3, 6.4 (N1, N2; half of each on either side, as 3GPP's self-evaluation in TR
//          37.910 does), TS 38.321 5.4 (requests and reports).
// Valid:   synchronous cells on one carrier with one pattern; connected UEs.
// Ignores: random access and RRC set-up, errors of control channels and reports, measurement gaps,
//          priorities between bearers, PDCCH capacity, power control, carrier aggregation,
//          multi-user MIMO, timing advance. A report in a block that is given up is taken as read
//          (in place of retxBSR-Timer).
// Checked: tests/nr/ latency_test.cpp, rate_test.cpp, sharing_test.cpp, handover_test.cpp,
//          random_test.cpp (conservation).  C++17.
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "network/ns3/nr/grid.hpp"
#include "network/ns3/nr/radio.hpp"
#include "network/ns3/nr/ran_state.hpp"
#include "network/ns3/nr/scheduler.hpp"

namespace lastmile::network::nr {

struct RanCounters {
  std::uint64_t blocks = 0, failed = 0, first = 0, first_failed = 0, given_up = 0;
  std::uint64_t ticks = 0, handovers = 0;
};

class Ran {
 public:
  /// Called with the UE's index and the packet, when its last byte has been decoded.
  using Deliver = std::function<void(std::size_t, ns3::Ptr<ns3::Packet>)>;
  struct Setup {
    std::string name;
    std::uint64_t seed;
    std::int64_t stream;
    Radio::Places cells, ues;
    std::vector<std::string> ue_names;
    Deliver to_ue, to_core;
    Radio::ExtraLoss extra_loss;
  };

  /// Throws ConfigError: an impossible carrier, a UE that no cell reaches, too many configured
  // grants.
  Ran(const NrOptions& options, Setup setup);
  Ran(const Ran&) = delete;
  Ran& operator=(const Ran&) = delete;

  void send_down(std::size_t ue, const ns3::Ptr<ns3::Packet>& packet);
  void send_up(std::size_t ue, const ns3::Ptr<ns3::Packet>& packet);

  [[nodiscard]] std::size_t serving_cell(std::size_t ue) const { return ues_[ue]->cell; }
  /// In no cell's coverage, as of when it last had traffic.
  [[nodiscard]] bool lost(std::size_t ue) const { return ues_[ue]->lost; }
  [[nodiscard]] const RanCounters& counters(Direction direction) const {
    return counters_[index(direction)];
  }
  [[nodiscard]] std::uint64_t dropped(std::size_t ue, Direction direction) const {
    return ues_[ue]->rlc[index(direction)].dropped();
  }
  [[nodiscard]] std::int64_t backlog(std::size_t ue, Direction direction) const {
    return ues_[ue]->rlc[index(direction)].backlog();
  }
  [[nodiscard]] const Grid& grid() const { return grid_; }
  [[nodiscard]] const Radio& radio() const { return radio_; }
  /// Long-term SINR of a full-power downlink without interference [dB].
  [[nodiscard]] double quiet_sinr_db(std::size_t ue) const;

 private:
  using Block = RanBlock;
  using Ue = RanUe;
  using Use = RanUse;
  using Cell = RanCell;
  static std::size_t index(Direction d) { return d == Direction::down ? 0 : 1; }
  static std::int64_t now_ns();
  static void at(std::int64_t time_ns, std::function<void()> what);

  // radio
  [[nodiscard]] int elements(Direction d, int symbols) const;
  [[nodiscard]] int layers(Direction d) const {
    return d == Direction::down ? options_.layers_down : options_.layers_up;
  }
  [[nodiscard]] double signal(Direction d, std::size_t ue, std::size_t cell, int blocks,
                              std::int64_t at_ns) const;
  [[nodiscard]] double noise(Direction d) const;
  [[nodiscard]] double expected_db(Direction d, std::size_t ue, int blocks) const;
  [[nodiscard]] double interference(Direction d, const Block& block, std::int64_t start_ns) const;
  [[nodiscard]] double expected_interference(Direction d, std::size_t ue) const;
  [[nodiscard]] double load_now(const Cell& cell) const;
  void note_load(std::size_t cell, const Unit& unit, const std::vector<Block>& sent);
  void remember_use(Direction d, std::size_t cell, const Unit& unit, const Block& block);

  // both directions
  void check_coverage(const std::vector<std::string>& names) const;
  void activate(Direction d, std::size_t ue);
  void start_ticking(Direction d, std::size_t cell);
  [[nodiscard]] bool waiting(Direction d, std::size_t cell) const;
  [[nodiscard]] std::int64_t wanted_bytes(Direction d, std::size_t ue) const;
  std::vector<Block> fill(Direction d, std::size_t cell, const Unit& unit);
  void repeat_failed(Direction d, std::size_t cell, const Unit& unit, int& free,
                     std::vector<Block>& out);
  std::vector<Candidate> candidates(Direction d, std::size_t cell, const Unit& unit, int free);
  Block make_block(Direction d, std::size_t ue, const Unit& unit, int blocks);
  void decode(Direction d, std::vector<Block>& sent, const Unit& unit);
  void outcome(Direction d, Block& block, bool decoded, const Unit& unit);
  void give_up(Direction d, const Block& block);
  void forget_idle(Direction d, std::size_t cell);
  std::size_t processes_in_use(Direction d, std::size_t ue);
  void tick_down(std::size_t cell);

  // uplink
  void want_up(std::size_t ue);
  void request(std::size_t ue);
  void arm_configured(std::size_t ue, std::int64_t from_ns);
  void send_configured(std::size_t ue, const Unit& unit);
  void tick_up(std::size_t cell, const Unit& unit);
  void write_report(Block& block);
  void read_report(const Block& block);

  // handover
  void watch(std::size_t ue);
  void measure(std::size_t ue);
  void check_signal(std::size_t ue);
  void relocate(std::size_t ue);
  void hand_over(std::size_t ue, std::size_t target);
  void lose(std::size_t ue);
  void leave_cell(std::size_t ue);
  void join_cell(std::size_t ue, std::size_t cell);
  [[nodiscard]] bool covered(std::size_t ue, std::size_t cell) const;
  void resume(std::size_t ue);

  NrOptions options_;
  Carrier carrier_;
  Grid grid_;
  Radio radio_;
  LinkAbstraction link_;
  std::array<Adaptation, 2> adaptation_;
  Adaptation configured_adaptation_;
  std::vector<std::unique_ptr<Ue>> ues_;
  std::vector<Cell> cells_;
  std::array<RanCounters, 2> counters_{};
};

}  // namespace lastmile::network::nr
