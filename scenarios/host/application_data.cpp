#include "scenarios/host/application_data.hpp"

namespace lastmile::scenarios {
namespace {

learn::Dataset draw(const std::string& generator, std::size_t count, RandomStream random) {
  if (generator == "objects") return learn::draw_objects(count, std::move(random));
  if (generator == "digits") return learn::draw_digits(count, std::move(random));
  throw ConfigError(unknown_name_message("data generator", generator, {"digits", "objects"}));
}

learn::Parts split(const DataSpec& spec, const learn::Dataset& data, std::size_t devices, RandomStream random) {
  switch (spec.partition) {
    case DataPartition::iid: return learn::split_iid(data.size(), devices, std::move(random));
    case DataPartition::shards:
      return learn::split_shards(data.labels(), devices, static_cast<std::size_t>(spec.shards_per_device),
                                 std::move(random));
    case DataPartition::dirichlet:
      return learn::split_dirichlet(data.labels(), devices, spec.alpha, std::move(random));
  }
  return {};
}

}  // namespace

ApplicationData make_data(const Scenario& scenario, const Engine& engine) {
  const DataSpec& spec = *scenario.data;
  const std::size_t devices = scenario.workload->sources.size();
  learn::Dataset training =
      draw(spec.generator, devices * static_cast<std::size_t>(spec.train_per_device), engine.random("data/training"));
  learn::Dataset test = draw(spec.generator, static_cast<std::size_t>(spec.test), engine.random("data/test"));
  learn::Parts parts = split(spec, training, devices, engine.random("data/partition"));
  return {std::move(training), std::move(test), std::move(parts)};
}

}  // namespace lastmile::scenarios
