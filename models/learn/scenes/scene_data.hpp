// Scenes as data sets: what small networks learn from.
// Tests  tests/unit/learn/scene_test.cpp
#pragma once

#include "models/learn/dataset.hpp"
#include "models/learn/scenes/scene.hpp"

namespace lastmile::learn {

/// A frame of a camera.
struct FrameId {
  int camera = 0;
  std::int64_t frame = 0;
};

/// The part of an RGB picture inside `box`, scaled to side x side by means over areas.
std::vector<std::uint8_t> crop(const std::vector<std::uint8_t>& picture, int width, int height,
                               const Box& box, int side);

/// At least half of the object and 30 pixels of it are to be seen.
bool clearly_visible(const Sighting& object);
/// Whether any object is clearly visible; of one class, if it is given.
bool shows(const std::vector<Sighting>& truth, std::optional<ObjectClass> wanted = {});

/// The clearly visible objects of these frames, side x side; labels are classes.
Dataset object_crops(const Scene& scene, const std::vector<FrameId>& frames, int side);

/// These frames as a whole, side x side; label 1 where an object (of the class) is shown.
Dataset whole_frames(const Scene& scene, const std::vector<FrameId>& frames, int side,
                     std::optional<ObjectClass> wanted = {});

}  // namespace lastmile::learn
