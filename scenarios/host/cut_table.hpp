// What every cut of a network costs: the layers before it on one device, those behind it on another, and
// sending what crosses in between. A script adds the three for the pair, radio and rate that it asks about.
//
// Formulae   before(i) = sum over layers l <= i of t(l),  behind(i) = sum over l > i of t(l), batch 1
//            joules before(i): energy of that time and work, above idle
//            a radio: watts while it sends, above listening, and joules a byte up
// Symbols    i: the layer that is cut behind; the first row sends the input, the last nothing
// Source     t: the cost model that is named; energy: models/energy.hpp; both from the device files
// Validity   as the cost model and the files; the weakest class of the figures is stated for each
// Ignores    cuts that are not a prefix of the order of the layers; early exits (all layers run); answers;
//            start-up, queues and the delay of the network. An element of the input counts one byte
//            (pictures), activations four.
// Tests      tests/unit/scenarios/cut_table_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/cost.hpp"
#include "models/energy.hpp"

namespace lastmile::scenarios {

struct CutQuestion {
  std::vector<std::string> devices, radios;
  std::string compute = "regression";
};

struct CutCosts {
  std::string device, processor;
  std::vector<double> seconds_before, seconds_behind, joules_before;  ///< a row a cut
  models::Provenance time = models::Provenance::measured, energy = models::Provenance::measured;
};

struct SendingCosts {
  std::string radio;
  double watts = 0, joules_per_byte = 0;
  models::Provenance provenance = models::Provenance::assumed;
};

class CutTable {
 public:
  /// ConfigError for a device, radio or cost model that is not known.
  CutTable(models::Graph graph, const CutQuestion& question);

  [[nodiscard]] const std::vector<double>& bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<CutCosts>& devices() const { return devices_; }
  [[nodiscard]] const std::vector<SendingCosts>& radios() const { return radios_; }
  [[nodiscard]] std::string json() const;
  [[nodiscard]] std::string text() const;  ///< cuts that send less than all before them, and the last row

 private:
  models::Graph graph_;
  std::string compute_;
  std::vector<double> bytes_;
  std::vector<CutCosts> devices_;
  std::vector<SendingCosts> radios_;
};

}  // namespace lastmile::scenarios
