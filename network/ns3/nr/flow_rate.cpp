#include "network/ns3/nr/flow_rate.hpp"

#include <algorithm>

#include "network/ns3/nr/adaptation.hpp"
#include "network/ns3/nr/transport_block.hpp"

namespace lastmile::network::nr {
namespace {

// Resource elements without data: one symbol of reference signals (half of one in units shorter
// than half a slot), one control symbol down, and in range 2 the phase tracking that makes the
// overheads of TS 38.306 (0.18 down, 0.10 up) instead of 0.14 and 0.08.
constexpr int kReference = 12, kShortReference = 6, kPhaseTracking = 6;
constexpr double kThermalDbmHz = -174;

}  // namespace

double usual_height(NrEnvironment environment, bool base_station) {
  if (environment == NrEnvironment::inh_office) return base_station ? 3 : 1;
  if (!base_station) return 1.5;
  if (environment == NrEnvironment::umi) return 10;
  return environment == NrEnvironment::uma ? 25 : 35;
}

int unit_elements(int frequency_range, Direction direction, int symbols) {
  const bool full = symbols >= kSymbolsPerSlot / 2;
  const int reference = full ? kReference : kShortReference;
  const int tracking = frequency_range == 2 && full ? kPhaseTracking : 0;
  return data_elements(direction == Direction::down ? symbols - 1 : symbols, reference, tracking);
}

double flow_sinr_db(const NrOptions& options, double ground_m, Direction direction) {
  const Carrier carrier(options.band, options.bandwidth_mhz, options.numerology);
  const bool down = direction == Direction::down;
  const RadioPath path{options.environment, carrier.down_hz / 1e9,
                       usual_height(options.environment, true),
                       usual_height(options.environment, false), ground_m};
  const double antennas =
      options.gnb_element_gain_db + options.ue_element_gain_db +
      linear_to_db(static_cast<double>(options.gnb_elements) * options.ue_elements);
  const double sent =
      (down ? options.gnb_power : options.ue_power).value() - linear_to_db(carrier.blocks);
  const double noise = kThermalDbmHz + linear_to_db(carrier.block_hz) +
                       (down ? options.ue_noise_figure_db : options.gnb_noise_figure_db);
  return sent + antennas - path_loss_db(path, options.sight != NrSight::never) - noise -
         linear_to_db(down ? options.layers_down : options.layers_up);
}

double flow_rate(const NrOptions& options, double ground_m, Direction direction) {
  return flow_rate_at(options, flow_sinr_db(options, ground_m, direction), direction);
}

namespace {
Adaptation adaptation_of(const NrOptions& options, int elements, int layers) {
  constexpr int reference_blocks = 20;
  return Adaptation(LinkAbstraction(options.implementation_gap_db), options, elements, reference_blocks,
                    layers);
}
}  // namespace

double flow_rate_at(const NrOptions& options, double sinr_db, Direction direction) {
  const Carrier carrier(options.band, options.bandwidth_mhz, options.numerology);
  const int layers = direction == Direction::down ? options.layers_down : options.layers_up;
  const int elements = unit_elements(carrier.band->range, direction, options.minislot_symbols);
  const Mcs& mcs = adaptation_of(options, elements, layers).choose(sinr_db);
  const double bits = transport_block_bits(elements, carrier.blocks, mcs, layers);
  const double units_per_s =
      1e9 / static_cast<double>(carrier.slot_ns) * kSymbolsPerSlot / options.minislot_symbols;
  return bits / 8 * units_per_s * Grid(carrier, options).share(direction);
}

double least_sinr_db(const NrOptions& options) {
  const Carrier carrier(options.band, options.bandwidth_mhz, options.numerology);
  const int elements = unit_elements(carrier.band->range, Direction::down, options.minislot_symbols);
  return adaptation_of(options, elements, options.layers_down).least_db();
}

// Averaged over arrivals in one pattern period (of at most ten slots) at 50 equal steps a slot.
Duration access_delay(const NrOptions& options, Direction direction) {
  const Grid grid(Carrier(options.band, options.bandwidth_mhz, options.numerology), options);
  const std::int64_t step = grid.symbols_ns(kSymbolsPerSlot) / 50;
  const int count = 50 * static_cast<int>(options.tdd_pattern.size());
  std::int64_t sum_ns = 0;
  for (int i = 0; i < count; ++i) {
    const std::int64_t at = 1000000000 + i * step;
    if (direction == Direction::down) {
      sum_ns += grid.next(direction, at).end_ns + grid.symbols_ns(grid.n1() / 2) - at;
    } else if (options.configured_grant) {
      const Unit unit = grid.next(direction, at + grid.symbols_ns(grid.n2() / 2));
      sum_ns += unit.end_ns + grid.symbols_ns(grid.n2() / 2) - at;
    } else {
      const std::int64_t heard =
          grid.next(direction, at).start_ns + grid.symbols_ns(1 + grid.n2() / 2);
      sum_ns += grid.next_grantable(heard, -1).end_ns + grid.symbols_ns(grid.n2() / 2) - at;
    }
  }
  return Duration(sum_ns / count) + options.backhaul;
}

Duration unit_period(const NrOptions& options, Direction direction) {
  const Grid grid(Carrier(options.band, options.bandwidth_mhz, options.numerology), options);
  const std::int64_t begin = 1000000000;
  const std::int64_t length =
      grid.symbols_ns(kSymbolsPerSlot * static_cast<double>(options.tdd_pattern.size()));
  int full = 0;
  Unit unit = grid.next(direction, begin);
  while (unit.start_ns < begin + length) {
    if (2 * unit.symbols > options.minislot_symbols) ++full;
    unit = grid.next(direction, unit.end_ns);
  }
  return Duration(length / std::max(1, full));
}

}  // namespace lastmile::network::nr
