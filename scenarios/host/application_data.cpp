#include "scenarios/host/application_data.hpp"

#include <numeric>

#include "models/learn/read/read_dataset.hpp"
#include "models/learn/thread_pool.hpp"
#include "scenarios/host/drawn_users.hpp"

namespace lastmile::scenarios {
namespace {

struct TrainAndTest {
  learn::Dataset training;
  learn::Dataset test;
};

/// `count` samples of a random order, from place `from` on.
learn::Dataset some(const learn::Dataset& data, std::size_t from, std::size_t count,
                    RandomStream random) {
  if (from + count > data.size()) {
    throw ConfigError("data set '" + data.name() + "' has " + std::to_string(data.size()) +
                      " samples, but the scenario takes " + std::to_string(from + count) +
                      ": lower 'train_per_device', the number of devices or 'test'");
  }
  std::vector<std::uint32_t> order(data.size());
  std::iota(order.begin(), order.end(), 0U);
  learn::shuffle(order, random);
  return data.subset(std::span(order).subspan(from, count));
}

/// Of one data set, apart from each other.
TrainAndTest parted(const learn::Dataset& data, std::size_t training, std::size_t test,
                    const RandomStream& random) {
  return {some(data, 0, training, random), some(data, training, test, random)};
}

TrainAndTest read(const DataSpec& spec, std::size_t training, const Engine& engine) {
  const auto test = static_cast<std::size_t>(spec.test);
  const bool parts = spec.test_path == spec.train_path;
  const learn::Dataset data =
      learn::read_dataset(spec.train_path, {parts ? "train" : "", spec.label_column});
  const RandomStream random = engine.random("data/training");
  if (spec.test_path.empty()) return parted(data, training, test, random);
  const learn::Dataset held_out =
      learn::read_dataset(spec.test_path, {parts ? "test" : "", spec.label_column});
  return {some(data, 0, training, random), some(held_out, 0, test, engine.random("data/test"))};
}

learn::Dataset draw(const std::string& generator, std::size_t count, RandomStream random,
                    learn::ThreadPool& pool) {
  if (generator == "objects") return learn::draw_objects(count, std::move(random));
  if (generator == "digits") return learn::draw_digits(count, std::move(random), &pool);
  throw ConfigError(unknown_name_message("data generator", generator, {"digits", "objects"}));
}

TrainAndTest training_and_test(const DataSpec& spec, std::size_t training, const Engine& engine,
                               int threads) {
  if (spec.generator == "files") return read(spec, training, engine);
  const auto test = static_cast<std::size_t>(spec.test);
  if (draws_users(spec.generator)) {
    return parted(draw_users(spec, training + test, engine.random("data/users")), training, test,
                  engine.random("data/training"));
  }
  learn::ThreadPool pool(threads);
  return {draw(spec.generator, training, engine.random("data/training"), pool),
          draw(spec.generator, test, engine.random("data/test"), pool)};
}

const std::vector<learn::Label>& labels_of(const learn::Dataset& data) {
  if (data.places() == 1) return data.labels();
  throw ConfigError("data set '" + data.name() + "' has " + std::to_string(data.places()) +
                    " labels a sample: no partition by labels; allowed: iid, quantity, by_user");
}

learn::Parts split(const DataSpec& spec, const learn::Dataset& data, std::size_t devices,
                   RandomStream random) {
  switch (spec.partition) {
    case DataPartition::iid:
      return learn::split_iid(data.size(), devices, std::move(random));
    case DataPartition::shards:
      return learn::split_shards(labels_of(data), devices,
                                 static_cast<std::size_t>(spec.shards_per_device),
                                 std::move(random));
    case DataPartition::dirichlet:
      return learn::split_dirichlet(labels_of(data), devices, spec.alpha, std::move(random));
    case DataPartition::quantity:
      return learn::split_quantity(data.size(), devices, spec.alpha, std::move(random));
    case DataPartition::by_user:
      return learn::split_by_user(data.users(), devices, std::move(random));
  }
  return {};
}

}  // namespace

ApplicationData make_data(const Scenario& scenario, const Engine& engine, int threads) {
  DataSpec spec = *scenario.data;
  const std::size_t devices = scenario.workload->sources.size();
  if (spec.users == 0) spec.users = static_cast<std::int64_t>(devices);
  TrainAndTest data =
      training_and_test(spec, devices * static_cast<std::size_t>(spec.train_per_device), engine, threads);
  learn::Parts parts = split(spec, data.training, devices, engine.random("data/partition"));
  return {std::move(data.training), std::move(data.test), std::move(parts)};
}

}  // namespace lastmile::scenarios
