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

bool radio(Technology technology) {
  return technology == Technology::wifi || technology == Technology::lte;
}

}  // namespace

std::vector<Cell> training_grid(Technology technology, bool quick) {
  Levels levels{{1, 4, 12}, {5}, {1e4, 1e5}, {0, 0.6, 1}};
  if (technology == Technology::lte) levels.metres = {50};
  std::vector<Cell> cells;
  if (!quick) {
    levels.loads = {0, 0.3, 0.6, 1};
    if (technology == Technology::wifi) levels.stations = {1, 4, 12, 20}, levels.metres = {5, 30};
    if (technology == Technology::lte) levels.metres = {50, 500};
    add_cells(cells, technology, {{1, 4}, {levels.metres[0]}, {1e6}, levels.loads});
  }
  add_cells(cells, technology, levels);
  return cells;
}

std::vector<Cell> held_out_grid(Technology technology) {
  const double metres = technology == Technology::lte ? 200 : 12;
  const std::vector<double> loads{0, 0.45, 0.75, 0.9, 1};
  std::vector<Cell> cells;
  add_cells(cells, technology, {{2, 7, 15}, {metres}, {3e4, 3e5}, loads});
  add_cells(cells, technology, {{2}, {radio(technology) ? 2 * metres : metres}, {2e3}, loads});
  add_cells(cells, technology, {{2}, {metres}, {3e6}, {0, 0.75}});
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
