// Windows of an accelerometer that somebody carries.
//
// Formulae   axis i, time t (1/25 s):  gravity[i] + strength sum_h a[h] wave(h f t + phase) way[i]
//                                      + rumble noise + 0.03 noise, in multiples of g
//            wave: half waves of parabolas, period 1 (no libm); h = 1, 2, 3
// Varies     by window: phase, pace (+-8 %), strength (+-15 %); by user, times `difference`: how
// the
//            device hangs (gravity and way turned), pace (+-20 %), strength (+-35 %)
// Anomalies  a third each: a stuck sensor (the last value repeats), a fall (a peak, then rest), a
//            saturated axis (cut at 0.6 of its peak)
// Validity   a task of the kind of activity recognition, not measured movement
// Tests      tests/unit/learn/synthetic_test.cpp
#include <algorithm>
#include <array>
#include <cmath>

#include "models/learn/canvas.hpp"
#include "models/learn/synthetic.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kAxes = 3, kTimes = 64;
constexpr double kRate = 25;  // per second

struct Activity {
  double pace;                   ///< per second
  std::array<double, 3> shares;  ///< of the harmonics, in g
  double rumble;                 ///< in g
};

// remembered: walking about 1.8 steps/s, running 2.7, climbing 1.5, pedalling 1.2; assumed
constexpr std::array<Activity, kActivities> kAll{{{0.25, {.01, 0, 0}, .01},
                                                  {1.8, {.25, .12, .04}, .04},
                                                  {2.7, {.8, .25, .1}, .08},
                                                  {1.5, {.22, .18, .08}, .04},
                                                  {1.2, {.1, .02, 0}, .06},
                                                  {0.4, {.04, .02, .01}, .07}}};

double wave(double phase) {
  const double p = phase - std::floor(phase);
  return p < 0.5 ? 16 * p * (0.5 - p) : -16 * (p - 0.5) * (1 - p);
}

struct Way {
  double x = 0, y = 0, z = 0;
};

Way unit(double x, double y, double z) {
  const double r = std::sqrt(x * x + y * y + z * z);
  return {x / r, y / r, z / r};
}

struct Carrier {
  Carrier(double difference, RandomStream& random) {
    const double tilt = 0.6 * difference, turn = 0.5 * difference;
    const double x = random.uniform(-tilt, tilt), y = random.uniform(-tilt, tilt);
    down = unit(x, y, 1);
    const double a = random.uniform(-turn, turn), b = random.uniform(-turn, turn);
    along = unit(0.4 + a, b, 1);
    pace = 1 + difference * random.uniform(-0.2, 0.2);
    strength = 1 + difference * random.uniform(-0.35, 0.35);
  }
  Way down, along;
  double pace = 1, strength = 1;
};

using Window = std::array<std::array<float, kTimes>, kAxes>;

Window draw_window(const Carrier& who, const Activity& what, RandomStream& random) {
  const double phase = random.uniform(), pace = what.pace * who.pace * random.uniform(0.92, 1.08);
  const double strength = who.strength * random.uniform(0.85, 1.15);
  Window window{};
  for (std::size_t t = 0; t < kTimes; ++t) {
    const double turns = pace * static_cast<double>(t) / kRate + phase;
    double swing = 0;
    for (std::size_t h = 0; h < 3; ++h)
      swing += what.shares[h] * wave(static_cast<double>(h + 1) * turns);
    swing *= strength;
    const Noise rumble(random), noise(random);
    const std::array<double, kAxes> down{who.down.x, who.down.y, who.down.z};
    const std::array<double, kAxes> along{who.along.x, who.along.y, who.along.z};
    for (std::size_t i = 0; i < kAxes; ++i)
      window[i][t] = static_cast<float>(down[i] + swing * along[i] +
                                        2 * what.rumble * rumble[static_cast<int>(i)] +
                                        0.03 * noise[static_cast<int>(i)]);
  }
  return window;
}

void spoil(Window& window, RandomStream& random) {
  const std::uint64_t kind = random.below(3), axis = random.below(kAxes);
  const std::size_t from = 8 + random.below(24);
  if (kind == 0) {
    for (auto& values : window)
      std::fill(values.begin() + static_cast<std::ptrdiff_t>(from), values.end(), values[from]);
  } else if (kind == 1) {
    for (auto& values : window) {
      for (std::size_t t = from; t < from + 4; ++t) values[t] += 2.5F;
      for (std::size_t t = from + 4; t < kTimes; ++t) values[t] *= 0.3F;
    }
  } else {
    const auto [low, high] = std::minmax_element(window[axis].begin(), window[axis].end());
    const float middle = (*low + *high) / 2, reach = 0.3F * (*high - *low);
    for (float& v : window[axis]) v = std::clamp(v, middle - reach, middle + reach);
  }
}

enum class Answer : std::uint8_t { activity, anomaly };

Dataset draw(const SensorSpec& spec, RandomStream& random, Answer answer) {
  if (spec.users == 0 || spec.windows_each == 0 || !(spec.difference >= 0) ||
      spec.difference > 1.5 || !(spec.anomaly_share >= 0) || spec.anomaly_share > 1)
    throw ConfigError(
        "sensors: users and windows are needed, difference in 0..1.5, shares in 0..1");
  const std::uint64_t seed = random.next_u64();
  std::vector<float> values;
  std::vector<Label> labels;
  std::vector<std::uint32_t> owners;
  for (std::size_t user = 0; user < spec.users; ++user) {
    RandomStream own(mix(seed, user), "sensors");
    const Carrier who(spec.difference, own);
    for (std::size_t i = 0; i < spec.windows_each; ++i) {
      const std::size_t what = i % kActivities;
      Window window = draw_window(who, kAll[what], own);
      const bool anomalous = own.uniform() < spec.anomaly_share;
      if (anomalous) spoil(window, own);
      for (const auto& axis : window) values.insert(values.end(), axis.begin(), axis.end());
      labels.push_back(static_cast<Label>(answer == Answer::activity ? what : anomalous));
      owners.push_back(static_cast<std::uint32_t>(user));
    }
  }
  return Dataset::of_features("sensors", {kAxes, 1, kTimes},
                              answer == Answer::activity ? kActivities : 2, std::move(values),
                              std::move(labels))
      .owned_by(std::move(owners));
}

}  // namespace

Dataset draw_activities(const SensorSpec& spec, RandomStream random) {
  return draw(spec, random, Answer::activity);
}

Dataset draw_anomalies(const SensorSpec& spec, RandomStream random) {
  return draw(spec, random, Answer::anomaly);
}

}  // namespace lastmile::learn
