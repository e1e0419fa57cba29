// Who passes which camera when: trips of objects through a ring of cameras.
//
// Formulae  entries of a camera: Poisson with rate visits_per_hour traffic(h) / mean traffic
//           class: P ~ 1 / (1 + place)^skew in the camera's own order of the classes; at night the
//             weight of heavy vehicles is 4 times as large
//           after a visit: on to another camera with probability `follow`: the next on the ring
//             (0.72), the one before (0.26), any (0.02), after travel (0.6 + 0.4 Exp(1)) per step
//           after a trip: with probability `return_share` the same object enters again, at a camera
//             of its choice, after Exp(mean return_hours)
//           crossing: speed of the class, +-20 % by object, down to half at the height of the rush
// Symbols   seconds since the scene's start; identities count from 0 in order of first entry
// Source    form and skew: what ReXCam (arXiv:1811.01268), Focus (arXiv:1801.03493) and Chameleon
//           (doi:10.1145/3230543.3230574) report of real cameras; all numbers are assumed
// Ignores   queues, overtaking, lights; objects do not see each other
// Tests     tests/unit/learn/scene_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/learn/scenes/objects.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

struct SceneSpec {
  int cameras = 4;
  int width = 160, height = 120;
  double frame_rate = 10;  ///< per second
  double hours = 24;       ///< how long the scene goes on
  double start_hour = 0;   ///< of the day
  double visits_per_hour =
      60;             ///< that begin at a camera, mean over a day, without those that come on
  double skew = 1.2;  ///< of classes
  double follow = 0.8;
  double travel = 12;  ///< mean seconds from one camera to the next
  double return_share = 0.2;
  double return_hours = 1;
  double noise = 0.025;  ///< of the sensor, about its standard deviation times 2.4; twice at night
  double sway = 0.08;    ///< how much leaves and shadows change the background
  double clouds = 0.1;   ///< how much the light changes within minutes
};
/// ConfigError names what is out of range.
void check(const SceneSpec& spec);

struct Visit {
  std::uint32_t identity = 0;
  ObjectClass kind = ObjectClass::car;
  int camera = 0;
  double begin = 0, end = 0;  ///< seconds; first and last moment in the picture
  int lane = 0;               ///< 0 far .. 2 near
  bool leftwards = false;
};

/// Of all cameras, by camera and begin.
std::vector<Visit> draw_visits(const SceneSpec& spec, std::uint64_t seed);

}  // namespace lastmile::learn
