#include "scenarios/host/drawn_users.hpp"

#include "models/learn/scenes/scene_data.hpp"

namespace lastmile::scenarios {
namespace {

using Draw = learn::Dataset (*)(const DataSpec&, std::size_t users, std::size_t each, RandomStream);

learn::Dataset texts(const DataSpec& spec, std::size_t users, std::size_t each,
                     RandomStream random) {
  learn::TextSpec texts = spec.texts;
  texts.users = users;
  texts.samples_each = each;
  return learn::draw_text(texts, random);
}

learn::Dataset sensors(const DataSpec& spec, std::size_t users, std::size_t each,
                       RandomStream random) {
  learn::SensorSpec sensors = spec.sensors;
  sensors.users = users;
  sensors.windows_each = each;
  return spec.faults ? learn::draw_anomalies(sensors, random)
                     : learn::draw_activities(sensors, random);
}

learn::Dataset scenes(const DataSpec& spec, std::size_t users, std::size_t each,
                      RandomStream random) {
  learn::SceneSpec scenes = spec.scenes;
  scenes.cameras = static_cast<int>(users);
  return learn::draw_object_crops(scenes, each, spec.width, random);
}

learn::Dataset synthetic(const DataSpec& spec, std::size_t users, std::size_t,
                         RandomStream random) {
  return learn::draw_synthetic(users, spec.models_differ, spec.features_differ, random);
}

Draw generator_of(const std::string& name) {
  if (name == "texts") return &texts;
  if (name == "sensors") return &sensors;
  if (name == "scenes") return &scenes;
  return name == "synthetic" ? &synthetic : nullptr;
}

}  // namespace

bool draws_users(const std::string& generator) { return generator_of(generator) != nullptr; }

learn::Dataset draw_users(const DataSpec& spec, std::size_t count, RandomStream random) {
  const auto users = static_cast<std::size_t>(spec.users);
  return generator_of(spec.generator)(spec, users, (count + users - 1) / users, random);
}

}  // namespace lastmile::scenarios
