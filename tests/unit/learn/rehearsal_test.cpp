// A rehearsal counts what learning would do, each shared piece once, and does none of it.
#include "models/learn/rehearsal.hpp"

#include <doctest/doctest.h>

#include "models/learn/cached.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

struct Rehearsed {
  Rehearsed()
      : data(draw_objects(60, RandomStream(1, "objects"))),
        network(small_cnn({3, 32, 32})),
        cache(rehearsal) {
    options.epochs = 200;
    start = network.initial_parameters(RandomStream(1, "init"));
  }
  TrainResult train(std::vector<float> from, std::uint32_t samples = 40) {
    return train_cached(&cache, network, std::move(from), data, range(0, samples), options,
                        RandomStream(1, "shuffle"));
  }
  Evaluation evaluate(const std::vector<float>& weights) {
    return evaluate_cached(&cache, network, weights, data, range(0, 60));
  }
  Dataset data;
  Network network;
  Rehearsal rehearsal;
  WorkCache cache;
  SgdOptions options;
  std::vector<float> start;
};

}  // namespace

TEST_CASE("rehearsal: what differs is counted, what comes again is not") {
  Rehearsed r;
  const TrainResult first = r.train(r.start);
  CHECK(r.rehearsal.work().trained == 40 * 200);
  const TrainResult again = r.train(r.start);
  CHECK(r.rehearsal.work().trained == 40 * 200);
  CHECK(again.parameters == first.parameters);
  CHECK(again.random == first.random);
  static_cast<void>(r.train(first.parameters));  // other weights: other work
  CHECK(r.rehearsal.work().trained == 2 * 40 * 200);
}

TEST_CASE("rehearsal: work that no cache would keep counts every time") {
  Rehearsed r;
  r.options.epochs = 1;
  static_cast<void>(r.train(r.start, 1));
  static_cast<void>(r.train(r.start, 1));
  CHECK(r.rehearsal.work().trained == 2);
}

TEST_CASE("rehearsal: evaluations have the form of real ones, and no exit is sure") {
  Rehearsed r;
  const Evaluation rehearsed = r.evaluate(r.start);
  const Evaluation real = evaluate(r.network, r.start, r.data, range(0, 60));
  CHECK(rehearsed.samples == real.samples);
  CHECK(rehearsed.exits == real.exits);
  CHECK(rehearsed.answers.size() == real.answers.size());
  CHECK(rehearsed.exit_taken(0, 0.01) == real.exits.size() - 1);
  CHECK(r.rehearsal.work().evaluated == 60);
}
