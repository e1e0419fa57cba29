#include "models/learn/retrain.hpp"

#include <utility>

#include "sim/error.hpp"

namespace lastmile::learn {

Rule zeros(std::vector<std::uint8_t> mask) {
  return [mask = std::move(mask)](std::span<float> parameters, std::span<float> velocity) {
    SIM_CHECK(mask.size() == parameters.size(), "a mask of another network");
    for (std::size_t i = 0; i < mask.size(); ++i)
      if (mask[i] == 0) parameters[i] = velocity[i] = 0;
  };
}

Rule frozen(std::vector<std::uint8_t> mask, std::vector<float> values) {
  return [mask = std::move(mask), values = std::move(values)](std::span<float> parameters,
                                                              std::span<float> velocity) {
    SIM_CHECK(mask.size() == parameters.size() && values.size() == parameters.size(),
              "a mask of another network");
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (mask[i] == 0) continue;
      parameters[i] = values[i];
      velocity[i] = 0;
    }
  };
}

}  // namespace lastmile::learn
