// What a trained network answers, exit by exit, and what it computes up to and from a cut.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/learn/dataset.hpp"
#include "models/learn/network.hpp"
#include "models/learn/thread_pool.hpp"

namespace lastmile::learn {

struct Answer {
  float confidence = 0;  ///< probability of the predicted class
  float loss = 0;        ///< cross-entropy, nats
  float entropy = 0;     ///< of the probabilities, nats
  Label predicted = 0;
  bool correct = false;
  std::uint16_t rank = 0;  ///< classes likelier than the right one
};

/// Answers of a network served with early exits.
struct Served {
  double accuracy = 0;
  double mean_loss = 0;            ///< of the exits that answered
  std::vector<double> exit_share;  ///< share of the samples answered at each exit
};

/// Every place of a sample is judged as a sample of its own: place p of sample s is s * places + p.
struct Evaluation {
  std::size_t samples = 0;         ///< places of all of them
  std::size_t places = 1;          ///< of a sample
  std::vector<std::size_t> exits;  ///< the graph's exits that were computed, ascending
  std::vector<Answer> answers;     ///< [sample][position in exits]
  std::vector<double> mean_loss;   ///< by position in exits
  std::vector<double> accuracy;    ///< by position in exits

  [[nodiscard]] const Answer& answer(std::size_t sample, std::size_t position) const {
    return answers[sample * exits.size() + position];
  }
  /// Share of the samples whose class is among the `k` likeliest.
  [[nodiscard]] double accuracy_of_top(std::size_t k, std::size_t position) const;
  /// Sets the means from the answers.
  void summarise();
  /// Position of the exit that answers: the first whose confidence is at least the threshold, else
  /// the last.
  [[nodiscard]] std::size_t exit_taken(std::size_t sample, double threshold) const;
  [[nodiscard]] Served served(double threshold) const;
  /// Of each sample its last place alone: what comes behind a text.
  [[nodiscard]] Evaluation last_places() const;
};

Evaluation evaluate(const Network& network, std::span<const float> parameters, const Dataset& data,
                    std::span<const std::uint32_t> samples, ThreadPool* pool = nullptr);

/// The activation of `cut` for each sample: [sample][element in channel, row, column order].
/// Behind a convolution or dense layer whose relu is computed with it this is the rectified one.
std::vector<float> forward_to(const Network& network, std::span<const float> parameters,
                              const Dataset& data, std::span<const std::uint32_t> samples,
                              models::LayerId cut, ThreadPool* pool = nullptr);

/// Goes on from such activations. Computes the exits that follow from the cut; labels are
/// [sample][place]. forward_to, then continue_from, gives exactly what evaluate gives there.
Evaluation continue_from(const Network& network, std::span<const float> parameters,
                         models::LayerId cut, std::span<const float> features,
                         std::span<const Label> labels, ThreadPool* pool = nullptr);

}  // namespace lastmile::learn
