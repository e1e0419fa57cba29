// Scenes: a detector of differences and small trained networks reach the working points that
// cascades for video need (NoScope, FFS-VA, Focus, DeepDecision).
#include <algorithm>
#include <numeric>

#include "models/learn/evaluate.hpp"
#include "models/learn/scenes/scene_data.hpp"
#include "models/learn/train.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"

namespace lastmile::scenarios {
namespace {

using learn::Dataset;
using learn::FrameId;
using learn::Scene;
using learn::SceneSpec;
using models::Graph;
using models::LayerKind;

constexpr int kSide = 40, kBlock = 8;  // of a frame for detectors
constexpr double kMisses = 0.01;

SceneSpec quiet_street() {
  SceneSpec spec;
  spec.cameras = 1;
  spec.hours = 6;
  spec.start_hour = 9;
  spec.visits_per_hour = 33;
  return spec;
}

std::vector<FrameId> frames_of(const Scene& scene, std::int64_t step) {
  std::vector<FrameId> frames;
  for (std::int64_t f = 0; f < scene.frames(); f += step) frames.push_back({0, f});
  return frames;
}

/// Largest mean squared difference of a block between frames and a background that follows them.
std::vector<double> differences(const Dataset& frames) {
  const std::size_t size = frames.image_bytes();
  std::vector<double> background(frames.image(0), frames.image(0) + size), scores;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    std::vector<double> block(kSide / kBlock * (kSide / kBlock));
    for (std::size_t p = 0; p < size; ++p) {
      const double difference = frames.image(i)[p] - background[p];
      const std::size_t y = p / kSide % kSide, x = p % kSide;
      block[y / kBlock * (kSide / kBlock) + x / kBlock] +=
          difference * difference / (3.0 * kBlock * kBlock);
      background[p] += 0.1 * std::clamp(difference, -8.0, 8.0);
    }
    scores.push_back(*std::max_element(block.begin(), block.end()));
  }
  return scores;
}

struct Errors {
  double missed = 0;   ///< share of the occupied frames below the threshold
  double dropped = 0;  ///< share of the empty ones
};

Errors errors_at(const std::vector<double>& scores, const Dataset& truth, double threshold,
                 std::size_t from, std::size_t to) {
  double occupied = 0, missed = 0, dropped = 0;
  for (std::size_t i = from; i < to; ++i) {
    const bool below = scores[i] < threshold;
    occupied += truth.label(i);
    missed += below && truth.label(i) == 1;
    dropped += below && truth.label(i) == 0;
  }
  return {missed / occupied, dropped / (static_cast<double>(to - from) - occupied)};
}

/// The highest threshold that misses at most `share` of the occupied frames before `to`.
double threshold_for(const std::vector<double>& scores, const Dataset& truth, std::size_t to,
                     double share) {
  std::vector<double> occupied;
  for (std::size_t i = 0; i < to; ++i)
    if (truth.label(i) == 1) occupied.push_back(scores[i]);
  std::sort(occupied.begin(), occupied.end());
  return occupied[static_cast<std::size_t>(share * static_cast<double>(occupied.size()))];
}

void add_difference_detector(std::vector<Claim>& claims) {
  const Scene scene(quiet_street(), 1);
  const Dataset frames = whole_frames(scene, frames_of(scene, 20), kSide);
  const std::vector<double> scores = differences(frames);
  const std::size_t half = frames.size() / 2;
  const Errors tested =
      errors_at(scores, frames, threshold_for(scores, frames, half, kMisses), half, frames.size());
  const double occupied =
      static_cast<double>(std::accumulate(frames.labels().begin(), frames.labels().end(), 0));
  claims.push_back(
      printed("share of frames that show an object", occupied / static_cast<double>(frames.size()),
              "33 visits an hour before noon; FFS-VA's working point is 0.1 (abstract)"));
  claims.push_back(at_least("share of empty frames that a difference detector drops",
                            tested.dropped, 0.8,
                            "threshold from the first half for 1 % misses, tested on the second"));
  claims.push_back(at_most("share of occupied frames that it misses then", tested.missed, 0.02,
                           "NoScope gives up at 1.5 times its target (code)"));
}

std::vector<std::uint32_t> range(std::size_t from, std::size_t to) {
  std::vector<std::uint32_t> indices(to - from);
  std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(from));
  return indices;
}

void convolution(Graph& graph, int filters) {
  graph.add(models::conv(filters, 3, 1, 1));
  graph.add(models::plain(LayerKind::relu));
  graph.add(models::max_pool(2, 2));
}

Graph small_network(int side, int classes) {
  Graph graph("scene cnn", {3, side, side});
  convolution(graph, 16);
  convolution(graph, 24);
  convolution(graph, 32);
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(classes));
  graph.mark_exit(graph.add(models::plain(LayerKind::softmax)));
  return graph;
}

/// Trains on the first `training` samples and answers the rest.
learn::Evaluation answers(const Dataset& data, std::size_t training, int passes) {
  const learn::Network network(small_network(static_cast<int>(data.shape().width), data.classes()));
  learn::SgdOptions options;
  options.epochs = passes;
  options.learning_rate = 0.02;
  options.clip_norm = 3;
  const auto start = network.initial_parameters(RandomStream(1, "check/scene weights"));
  const auto trained = learn::train(network, start, data, range(0, training), options,
                                    RandomStream(1, "check/scene order"));
  return learn::evaluate(network, trained.parameters, data, range(training, data.size()));
}

// NoScope's specialised network: yes above one threshold, no below another, else it asks.
void add_binary_network(std::vector<Claim>& claims, bool quick) {
  SceneSpec spec = quiet_street();
  spec.visits_per_hour = 250;
  const Scene scene(spec, 2);
  const Dataset frames =
      whole_frames(scene, frames_of(scene, quick ? 108 : 36), kSide, learn::ObjectClass::car);
  const std::size_t training = frames.size() * 2 / 3;
  const learn::Evaluation result = answers(frames, training, 6);
  double sure = 0, wrong = 0;
  for (std::size_t i = 0; i < result.samples; ++i) {
    const bool decided = static_cast<double>(result.answer(i, 0).confidence) >= 0.95;
    sure += decided;
    wrong += decided && !result.answer(i, 0).correct;
  }
  const auto tested = static_cast<double>(result.samples);
  claims.push_back(printed("accuracy of a small network that tells whether a frame shows a car",
                           result.accuracy[0], std::to_string(training) + " frames, 6 passes"));
  claims.push_back(
      at_least("share of frames that it decides alone, confidence 0.95", sure / tested, 0.7));
  claims.push_back(at_most("errors among these", wrong / sure, 0.03,
                           "NoScope: within 1-5 % of the reference (abstract)"));
}

// The ladder of resolutions that knob controllers choose from.
void add_ladder(std::vector<Claim>& claims, bool quick) {
  SceneSpec spec = quiet_street();
  spec.visits_per_hour = 500;
  spec.skew = 0.5;
  const Scene scene(spec, 3);
  const std::vector<FrameId> frames = frames_of(scene, quick ? 120 : 60);
  double finest = 0, coarsest = 0;
  for (const int shrink : {1, 2, 4, 8}) {
    const Dataset crops = object_crops(scene, frames, 24, shrink);
    const std::size_t training = crops.size() * 3 / 4;
    coarsest = answers(crops, training, 6).accuracy[0];
    if (shrink == 1) finest = coarsest;
    claims.push_back(printed("accuracy on objects of eight classes, frames of " +
                                 std::to_string(spec.width / shrink) + "x" +
                                 std::to_string(spec.height / shrink),
                             coarsest, std::to_string(training) + " objects, 6 passes"));
  }
  claims.push_back(at_least("accuracy at the finest resolution", finest, 0.9));
  claims.push_back(
      at_least("accuracy that the coarsest resolution costs", finest - coarsest, 0.02));
}

}  // namespace

std::vector<Claim> model_detector_rows(const CheckOptions& options) {
  std::vector<Claim> claims;
  add_difference_detector(claims);
  add_binary_network(claims, options.quick);
  add_ladder(claims, options.quick);
  return claims;
}

}  // namespace lastmile::scenarios
