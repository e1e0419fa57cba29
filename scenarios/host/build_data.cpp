// What the network learns from, and who holds it.
#include "scenarios/host/build.hpp"
#include "scenarios/host/drawn_users.hpp"
#include "scenarios/host/scenario_files.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

void check_image(const Parameters& given, const DataSpec& data) {
  if (!given.has("image")) return;
  const std::string made = std::to_string(data.height) + "x" + std::to_string(data.width) + "x" +
                           std::to_string(data.channels);
  if (given.text("image") == made) return;
  fail_at(given.place("image"), "'image' in " + data.generator + "{}: it draws images of " + made +
                                    ", got '" + given.text("image") + "'");
}

void set_partition(DataSpec& data, const Value& made) {
  const Parameters given = parameters_of(made);
  if (made.tag == "dirichlet") {
    data.partition = DataPartition::dirichlet;
    data.alpha = given.number("alpha");
  } else if (made.tag == "shards") {
    data.partition = DataPartition::shards;
    data.shards_per_device = given.count("per_device");
  } else if (made.tag == "quantity") {
    data.partition = DataPartition::quantity;
    data.alpha = given.number("alpha");
  } else if (made.tag == "by_user") {
    data.partition = DataPartition::by_user;
  }
}

void set_files(DataSpec& data, const Scenario& scenario, const Parameters& given) {
  const auto path = [&](const char* key) {
    return data_beside(scenario, given.text(key), std::string("'") + key + "' in files{}",
                       given.place(key));
  };
  data.train_path = path("path");
  if (given.has("test_path")) data.test_path = path("test_path");
  data.label_column = given.text("label");
}

void set_sensors(DataSpec& data, const Parameters& given) {
  data.sensors.difference = given.number("difference");
  data.sensors.anomaly_share = given.number("faults");
  data.faults = given.text("labels") == "fault";
  if (data.faults && data.sensors.anomaly_share == 0)
    fail_at(given.place(), "'faults' in sensors{}: labels = \"fault\" needs a share above 0");
}

void set_scenes(DataSpec& data, const Parameters& given) {
  data.height = data.width = static_cast<int>(given.count("side"));
  data.scenes.hours = given.number("hours");
  data.scenes.start_hour = given.number("start_hour");
  data.scenes.visits_per_hour = given.number("visits_per_hour");
}

void set_users(DataSpec& data, const Parameters& given) {
  const char* users = data.generator == "scenes" ? "cameras" : "users";
  if (given.has(users)) data.users = given.count(users);
  if (data.generator == "texts") {
    data.texts.length = static_cast<std::size_t>(given.count("length"));
    data.texts.style = given.number("style");
    data.texts.every_place = given.text("labels") == "every";
  } else if (data.generator == "sensors") {
    set_sensors(data, given);
  } else if (data.generator == "scenes") {
    set_scenes(data, given);
  } else {
    data.models_differ = given.number("alpha");
    data.features_differ = given.number("beta");
  }
}

}  // namespace

DataSpec data_spec(const Scenario& scenario, const Value& made) {
  const Parameters given = parameters_of(made);
  DataSpec data;
  data.generator = made.tag;
  if (data.generator == "files") set_files(data, scenario, given);
  if (data.generator == "digits") {
    data.channels = 1;
    data.height = data.width = 28;
  }
  if (data.generator == "digits" || data.generator == "objects") check_image(given, data);
  if (draws_users(data.generator)) set_users(data, given);
  data.train_per_device = given.count("train_per_device");
  data.test = given.count("test");
  if (given.has("partition")) set_partition(data, given.raw("partition"));
  return data;
}

}  // namespace lastmile::scenarios
