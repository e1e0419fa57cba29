// Real training: the same bits with any threads and instructions, and a task that needs the
// network.
#include <cmath>
#include <numeric>
#include <vector>

#include "kernels/lanes.hpp"
#include "models/learn/evaluate.hpp"
#include "models/learn/train.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uint32_t kTrain = 1500, kTest = 500;

std::vector<std::uint32_t> range(std::uint32_t from, std::uint32_t to) {
  std::vector<std::uint32_t> indices(to - from);
  std::iota(indices.begin(), indices.end(), from);
  return indices;
}

const learn::Dataset& objects() {
  static const learn::Dataset data =
      learn::draw_objects(kTrain + kTest, RandomStream(1, "check/objects"));
  return data;
}

models::Graph linear() {
  models::Graph graph("linear", {3, 32, 32});
  graph.add(models::plain(models::LayerKind::flatten));
  graph.add(models::dense(10));
  graph.mark_exit(graph.add(models::plain(models::LayerKind::softmax)));
  return graph;
}

learn::TrainResult trained(const learn::Network& network, std::uint32_t images, int passes,
                           double rate, learn::ThreadPool* pool = nullptr) {
  learn::SgdOptions options;
  options.epochs = passes;
  options.learning_rate = rate;
  options.clip_norm = 3;
  return learn::train(network, network.initial_parameters(RandomStream(1, "check/weights")),
                      objects(), range(0, images), options, RandomStream(1, "check/shuffle"), pool);
}

double accuracy(const models::Graph& graph, double rate, int passes) {
  const learn::Network network(graph);
  const auto result = trained(network, kTrain, passes, rate);
  return learn::evaluate(network, result.parameters, objects(), range(kTrain, kTrain + kTest))
      .accuracy.back();
}

double differing(const std::vector<float>& a, const std::vector<float>& b) {
  double count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] == b[i] ? 0 : 1;
  return count;
}

void add_equal_bits(std::vector<Claim>& claims) {
  const models::Graph graph = models::camera_cnn();
  const learn::Network network(graph);
  const auto reference = trained(network, 200, 1, 0.02).parameters;
  learn::ThreadPool pool(3);
  claims.push_back(at_most("weights that differ with 3 threads",
                           differing(reference, trained(network, 200, 1, 0.02, &pool).parameters),
                           0));
  for (const std::string_view name : kernels::lane_kernel_names()) {
    const kernels::LaneKernels* lanes = kernels::find_lane_kernels(name);
    if (lanes == nullptr) continue;
    const learn::Network other(graph, lanes);
    claims.push_back(at_most("weights that differ with the kernels '" + std::string(name) + "'",
                             differing(reference, trained(other, 200, 1, 0.02).parameters), 0));
  }
}

// Central difference of the joint loss against the gradient, along random directions.
Claim gradient() {
  const learn::Network network(models::camera_cnn());
  const auto start = network.initial_parameters(RandomStream(2, "check/weights"));
  const auto samples = range(0, 16);
  std::vector<float> slope, ignored;
  learn::loss_gradient(network, start, objects(), samples, {}, slope);
  RandomStream random(1, "check/directions");
  double worst = 0;
  for (int i = 0; i < 8; ++i) {
    std::vector<float> above = start, below = start;
    double along = 0, length = 0;
    for (std::size_t p = 0; p < start.size(); ++p) {
      const double step = 2e-4 * random.normal();
      above[p] += static_cast<float>(step);
      below[p] -= static_cast<float>(step);
      const double whole = (static_cast<double>(above[p]) - static_cast<double>(below[p])) / 2;
      along += whole * static_cast<double>(slope[p]);
      length += whole * whole;
    }
    const double rise = (learn::loss_gradient(network, above, objects(), samples, {}, ignored) -
                         learn::loss_gradient(network, below, objects(), samples, {}, ignored)) /
                        2;
    worst = std::max(worst, std::abs(rise - along) / std::sqrt(length));
  }
  double norm = 0;
  for (const float g : slope) norm += static_cast<double>(g) * static_cast<double>(g);
  return at_most("slope of the loss against differences, over the gradient's length",
                 worst / std::sqrt(norm), 0.01);
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims;
  add_equal_bits(claims);
  claims.push_back(gradient());
  const double cnn = accuracy(models::camera_cnn(), 0.02, 8), flat = accuracy(linear(), 0.002, 8);
  claims.push_back(
      printed("accuracy of a linear model on drawn objects", flat, "1500 images, 8 passes"));
  claims.push_back(
      printed("accuracy of camera_cnn on drawn objects", cnn, "1500 images, 8 passes"));
  claims.push_back(at_least("the network's accuracy above the linear model's", cnn - flat, 0.15));
  return claims;
}

const CheckRegistration registration{
    {"learning",
     "real training: equal bits, true gradients, a task that needs the network",
     {},
     run}};

}  // namespace
}  // namespace lastmile::scenarios
