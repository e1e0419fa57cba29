// Where the time and the energy of one request went.
//
// Time       the critical steps, one after the other, are the request's latency; without spans the three sums
// of
//            /requests are. What neither covers is said.
// Energy     above idle and listening, of all its steps, by node
// Beside it  what the device that asked used for idling in that time, and what its radio used in the whole
// run while
//            no message was under way: they belong to no request
// Tests      tests/unit/scenarios/explain_test.py
#pragma once

#include <optional>

#include "scenarios/host/chosen_run.hpp"

namespace lastmile::scenarios {

struct NodeEnergy {
  std::string node;
  double computing_j = 0, radio_j = 0;
};

struct Explanation {
  ChosenRun run;
  RequestRow request;
  bool has_spans = false;
  std::vector<SpanRow> path;            ///< critical steps, in order; layers left out
  std::vector<SpanRow> beside;          ///< steps that others waited for no longer
  std::vector<SpanRow> layers;          ///< of all computations
  std::vector<NodeEnergy> energy;       ///< by node, in the order in which the path meets them
  double relays_j = 0;                  ///< radios between sender and receiver
  std::optional<double> idle_j;         ///< of the device that asked, while it waited
  std::optional<double> radio_nobodys;  ///< share of its radio's energy of the run
  [[nodiscard]] double covered_s() const;
  [[nodiscard]] double energy_j() const;
};

/// `name`: "cameras[2]/5". ConfigError with the nearest.
Explanation explain(const analysis::Hdf5Reader& file, const ChosenRun& run, const std::string& name);

std::string explanation_json(const Explanation& what);
std::string explanation_text(const Explanation& what, bool with_layers);

}  // namespace lastmile::scenarios
