#include "scenarios/checks/model_student_rows.hpp"

#include <cmath>
#include <numeric>

#include "models/learn/distil.hpp"
#include "scenarios/checks/claim_forms.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uint64_t kStarts = 3;
constexpr const char* kUnseen = "8,000 pictures to learn, 10,000 new ones to tell";

models::Graph small_network() {
  using models::LayerKind;
  models::Graph net("student", {1, 28, 28});
  for (const int channels : {4, 8}) {
    net.add(models::conv(channels, 5));
    net.add(models::plain(LayerKind::relu));
    net.add(models::max_pool(2, 2));
  }
  net.add(models::plain(LayerKind::flatten));
  net.add(models::dense(10));
  net.mark_exit(net.add(models::plain(LayerKind::softmax)));
  return net;
}

/// Eight passes, the rate falling to 0.
learn::SgdOptions lessons(std::size_t samples) {
  learn::SgdOptions options;
  options.epochs = 8;
  options.batch = 32;
  options.learning_rate = 0.01;
  options.clip_norm = 3;
  options.optimiser.schedule.kind = learn::Schedule::Kind::cosine;
  options.optimiser.schedule.period = 8 * ((samples + 31) / 32);
  return options;
}

std::string cost(const models::Graph& graph) {
  return " (" + std::to_string(graph.totals().macs / 1000) + " thousand MACs): accuracy";
}

}  // namespace

void add_student(std::vector<Claim>& claims, const models::WeightedGraph& teacher,
                 const learn::Dataset& pictures, const learn::Dataset& unseen) {
  const models::Graph graph = small_network();
  const learn::Network student(graph), large(teacher.graph);
  const std::vector<float> knows = models::flat_weights(teacher);
  std::vector<std::uint32_t> samples(kLearned);
  std::iota(samples.begin(), samples.end(), 0U);
  const learn::SgdOptions options = lessons(samples.size());
  learn::SgdOptions heeds = options;
  heeds.loss.distilled = 0.5;
  heeds.loss.temperature = 2;
  double alone = 0, taught = 0;
  for (std::uint64_t seed = 1; seed <= kStarts; ++seed) {
    const auto start = student.initial_parameters(RandomStream(seed, "check/student"));
    const RandomStream order(seed, "check/student/order");
    const auto share = [&](const learn::TrainResult& learned) {
      return of_all(student, learned.parameters, unseen).accuracy.back() / kStarts;
    };
    alone += share(learn::train(student, start, pictures, samples, options, order));
    taught += share(learn::distil({large, knows}, student, start, pictures, samples, heeds, order));
  }
  claims.push_back(printed("teacher LeNet-5" + cost(teacher.graph),
                           of_all(large, knows, unseen).accuracy.back(), kUnseen));
  claims.push_back(printed("student alone" + cost(graph), alone, "mean of three starts"));
  claims.push_back(
      printed("student of LeNet-5" + cost(graph), taught,
              "half of its loss is the teacher's, temperature 2; mean of three starts"));
  claims.push_back(at_least("points of accuracy that the teacher adds",
                            std::round(1e4 * (taught - alone)) / 100, 0));
}

}  // namespace lastmile::scenarios
