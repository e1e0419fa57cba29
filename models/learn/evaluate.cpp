#include "models/learn/evaluate.hpp"

#include <algorithm>
#include <array>

#include "models/learn/each_group.hpp"
#include "models/learn/fit.hpp"
#include "models/learn/softmax.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

Answer judge(Softmax& softmax, const float* logits, std::size_t stride, Label label) {
  softmax.set(logits, stride);
  Answer answer;
  answer.predicted = static_cast<Label>(softmax.likeliest());
  answer.confidence = static_cast<float>(softmax.probability(softmax.likeliest()));
  answer.entropy = static_cast<float>(softmax.entropy());
  answer.loss = static_cast<float>(softmax.loss(logits, stride, label));
  answer.correct = answer.predicted == label;
  answer.rank = static_cast<std::uint16_t>(softmax.rank(logits, stride, label));
  return answer;
}

/// Which exits follow from a value alone.
std::vector<std::size_t> exits_after(const Network& network, ValueId from) {
  std::vector<bool> follows(network.shapes().size(), false);
  follows[from] = true;
  for (const Step& step : network.steps())
    if (std::all_of(step.inputs.begin(), step.inputs.end(),
                    [&](ValueId input) { return follows[input]; }))
      follows[step.output] = true;
  std::vector<std::size_t> exits;
  for (std::size_t e = 0; e < network.exits(); ++e)
    if (follows[network.exit_value(e)]) exits.push_back(e);
  return exits;
}

/// `samples`: of a data set.
Evaluation empty_evaluation(const Network& network, std::size_t samples, ValueId from) {
  if (samples == 0) throw ConfigError("evaluation: no samples");
  Evaluation result;
  result.places = network.places();
  result.samples = samples * result.places;
  result.exits = exits_after(network, from);
  result.answers.resize(result.samples * result.exits.size());
  return result;
}

void judge_group(const Network& network, const Pass& pass, std::size_t first, std::size_t count,
                 const std::vector<Label>& labels, Evaluation& result) {
  Softmax softmax(static_cast<std::size_t>(network.classes()));
  const std::size_t places = result.places, exits = result.exits.size();
  for (std::size_t lane = 0; lane < count; ++lane)
    for (std::size_t place = 0; place < places; ++place) {
      const std::size_t i = (first + lane) * places + place;
      for (std::size_t e = 0; e < exits; ++e)
        result.answers[i * exits + e] =
            judge(softmax, pass.value(network.exit_value(result.exits[e])) + place * kLanes + lane,
                  places * kLanes, labels[i]);
    }
}

}  // namespace

void Evaluation::summarise() {
  mean_loss.clear();
  accuracy.clear();
  for (std::size_t e = 0; e < exits.size(); ++e) {
    double loss = 0;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < samples; ++i) {
      loss += static_cast<double>(answer(i, e).loss);
      correct += answer(i, e).correct ? 1 : 0;
    }
    mean_loss.push_back(loss / static_cast<double>(samples));
    accuracy.push_back(static_cast<double>(correct) / static_cast<double>(samples));
  }
}

double Evaluation::accuracy_of_top(std::size_t k, std::size_t position) const {
  std::size_t among = 0;
  for (std::size_t i = 0; i < samples; ++i) among += answer(i, position).rank < k ? 1 : 0;
  return static_cast<double>(among) / static_cast<double>(samples);
}

std::size_t Evaluation::exit_taken(std::size_t sample, double threshold) const {
  for (std::size_t e = 0; e + 1 < exits.size(); ++e)
    if (static_cast<double>(answer(sample, e).confidence) >= threshold) return e;
  return exits.size() - 1;
}

Evaluation Evaluation::last_places() const {
  Evaluation last;
  last.samples = samples / places;
  last.exits = exits;
  for (std::size_t i = places - 1; i < samples; i += places)
    for (std::size_t e = 0; e < exits.size(); ++e) last.answers.push_back(answer(i, e));
  last.summarise();
  return last;
}

Served Evaluation::served(double threshold) const {
  Served served;
  served.exit_share.assign(exits.size(), 0.0);
  for (std::size_t i = 0; i < samples; ++i) {
    const std::size_t e = exit_taken(i, threshold);
    served.accuracy += answer(i, e).correct ? 1.0 : 0.0;
    served.mean_loss += static_cast<double>(answer(i, e).loss);
    served.exit_share[e] += 1.0;
  }
  const double n = static_cast<double>(samples);
  served.accuracy /= n;
  served.mean_loss /= n;
  for (double& share : served.exit_share) share /= n;
  return served;
}

Evaluation evaluate(const Network& network, std::span<const float> parameters, const Dataset& data,
                    std::span<const std::uint32_t> samples, ThreadPool* pool) {
  check_answers(network, data);
  Evaluation result = empty_evaluation(network, samples.size(), 0);
  std::vector<Label> labels;
  for (const std::uint32_t i : samples)
    for (std::size_t place = 0; place < result.places; ++place)
      labels.push_back(static_cast<Label>(data.label(i, place)));
  each_group(network, parameters, data, samples, pool,
             [&](const Pass& pass, std::size_t first, std::size_t count) {
               judge_group(network, pass, first, count, labels, result);
             });
  result.summarise();
  return result;
}

std::vector<float> forward_to(const Network& network, std::span<const float> parameters,
                              const Dataset& data, std::span<const std::uint32_t> samples,
                              models::LayerId cut, ThreadPool* pool) {
  const ValueId value = network.value_of(cut);
  const auto elements = static_cast<std::size_t>(network.shapes()[value].elements());
  std::vector<float> features(samples.size() * elements);
  each_group(network, parameters, data, samples, pool,
             [&](const Pass& pass, std::size_t first, std::size_t count) {
               for (std::size_t lane = 0; lane < count; ++lane)
                 for (std::size_t i = 0; i < elements; ++i)
                   features[(first + lane) * elements + i] = pass.value(value)[i * kLanes + lane];
             });
  return features;
}

Evaluation continue_from(const Network& network, std::span<const float> parameters,
                         models::LayerId cut, std::span<const float> features,
                         std::span<const Label> labels, ThreadPool* pool) {
  const ValueId value = network.value_of(cut);
  const auto elements = static_cast<std::size_t>(network.shapes()[value].elements());
  SIM_CHECK(features.size() * network.places() == labels.size() * elements,
            "features of another cut");
  if (exits_after(network, value).empty())
    throw ConfigError("network '" + network.name() + "': what follows needs more than layer '" +
                      network.layer_name(cut) + "'");
  const std::size_t samples = labels.size() / network.places();
  Evaluation result = empty_evaluation(network, samples, value);
  const std::vector<Label> truth(labels.begin(), labels.end());
  each_group(
      network, parameters, samples, value, pool,
      [&](Pass& pass, std::size_t first, std::size_t count) {
        std::array<const float*, kLanes> rows{};
        for (std::size_t i = 0; i < count; ++i) rows[i] = &features[(first + i) * elements];
        pass.set_value(value, std::span(rows).first(count));
      },
      [&](const Pass& pass, std::size_t first, std::size_t count) {
        judge_group(network, pass, first, count, truth, result);
      });
  result.summarise();
  return result;
}

}  // namespace lastmile::learn
