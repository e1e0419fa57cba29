// What is learned from texts and from movements: the next letter behind every letter, and windows
// that a network gives back without having seen a label.
#include <cmath>
#include <numeric>

#include "models/learn/anomaly.hpp"
#include "models/learn/evaluate.hpp"
#include "models/learn/synthetic.hpp"
#include "models/learn/train.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"

namespace lastmile::scenarios {
namespace {

using Samples = std::vector<std::uint32_t>;

/// Of each user's samples the first four fifths, and the rest.
struct Halves {
  Samples learned, held_out;
};

Halves by_time(const learn::Dataset& data, std::size_t each) {
  Halves halves;
  for (std::uint32_t i = 0; i < data.size(); ++i)
    (i % each < each * 4 / 5 ? halves.learned : halves.held_out).push_back(i);
  return halves;
}

learn::TrainResult taught(const learn::Network& network, const learn::Dataset& data,
                          const Samples& samples, const learn::SgdOptions& options) {
  return learn::train(network, network.initial_parameters(RandomStream(1, "check/drawn")), data,
                      samples, options, RandomStream(1, "check/drawn/order"));
}

/// Adam, its rate falling to 0 by a cosine.
learn::SgdOptions adam(std::size_t samples, int passes, double rate) {
  learn::SgdOptions options;
  options.epochs = passes;
  options.batch = 32;
  options.learning_rate = rate;
  options.clip_norm = 3;
  options.optimiser.kind = learn::OptimiserOptions::Kind::adam;
  options.optimiser.schedule.kind = learn::Schedule::Kind::cosine;
  options.optimiser.schedule.period = static_cast<std::uint64_t>(passes) * ((samples + 31) / 32);
  return options;
}

/// Nats a letter of a model that knows how often each letter was learned, and nothing else.
double by_frequencies(const learn::Dataset& texts, const Halves& halves) {
  std::vector<double> count(static_cast<std::size_t>(texts.classes()), 1);
  double all = static_cast<double>(count.size()), nats = 0, told = 0;
  const auto each = [&](const Samples& samples, auto visit) {
    for (const std::uint32_t i : samples)
      for (std::size_t p = 0; p < texts.places(); ++p)
        visit(static_cast<std::size_t>(texts.label(i, p)));
  };
  each(halves.learned, [&](std::size_t letter) { ++count[letter], ++all; });
  each(halves.held_out, [&](std::size_t letter) { nats -= std::log(count[letter] / all), ++told; });
  return nats / told;
}

void add_texts(std::vector<Claim>& claims, bool quick) {
  learn::TextSpec spec;
  spec.users = 4;
  spec.samples_each = quick ? 4000 : 8000;
  spec.every_place = true;
  const learn::Dataset texts = draw_text(spec, RandomStream(1, "check/texts"));
  const Halves halves = by_time(texts, spec.samples_each);
  const learn::Network network(models::zoo("letters_gru"));
  const auto parameters =
      taught(network, texts, halves.learned, adam(halves.learned.size(), quick ? 4 : 8, 0.01))
          .parameters;
  const auto told = learn::evaluate(network, parameters, texts, halves.held_out);
  const double frequencies = by_frequencies(texts, halves);
  claims.push_back(
      printed("texts: perplexity by the letters' frequencies", std::exp(frequencies),
              "4 writers, a third of their habits their own; chance leaves a perplexity of 4"));
  claims.push_back(printed("texts: perplexity of letters_gru", std::exp(told.mean_loss[0]),
                           "each writer's last fifth"));
  claims.push_back(at_least("texts: nats a letter that letters_gru saves over the frequencies",
                            frequencies - told.mean_loss[0], 0.6));
}

/// Of the three axes, about their means; no window rests altogether.
double variance(std::span<const float> window) {
  constexpr std::size_t axes = 3;
  constexpr double sensor = 0.002;
  const std::size_t times = window.size() / axes;
  double sum = 0;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const auto values = window.subspan(axis * times, times);
    const double mean =
        std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(times);
    for (const float v : values)
      sum += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean);
  }
  return sum / static_cast<double>(window.size()) + sensor;
}

void add_movements(std::vector<Claim>& claims) {
  learn::SensorSpec spec;
  spec.windows_each = 750;
  const learn::Dataset normal = draw_activities(spec, RandomStream(1, "check/movements"));
  const Halves halves = by_time(normal, spec.windows_each);
  const learn::Network network(models::zoo("sensor_autoencoder"));
  learn::SgdOptions options = adam(halves.learned.size(), 30, 0.003);
  options.loss.kind = learn::LossOptions::Kind::reconstruction;
  const learn::TrainResult learned = taught(network, normal, halves.learned, options);
  spec.anomaly_share = 0.3;
  const learn::Dataset mixed = draw_anomalies(spec, RandomStream(1, "check/movements"));
  const Samples later = by_time(mixed, spec.windows_each).held_out;
  std::vector<double> errors =
      learn::reconstruction_errors(network, learned.parameters, mixed, later);
  std::vector<bool> faulty;
  for (const std::uint32_t i : later) faulty.push_back(mixed.label(i) == 1);
  claims.push_back(at_most("movements: square error of sensor_autoencoder, last pass over first",
                           learned.mean_loss / learned.epoch_loss.front(), 0.25,
                           "10 users' windows without labels, 30 passes"));
  claims.push_back(printed("movements: faults by that error: area under the curve",
                           learn::area_under_curve(errors, faulty),
                           "the same users, other windows"));
  for (std::size_t i = 0; i < later.size(); ++i) errors[i] /= variance(mixed.features(later[i]));
  claims.push_back(at_least(
      "movements: faults by the error over the window's variance: area under the curve",
      learn::area_under_curve(errors, faulty), 0.7, "stuck sensors, falls, saturated axes"));
}

}  // namespace

std::vector<Claim> model_drawn_rows(const CheckOptions& options) {
  std::vector<Claim> claims;
  add_texts(claims, options.quick);
  add_movements(claims);
  return claims;
}

}  // namespace lastmile::scenarios
