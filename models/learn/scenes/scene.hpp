// Video of several cameras with exact ground truth: frames are drawn when they are asked for, in
// any order, from a seed.
//
// Formulae  pixel = to_byte(surface * light + noise);  light = daylight(h) (1 + clouds c(t));
//             surface is an object's where it covers the pixel's centre, else the background's
//             times (1 + sway s(t)) where leaves are
//           box     smallest box of pixels that the object covers inside the picture, hidden or not
//           pixels  how many it covers there; visible: how many of them no nearer object covers
// Symbols   c, s smooth noise in -1..1 with knots every 40 s and 0.7 s; noise is counted by (seed,
//           camera, frame, pixel), so that taking an object away changes no other pixel
// Validity  side views on three lanes, cameras that do not move; boxes, identities and what is
//           visible are exact by construction. The working points of detectors are printed by
//           `lastmile check models --rows scenes,detectors`; they say nothing about real cameras.
// Ignores   perspective within an object, shadows, headlights, weather
// Tests     tests/unit/learn/scene_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/learn/scenes/traffic.hpp"

namespace lastmile::learn {

struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;  ///< right and bottom are outside
  [[nodiscard]] int area() const { return (right - left) * (bottom - top); }
  friend bool operator==(const Box&, const Box&) = default;
};
/// Area of both over area of either.
double overlap(const Box& a, const Box& b);

struct Sighting {
  std::uint32_t identity = 0;
  ObjectClass kind = ObjectClass::car;
  Box box;
  int pixels = 0;
  int visible = 0;
};

class Scene {
 public:
  Scene(const SceneSpec& spec, std::uint64_t seed);

  [[nodiscard]] const SceneSpec& spec() const { return spec_; }
  [[nodiscard]] std::int64_t frames() const { return frames_; }  ///< of each camera
  [[nodiscard]] double time(std::int64_t frame) const {
    return static_cast<double>(frame) / spec_.frame_rate;  ///< seconds
  }
  [[nodiscard]] const std::vector<Visit>& visits() const { return visits_; }

  /// RGB, [channel][row][column]. Without one object, if its identity is given.
  [[nodiscard]] std::vector<std::uint8_t> render(int camera, std::int64_t frame,
                                                 std::optional<std::uint32_t> without = {}) const;
  /// Who is in the picture, far ones first.
  [[nodiscard]] std::vector<Sighting> truth(int camera, std::int64_t frame) const;

 private:
  struct Placed {
    const Visit* visit;
    double left, top, width, height;  ///< pixels
  };
  [[nodiscard]] std::vector<Placed> placed(int camera, double at) const;
  [[nodiscard]] Placed place(const Visit& visit, double at) const;
  [[nodiscard]] std::vector<std::int16_t> covers(const std::vector<Placed>& objects) const;
  template <class Pixel>
  void each_pixel(const Placed& object, Pixel pixel) const;
  void paint_background(int camera, double at, std::vector<float>& picture) const;
  [[nodiscard]] std::vector<float> make_background(int camera) const;

  SceneSpec spec_;
  std::uint64_t seed_;
  std::int64_t frames_;
  std::vector<Visit> visits_;
  std::vector<std::size_t> first_visit_;         // by camera, and one more
  std::vector<double> longest_;                  // visit, by camera
  std::vector<std::vector<float>> backgrounds_;  // by camera
};

}  // namespace lastmile::learn
