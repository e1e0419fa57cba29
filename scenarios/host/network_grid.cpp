#include "scenarios/host/network_grid.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

#include "network/fluid/fluid.hpp"

namespace lastmile::scenarios {
namespace {

struct Levels {
  std::vector<int> stations;
  std::vector<double> metres, bytes, loads;
};

void add_cells(std::vector<Cell>& cells, Technology technology, const Levels& levels) {
  for (const int stations : levels.stations) {
    for (const double metres : levels.metres) {
      for (const double bytes : levels.bytes) {
        for (const bool up : {true, false}) {
          for (const double load : levels.loads) {
            cells.push_back({technology, stations, metres, bytes, up, load});
          }
        }
      }
    }
  }
}

// Nearest station, of the training and of the held-out grid; a wire has no distances.
std::vector<double> training_metres(Technology technology) {
  if (technology == Technology::lte) return {50, 500};
  if (technology == Technology::nr) return {60, 600};
  return {5, 18};
}

std::vector<double> held_out_metres(Technology technology) {
  if (technology == Technology::lte) return {150, 1000};
  if (technology == Technology::nr) return {150, 900};
  return {10, 25};
}

bool wired(Technology technology) {
  return technology == Technology::wire || technology == Technology::wan;
}

}  // namespace

std::vector<Cell> training_grid(Technology technology, bool quick) {
  const std::vector<double> metres = training_metres(technology);
  std::vector<Cell> cells;
  if (quick) {
    add_cells(cells, technology, {{2, 6}, {metres[0]}, {2e4, 2e5}, {0, 0.6, 1}});
    return cells;
  }
  const std::vector<double> loads{0, 0.3, 0.6, 1};
  add_cells(cells, technology, {{2, 6, 14}, {metres[0]}, {2e4, 2e5}, loads});
  if (!wired(technology)) add_cells(cells, technology, {{2, 6}, {metres[1]}, {2e4, 2e5}, loads});
  add_cells(cells, technology, {{2}, {metres[0]}, {2e6}, loads});
  return cells;
}

std::vector<Cell> held_out_grid(Technology technology, bool quick) {
  const std::vector<double> metres = held_out_metres(technology);
  std::vector<Cell> cells;
  if (quick) {
    add_cells(cells, technology, {{3, 10}, {metres[0]}, {6e4}, {0, 0.5, 0.75, 0.9}});
    return cells;
  }
  const std::vector<double> loads{0, 0.2, 0.5, 0.75, 0.9, 1};
  add_cells(cells, technology, {{1, 3, 10, 20}, {metres[0]}, {1e4, 6e4, 6e5}, loads});
  if (!wired(technology)) add_cells(cells, technology, {{3, 10}, {metres[1]}, {6e4}, loads});
  add_cells(cells, technology, {{3}, {metres[0]}, {2e3}, loads});
  add_cells(cells, technology, {{1}, {metres[0]}, {1e7}, {0, 0.5}});
  return cells;
}

Measured measure(const std::vector<Cell>& cells) {
  const int processes = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
  std::vector<double> saturation;
  const std::vector<CellResult> results = cells_at_packet_level(cells, processes, saturation);
  Measured measured;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (results[i].transfers <= 0) continue;
    measured.cells.push_back(cells[i]);
    measured.mean_s.push_back(results[i].mean_s);
    measured.saturation.push_back(saturation[i]);
  }
  return measured;
}

std::vector<double> fluid_errors(const Measured& measured,
                                 const network::fluid::Coefficients& coefficients) {
  std::vector<double> errors;
  network::FluidOptions options;
  options.coefficients = coefficients;
  for (std::size_t i = 0; i < measured.cells.size(); ++i) {
    Engine engine(1);
    const network::Topology topology = cell_topology(measured.cells[i]);
    const auto net = network::make_fluid(engine, topology, options);
    const CellResult fluid = run_cell(measured.cells[i], *net, engine, measured.saturation[i]);
    errors.push_back(fluid.mean_s / measured.mean_s[i] - 1);
  }
  return errors;
}

double quantile_of_size(std::vector<double> errors, double share) {
  for (double& error : errors) error = std::abs(error);
  std::sort(errors.begin(), errors.end());
  const double place = std::ceil(share * static_cast<double>(errors.size())) - 1;
  return errors[static_cast<std::size_t>(std::max(0.0, place))];
}

}  // namespace lastmile::scenarios
