// BranchyNet's B-LeNet, really trained: how many pictures leave at the first exit while accuracy stays what the last
// exit has, and how much less work that is.
//
// Threshold  of entropy: the largest that loses at most 0.3 points against the last exit on the pictures held out, as
//            the paper chose its own on its test set
// Work       of a picture: its exit's layers and all before them, in multiply-accumulates and in seconds of our
//            kernels here (each step the minimum of 30 in its place); the plain LeNet is the trunk alone
// Source     Teerapittayanon et al. 2016, doi:10.1109/ICPR.2016.7900006, table I: 94.3 % leave, 5.4 times faster
//            (CPU), accuracy 99.25 % against LeNet's 99.20 %
#include <algorithm>
#include <cstdio>
#include <functional>

#include "kernels/harness/program_run.hpp"
#include "models/lower.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"
#include "scenarios/checks/training_runs.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kLost = 0.003;  // of accuracy

struct Leaving {
  double threshold = 0, share = 0, accuracy = 0, last = 0;
};

// Thresholds between the samples' own entropies, from all leaving to none.
Leaving most_leaving(const learn::Evaluation& e) {
  std::vector<std::size_t> order(e.samples);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return e.answer(a, 0).entropy < e.answer(b, 0).entropy; });
  const double n = static_cast<double>(e.samples);
  Leaving best;
  double right = 0;
  for (std::size_t i = 0; i < e.samples; ++i) right += e.answer(i, 1).correct ? 1 : 0;
  best.last = best.accuracy = right / n;
  for (std::size_t i = 0; i < order.size(); ++i) {
    right += (e.answer(order[i], 0).correct ? 1.0 : 0.0) - (e.answer(order[i], 1).correct ? 1.0 : 0.0);
    if (right / n < best.last - kLost) continue;
    best = {static_cast<double>(e.answer(order[i], 0).entropy), static_cast<double>(i + 1) / n, right / n, best.last};
  }
  return best;
}

// What layers cost: the early exit's alone, the trunk without it, both.
struct Work {
  double early = 0, trunk = 0, all = 0;
  [[nodiscard]] double gain(double share) const { return trunk / (early + (1 - share) * (all - early)); }
};

Work sum(const models::Graph& graph, const std::function<double(models::LayerId)>& cost) {
  const auto early = graph.needed_by(0), last = graph.needed_by(1);
  const auto in = [](const std::vector<models::LayerId>& ids, models::LayerId id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  Work work;
  for (models::LayerId id = 1; id < graph.size(); ++id) {
    const double one = cost(id);
    work.all += one;
    if (in(early, id)) work.early += one;
    if (in(last, id)) work.trunk += one;
  }
  return work;
}

Work seconds_of(const models::Graph& graph) {
  const models::Lowered lowered = models::lower(graph);
  kernels::LoadedProgram program(lowered.program);
  const auto timing = kernels::time_program_runs(program, lowered.program.steps.size(), 30);
  std::vector<double> of_head(graph.size(), 0.0);
  for (std::size_t step = 0; step < timing.steps.size(); ++step)
    of_head[lowered.head(step)] = timing.steps[step].minimum_s;
  return sum(graph, [&](models::LayerId id) { return of_head[id]; });
}

std::string in_words(const Leaving& found) {
  char text[160];
  std::snprintf(text, sizeof text, "entropy below %.4f, accuracy %.2f %% against %.2f %% at the last exit; paper 94.3 %%",
                found.threshold, 100 * found.accuracy, 100 * found.last);
  return text;
}

void add_rows(std::vector<Claim>& claims, const std::string& where, const learn::Dataset& data, int passes) {
  const models::Graph graph = models::zoo("b_lenet");
  const learn::Network network(graph);
  const Leaving found = most_leaving(held_out(network, trained(network, data, passes, 0.01), data));
  const Work macs = sum(graph, [&](models::LayerId id) { return static_cast<double>(graph.layer(id).macs); });
  claims.push_back(printed("B-LeNet on " + where + ": share leaving at exit 1", found.share, in_words(found)));
  claims.push_back(printed("B-LeNet on " + where + ": multiply-accumulates of LeNet over its mean",
                           macs.gain(found.share), "paper: 5.4 times faster on a CPU"));
  claims.push_back(printed("B-LeNet on " + where + ": time of LeNet over its mean",
                           seconds_of(graph).gain(found.share), "our kernels here, one thread; paper 5.4"));
}

}  // namespace

std::vector<Claim> model_exit_rows(const CheckOptions& options) {
  const int passes = options.quick ? 8 : 24;
  std::vector<Claim> claims;
  add_rows(claims, "drawn digits", drawn_pictures(), passes);
  if (const auto mnist = mnist_pictures(options)) add_rows(claims, "MNIST", *mnist, passes);
  return claims;
}

}  // namespace lastmile::scenarios
