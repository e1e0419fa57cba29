// Draws for random networks: from the frequencies in prior.toml, and from short lists.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "sim/random.hpp"

namespace lastmile::models {

/// Values with their frequencies.
struct Frequencies {
  std::vector<std::pair<int, int>> counts;
  int total = 0;
};

struct Prior {
  Frequencies channels, kernels, depthwise_kernels;
  static const Prior& get();  ///< ConfigError if the file is damaged
};

class Draw {
 public:
  explicit Draw(RandomStream random) : random_(random) {}

  bool chance(double probability) { return random_.uniform() < probability; }
  int between(int least, int most);  ///< both included
  int one_of(std::initializer_list<int> values);
  int from(const Frequencies& frequencies);
  int kernel() { return from(Prior::get().kernels); }
  int depthwise_kernel() { return from(Prior::get().depthwise_kernels); }
  /// A width of real networks close to `about`; now and then any.
  int channels(double about);

 private:
  RandomStream random_;
};

}  // namespace lastmile::models
