#include "models/learn/anomaly.hpp"

#include <algorithm>
#include <numeric>

#include "models/learn/each_group.hpp"
#include "models/learn/fit.hpp"
#include "models/learn/loss.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {

std::vector<double> reconstruction_errors(const Network& network, std::span<const float> parameters,
                                          const Dataset& data,
                                          std::span<const std::uint32_t> samples,
                                          ThreadPool* pool) {
  check_gives_back(network);
  const ValueId output = network.exit_value(network.exits() - 1);
  const auto elements = static_cast<std::size_t>(network.input().elements());
  std::vector<double> errors(samples.size());
  each_group(network, parameters, data, samples, pool,
             [&](const Pass& pass, std::size_t first, std::size_t count) {
               std::vector<float> unused(elements * kernels::kLanes);
               for (std::size_t lane = 0; lane < count; ++lane)
                 errors[first + lane] =
                     reconstruction_slope(pass.value(output) + lane, pass.value(0) + lane,
                                          kernels::kLanes, elements, 0, unused.data());
             });
  return errors;
}

double area_under_curve(std::span<const double> scores, const std::vector<bool>& yes) {
  SIM_CHECK(scores.size() == yes.size(), "one mark a score");
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  double noes = 0, hits = 0, ones = 0;  // noes below; pairs in the right order; yeses
  for (std::size_t i = 0; i < order.size();) {
    double tied_yes = 0, tied_no = 0;
    for (const double score = scores[order[i]]; i < order.size() && scores[order[i]] == score; ++i)
      ++(yes[order[i]] ? tied_yes : tied_no);
    hits += tied_yes * (noes + tied_no / 2);
    noes += tied_no;
    ones += tied_yes;
  }
  SIM_CHECK(ones > 0 && noes > 0, "an area needs yes and no");
  return hits / (ones * noes);
}

}  // namespace lastmile::learn
