// Named checks: claims about the program that it can test itself, each with its bar and verdict.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry.hpp"

namespace lastmile::scenarios {

struct Claim {
  std::string name;
  double value = 0;
  std::string bar;             ///< what is asked of the value, e.g. "<= 0.01"
  std::optional<bool> holds;   ///< none: printed only, or skipped for the reason given
  std::string reason;
};

struct CheckOptions {
  std::string data_folder;     ///< reference data; may not exist
  bool quick = false;          ///< a smaller size that keeps the claim, where there is one
  std::vector<std::string> rows = {};  ///< groups of rows of an area that has some; empty: all
};

/// An area registers itself from a file of scenarios/checks/, which is linked as an object library:
///   const CheckRegistration area{{"wifi", "what it looks at", {}, [](const CheckOptions&) {...}}};
using CheckFunction = std::function<std::vector<Claim>(const CheckOptions&)>;
using CheckRegistry = Registry<Claim, CheckFunction>;
using CheckRegistration = Registration<Claim, CheckFunction>;

}  // namespace lastmile::scenarios
