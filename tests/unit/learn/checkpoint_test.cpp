#include "models/learn/checkpoint.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;
using lastmile::tests::Folder;
namespace fs = std::filesystem;

namespace {

struct Work {
  Dataset data = draw_objects(60, RandomStream(1, "objects"));
  Network network{branching({3, 32, 32})};
  SgdOptions options;
  Work() {
    options.learning_rate = 0.002;
    options.optimiser.kind = OptimiserOptions::Kind::adam;
    options.optimiser.schedule = {Schedule::Kind::cosine, 3, 20, 0.1};
  }
  TrainResult run(int epochs, std::vector<float> parameters, RandomStream shuffle, std::vector<float> state = {},
                  std::uint64_t step = 0) {
    options.epochs = epochs;
    options.optimiser.first_step = step;
    return train(network, std::move(parameters), data, range(0, 60), options, shuffle, nullptr, std::move(state));
  }
  [[nodiscard]] std::vector<float> start() const { return network.initial_parameters(RandomStream(1, "init")); }
};

}  // namespace

TEST_CASE("training resumed from a checkpoint ends as if it had not been interrupted") {
  const Folder folder;
  const fs::path file = folder.path / "checkpoint";
  Work work;
  const RandomStream shuffle(1, "shuffle");
  const TrainResult whole = work.run(4, work.start(), shuffle);
  save_checkpoint(file, work.network, work.run(2, work.start(), shuffle));
  const Checkpoint kept = load_checkpoint(file, work.network);
  CHECK(kept.step == 8);
  const TrainResult rest = work.run(2, kept.parameters, kept.shuffle, kept.velocity, kept.step);
  CHECK(rest.parameters == whole.parameters);
  CHECK(rest.velocity == whole.velocity);
  CHECK(rest.mean_loss == whole.mean_loss);
}

TEST_CASE("a wrong checkpoint is refused with the reason") {
  const Folder folder;
  const fs::path file = folder.path / "checkpoint";
  Work work;
  const auto load = [&] { load_checkpoint(file, work.network); };
  CHECK_THROWS_WITH_AS(load(), doctest::Contains("cannot be read"), ConfigError);
  std::ofstream(file) << "something else";
  CHECK_THROWS_WITH_AS(load(), doctest::Contains("is no checkpoint"), ConfigError);
  const Network other(linear({3, 32, 32}));
  TrainResult none;
  none.parameters = other.initial_parameters(RandomStream(1, "init"));
  save_checkpoint(file, other, none);
  CHECK(load_checkpoint(file, other).parameters == none.parameters);
  CHECK_THROWS_WITH_AS(load(), doctest::Contains("is of another network than 'branching'"), ConfigError);
  fs::resize_file(file, fs::file_size(file) - 5);
  CHECK_THROWS_WITH_AS(load_checkpoint(file, other), doctest::Contains("damaged or cut short"), ConfigError);
  fs::resize_file(file, 30);
  CHECK_THROWS_WITH_AS(load_checkpoint(file, other), doctest::Contains("ends too early"), ConfigError);
  CHECK_THROWS_WITH_AS(save_checkpoint(file / "inside", other, none), doctest::Contains("cannot be written"),
                       ConfigError);
}
