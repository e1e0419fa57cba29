#include "models/learn/evaluate.hpp"

#include <algorithm>
#include <array>

#include "models/learn/pass.hpp"
#include "models/learn/softmax.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

/// visit(pass, first sample, samples) for each group of kLanes samples after `load` has filled the
/// pass. Every thread keeps one set of buffers; samples do not influence each other.
template <class Load, class Visit>
void each_group(const Network& network, std::span<const float> parameters, std::size_t samples,
                ValueId from, ThreadPool* pool, Load load, Visit visit) {
  PackedWeights weights(network);
  weights.set(parameters, false);
  const std::size_t groups = (samples + kLanes - 1) / kLanes;
  const std::size_t strands = std::min<std::size_t>(
      groups, pool != nullptr ? static_cast<std::size_t>(pool->threads()) : 1);
  parallel_for(pool, strands, [&](std::size_t strand) {
    Pass pass(network, false);
    for (std::size_t g = strand; g < groups; g += strands) {
      const std::size_t first = g * kLanes;
      const std::size_t count = std::min(kLanes, samples - first);
      load(pass, first, count);
      pass.forward(weights, from);
      visit(pass, first, count);
    }
  });
}

Answer judge(Softmax& softmax, const float* logits, std::uint8_t label) {
  softmax.set(logits, kLanes);
  Answer answer;
  answer.predicted = static_cast<std::uint8_t>(softmax.likeliest());
  answer.confidence = static_cast<float>(softmax.probability(softmax.likeliest()));
  answer.entropy = static_cast<float>(softmax.entropy());
  answer.loss = static_cast<float>(softmax.loss(logits, kLanes, label));
  answer.correct = answer.predicted == label;
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

Evaluation empty_evaluation(const Network& network, std::size_t samples, ValueId from) {
  if (samples == 0) throw ConfigError("evaluation: no samples");
  Evaluation result;
  result.samples = samples;
  result.exits = exits_after(network, from);
  result.answers.resize(samples * result.exits.size());
  return result;
}

void judge_group(const Network& network, const Pass& pass, std::size_t first, std::size_t count,
                 const std::vector<std::uint8_t>& labels, Evaluation& result) {
  Softmax softmax(static_cast<std::size_t>(network.classes()));
  for (std::size_t lane = 0; lane < count; ++lane)
    for (std::size_t e = 0; e < result.exits.size(); ++e)
      result.answers[(first + lane) * result.exits.size() + e] = judge(
          softmax, pass.value(network.exit_value(result.exits[e])) + lane, labels[first + lane]);
}

void summarise(Evaluation& result) {
  for (std::size_t e = 0; e < result.exits.size(); ++e) {
    double loss = 0;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < result.samples; ++i) {
      loss += static_cast<double>(result.answer(i, e).loss);
      correct += result.answer(i, e).correct ? 1 : 0;
    }
    result.mean_loss.push_back(loss / static_cast<double>(result.samples));
    result.accuracy.push_back(static_cast<double>(correct) / static_cast<double>(result.samples));
  }
}

}  // namespace

std::size_t Evaluation::exit_taken(std::size_t sample, double threshold) const {
  for (std::size_t e = 0; e + 1 < exits.size(); ++e)
    if (static_cast<double>(answer(sample, e).confidence) >= threshold) return e;
  return exits.size() - 1;
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
  Evaluation result = empty_evaluation(network, samples.size(), 0);
  std::vector<std::uint8_t> labels;
  for (const std::uint32_t i : samples) labels.push_back(static_cast<std::uint8_t>(data.label(i)));
  each_group(
      network, parameters, samples.size(), 0, pool,
      [&](Pass& pass, std::size_t first, std::size_t count) {
        pass.set_images(data, samples.subspan(first, count));
      },
      [&](const Pass& pass, std::size_t first, std::size_t count) {
        judge_group(network, pass, first, count, labels, result);
      });
  summarise(result);
  return result;
}

std::vector<float> forward_to(const Network& network, std::span<const float> parameters,
                              const Dataset& data, std::span<const std::uint32_t> samples,
                              models::LayerId cut, ThreadPool* pool) {
  const ValueId value = network.value_of(cut);
  const auto elements = static_cast<std::size_t>(network.shapes()[value].elements());
  std::vector<float> features(samples.size() * elements);
  each_group(
      network, parameters, samples.size(), 0, pool,
      [&](Pass& pass, std::size_t first, std::size_t count) {
        pass.set_images(data, samples.subspan(first, count));
      },
      [&](const Pass& pass, std::size_t first, std::size_t count) {
        for (std::size_t lane = 0; lane < count; ++lane)
          for (std::size_t i = 0; i < elements; ++i)
            features[(first + lane) * elements + i] = pass.value(value)[i * kLanes + lane];
      });
  return features;
}

Evaluation continue_from(const Network& network, std::span<const float> parameters,
                         models::LayerId cut, std::span<const float> features,
                         std::span<const std::uint8_t> labels, ThreadPool* pool) {
  const ValueId value = network.value_of(cut);
  const auto elements = static_cast<std::size_t>(network.shapes()[value].elements());
  SIM_CHECK(features.size() == labels.size() * elements, "features of another cut");
  if (exits_after(network, value).empty())
    throw ConfigError("network '" + network.name() + "': what follows needs more than layer '" +
                      network.layer_name(cut) + "'");
  Evaluation result = empty_evaluation(network, labels.size(), value);
  const std::vector<std::uint8_t> truth(labels.begin(), labels.end());
  each_group(
      network, parameters, labels.size(), value, pool,
      [&](Pass& pass, std::size_t first, std::size_t count) {
        std::array<const float*, kLanes> rows{};
        for (std::size_t i = 0; i < count; ++i) rows[i] = &features[(first + i) * elements];
        pass.set_value(value, std::span(rows).first(count));
      },
      [&](const Pass& pass, std::size_t first, std::size_t count) {
        judge_group(network, pass, first, count, truth, result);
      });
  summarise(result);
  return result;
}

}  // namespace lastmile::learn
