// A trained network's answers on data, as `lastmile evaluate` gets them.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

/// Networks asked in turn: a sample is answered at the first exit of all that is sure enough, else
/// at the last exit of the last network.
struct Ladder {
  double accuracy = 0;
  std::vector<double> share;  ///< of the samples, by network
};
/// ConfigError if they were asked different samples.
Ladder ladder(const std::vector<Judged>& networks, double threshold);
/// ConfigError unless all were asked the same samples.
void check_same_samples(const std::vector<Judged>& networks);

// print_evaluation.cpp: by --threshold and --by-class.

/// --threshold; ConfigError unless it is a probability.
std::optional<double> threshold_given(const Arguments& arguments);
void print_evaluation(const Judged& one, const Arguments& arguments);
std::string evaluation_json(const Judged& one, const Arguments& arguments);

}  // namespace lastmile::scenarios
