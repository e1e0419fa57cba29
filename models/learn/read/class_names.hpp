// Labels as a file writes them: whole numbers stay, anything else is a name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

class ClassNames {
 public:
  /// The label of the next sample. False if there are too many names.
  [[nodiscard]] bool add(const std::string& name);

  struct Labels {
    std::vector<Label> labels;
    int classes = 0;
  };
  /// If all names are whole numbers in 0..65535: these, and one class more than the largest. Else
  /// their places among the different names in alphabetical order.
  [[nodiscard]] Labels labels() const;

  [[nodiscard]] bool empty() const { return labels_.empty(); }

 private:
  std::map<std::string, Label> names_;
  std::vector<Label> labels_;  // in the order in which names came
};

}  // namespace lastmile::learn
