// A trained network's answers on data, as `lastmile evaluate` gets them.
#pragma once

#include <string>

#include "models/learn/evaluate.hpp"
#include "models/learn/trained_network.hpp"
#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

struct Judged {
  std::string file;  ///< as the user named it
  learn::TrainedNetwork trained;
  learn::Dataset data;
  learn::Evaluation answers;

  [[nodiscard]] const std::string& exit_layer(std::size_t exit) const {
    return trained.graph.layer(trained.graph.exits()[exit]).name();
  }
};

/// ConfigError if there is no such network, no such data, or the one does not fit the other.
Judged judged(const std::string& network, const Arguments& arguments, learn::ThreadPool& pool);

/// Every sample of a set, in its order.
std::vector<std::uint32_t> all_samples(const learn::Dataset& data);

// print_evaluation.cpp: by --threshold and --by-class.

void print_evaluation(const Judged& one, const Arguments& arguments);
std::string evaluation_json(const Judged& one, const Arguments& arguments);

}  // namespace lastmile::scenarios
