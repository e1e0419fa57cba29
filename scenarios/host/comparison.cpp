// Stands in for the comparison: says where the result is.
#include "scenarios/host/comparison.hpp"

#include <cstdio>

#include "scenarios/host/json_text.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {

void record_comparison(const Scenario&, const std::vector<FinishedRun>&, Recorder&) {}

void print_comparison(const Scenario& scenario, const std::string& result_path,
                      const ComparisonOptions& options) {
  if (options.json) {
    std::printf("%s\n", json_object({{"scenario", json_text(scenario.name)},
                                     {"result", json_text(result_path)}})
                            .c_str());
    return;
  }
  std::printf("%s: %s\n", scenario.name.c_str(), result_path.c_str());
  std::printf("wall %.1f s, CPU %.1f s, largest process %s\n", options.wall_s, options.cpu_s,
              format_bytes(Bytes(options.peak_memory_bytes)).c_str());
}

}  // namespace lastmile::scenarios
