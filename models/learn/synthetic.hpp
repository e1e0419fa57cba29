// Data sets of users who differ, drawn from a seed: features, texts, movements.
#pragma once

#include <cstddef>

#include "models/learn/dataset.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

/// synthetic(alpha, beta): 60 features, 10 classes, a softmax of its own for every user. `alpha` is
/// how much the users' models differ, `beta` how much their features do. Sizes of users differ
/// widely. More users leave the first ones alone.
Dataset draw_synthetic(std::size_t users, double alpha, double beta, RandomStream random);

struct TextSpec {
  std::size_t users = 10;
  std::size_t samples_each = 200;
  std::size_t length = 20;  ///< tokens before the one to tell
  double style = 0.3;       ///< share of contexts in which a user goes on in his own way
  /// A label behind every character, in texts that follow each other without overlap; else one
  /// behind a text, and the next text begins one character later.
  bool every_place = false;
};
/// Texts of letters and spaces; a label is the character that comes next.
Dataset draw_text(const TextSpec& spec, RandomStream random);

struct SensorSpec {
  std::size_t users = 10;
  std::size_t windows_each = 120;
  double difference = 1;     ///< of users: 0 all alike
  double anomaly_share = 0;  ///< of windows with a fault of the sensor or a fall
};
constexpr int kActivities = 6;  ///< rest, walk, run, climb, cycle, drive
/// Windows of a three-axis accelerometer, 64 values an axis: {3, 1, 64}. Labels are activities.
Dataset draw_activities(const SensorSpec& spec, RandomStream random);
/// The same windows; labels tell the anomalous ones (1) from the others (0).
Dataset draw_anomalies(const SensorSpec& spec, RandomStream random);

}  // namespace lastmile::learn
