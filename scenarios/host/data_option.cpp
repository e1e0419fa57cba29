#include "scenarios/host/data_option.hpp"

#include <algorithm>
#include <numeric>

#include "models/learn/fit.hpp"
#include "models/learn/fit_picture.hpp"
#include "models/learn/partition_data.hpp"
#include "models/learn/read/read_dataset.hpp"
#include "scenarios/host/drawn_users.hpp"
#include "scenarios/host/pixel_option.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using learn::Dataset;

constexpr std::int64_t kUsers = 10, kSyntheticUsers = 30;
constexpr std::size_t kSamplesEach = 600, kObjectsEach = 200;
constexpr const char* kGenerators = "digits, objects, texts, sensors, scenes, synthetic";
constexpr std::int64_t kDrawn = 1000;  // pictures, unless --samples says it

struct Asked {
  std::uint64_t seed;
  std::optional<std::int64_t> samples;
  std::string part;
};

Dataset draw_pictures(const std::string& name, const Asked& asked) {
  const auto count = static_cast<std::size_t>(asked.samples.value_or(kDrawn));
  const RandomStream random(asked.seed, asked.part == "test" ? "data/test" : "data/training");
  return name == "digits" ? learn::draw_digits(count, random) : learn::draw_objects(count, random);
}

/// Texts as long as the network takes them, with a letter to tell behind each place or behind the
/// last; objects of scenes as large as it takes them.
Dataset draw(const std::string& name, const learn::Network& network, const RandomStream& random) {
  DataSpec spec;
  spec.generator = name;
  spec.users = name == "synthetic" ? kSyntheticUsers : kUsers;
  spec.texts.every_place = network.places() > 1;
  spec.width = static_cast<int>(network.input().width);
  if (spec.width > 1) spec.texts.length = static_cast<std::size_t>(spec.width);
  spec.models_differ = spec.features_differ = 1;
  const std::size_t each = name == "scenes" ? kObjectsEach : kSamplesEach;
  return draw_users(spec, static_cast<std::size_t>(spec.users) * each, random);
}

/// The last fifth of every user's samples, or the others. Users own neighbouring samples.
Dataset part_of_users(const Dataset& all, const std::string& part) {
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t from = 0, to = 0; from < all.size(); from = to) {
    while (to < all.size() && all.users()[to] == all.users()[from]) ++to;
    const std::uint32_t border = to - (to - from) / 5;
    const bool test = part == "test";
    for (std::uint32_t i = test ? border : from; i < (test ? to : border); ++i) chosen.push_back(i);
  }
  return all.subset(chosen);
}

Dataset some(const Dataset& data, const Asked& asked) {
  if (!asked.samples) return data;
  const auto count = static_cast<std::size_t>(*asked.samples);
  if (count > data.size())
    throw ConfigError("--samples " + std::to_string(count) + ": '" + data.name() + "' has " +
                      std::to_string(data.size()));
  std::vector<std::uint32_t> order(data.size());
  std::iota(order.begin(), order.end(), 0U);
  RandomStream random(asked.seed, "data/samples");
  learn::shuffle(order, random);
  order.resize(count);
  std::sort(order.begin(), order.end());
  return data.subset(order);
}

Dataset read(const std::string& path, const Arguments& arguments, const Asked& asked,
             learn::PictureChange change) {
  learn::ReadOptions options;
  options.part = arguments.text("part").value_or(learn::has_test_part(path) ? asked.part : "");
  options.label = arguments.text("label").value_or("");
  options.change = std::move(change);
  return some(learn::read_dataset(path, options), asked);
}

/// Rows of a table that may be pictures.
bool is_flat(const Dataset& data, const models::Shape& wanted) {
  return data.values() == learn::Values::features && data.shape().plane() == 1 &&
         data.shape().elements() == wanted.elements() && data.shape() != wanted;
}

Dataset in_shape(const Dataset& data, const models::Shape& wanted) {
  std::vector<float> values;
  for (std::size_t i = 0; i < data.size(); ++i)
    values.insert(values.end(), data.features(i).begin(), data.features(i).end());
  Dataset shaped =
      Dataset::of_features(data.name(), wanted, data.classes(), std::move(values), data.labels());
  return data.users().empty() ? shaped : shaped.owned_by(data.users());
}

Dataset unscaled(const Arguments& arguments, const Asked& asked, const learn::Network& network) {
  const auto what = arguments.text("data");
  if (!what) throw ConfigError("--data is missing: a path, or " + std::string(kGenerators));
  const learn::PictureChange change = picture_change(arguments, network.input());
  const bool pictures = *what == "digits" || *what == "objects";
  if (!pictures && !draws_users(*what)) return read(*what, arguments, asked, change);
  const RandomStream random(asked.seed, "data");
  const Dataset data = pictures
                           ? draw_pictures(*what, asked)
                           : some(part_of_users(draw(*what, network, random), asked.part), asked);
  return change ? learn::changed(data, change) : data;
}

}  // namespace

std::vector<OptionSpec> data_options(const std::string& part) {
  std::vector<OptionSpec> all = {
      {"data", "WHAT",
       std::string("a path (IDX, CIFAR-10, CSV, LEAF JSON, NPZ, folders of pictures), or drawn: ") +
           kGenerators},
      {"part",
       "PART",
       "train or test, where the data has both; default: " + part,
       false,
       {"train", "test"}},
      {"label", "COLUMN", "CSV: the column of labels"},
      {"samples", "N", "so many, at random; of drawn pictures: how many are drawn, default 1000"},
      {"seed", "N", "of all that is drawn; default 1"}};
  for (OptionSpec& option : pixel_options()) all.push_back(std::move(option));
  return all;
}

Dataset data_given(const Arguments& arguments, const std::string& part,
                   const learn::Network& network) {
  const Asked asked{static_cast<std::uint64_t>(arguments.count("seed", 0).value_or(1)),
                    arguments.count("samples", 1), arguments.text("part").value_or(part)};
  Dataset data = scaled(unscaled(arguments, asked, network), arguments);
  if (is_flat(data, network.input())) data = in_shape(data, network.input());
  learn::check_answers(network, data);
  return data;
}

}  // namespace lastmile::scenarios
