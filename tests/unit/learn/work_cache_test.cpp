#include "models/learn/work_cache.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>

#include "models/learn/cached.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;
using lastmile::tests::Folder;
namespace fs = std::filesystem;

namespace {

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

Blob blob_of(const std::string& text) {
  Blob blob(text.size());
  std::memcpy(blob.data(), text.data(), text.size());
  return blob;
}

void damage(const fs::path& folder, std::streamoff at) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at, at < 0 ? std::ios::end : std::ios::beg);
    file.put('!');
  }
}

struct Work {
  Work() : data(draw_objects(60, RandomStream(1, "objects"))), network(small_cnn({3, 32, 32})) {
    options.learning_rate = 0.01;
  }
  TrainResult train(const WorkCache* cache, const std::vector<float>& velocity = {}) const {
    return train_cached(cache, network, network.initial_parameters(RandomStream(1, "init")), data,
                        range(0, 40), options, RandomStream(1, shuffle), nullptr, velocity);
  }
  Dataset data;
  Network network;
  SgdOptions options;
  const char* shuffle = "shuffle";
};

}  // namespace

TEST_CASE("a blob comes back under its key only, and a damaged one not at all") {
  const Folder folder;
  const WorkCache cache(folder.path / "deep" / "er");
  const Digest key = Hasher("a").digest(), other = Hasher("b").digest();
  CHECK_FALSE(cache.get(key));
  cache.put(key, blob_of("result"));
  cache.put(key, blob_of("result"));
  CHECK(cache.get(key) == blob_of("result"));
  CHECK_FALSE(cache.get(other));
  cache.put(other, {});
  CHECK(cache.get(other) == Blob{});
  fs::copy_file(folder.path / "deep" / "er" / (key.text() + ".work"),
                folder.path / "deep" / "er" / (other.text() + ".work"),
                fs::copy_options::overwrite_existing);
  CHECK_FALSE(cache.get(other));
  damage(folder.path / "deep" / "er", -2);
  CHECK_FALSE(cache.get(key));
  cache.put(key, blob_of("again"));
  CHECK(cache.get(key) == blob_of("again"));
}

TEST_CASE("a folder that cannot be made is the user's fault") {
  const Folder folder;
  const fs::path file = folder.write("file", "no folder");
  CHECK_THROWS_AS(WorkCache(file / "inside"), ConfigError);
}

TEST_CASE("a hit equals a miss, and anything that matters makes a new entry") {
  const Folder folder;
  const WorkCache cache(folder.path);
  Work work;
  const TrainResult plain = work.train(nullptr), miss = work.train(&cache),
                    hit = work.train(&cache);
  CHECK(files_in(folder.path) == 1);
  for (const TrainResult* r : {&miss, &hit}) {
    CHECK(r->parameters == plain.parameters);
    CHECK(r->velocity == plain.velocity);
    CHECK(r->epoch_loss == plain.epoch_loss);
    CHECK(r->mean_loss == plain.mean_loss);
  }
  work.train(&cache, plain.velocity);
  CHECK(files_in(folder.path) == 2);
  work.options.exit_weights = {1, 0.5};
  work.train(&cache);
  CHECK(files_in(folder.path) == 3);
  work.shuffle = "another";
  work.train(&cache);
  CHECK(files_in(folder.path) == 4);
  damage(folder.path, 40);
  CHECK(work.train(&cache).parameters == work.train(nullptr).parameters);
}

TEST_CASE("a cached evaluation equals a computed one") {
  const Folder folder;
  const WorkCache cache(folder.path);
  const Work work;
  const auto parameters = work.network.initial_parameters(RandomStream(1, "init"));
  const Evaluation plain = evaluate(work.network, parameters, work.data, range(0, 50));
  for (int i = 0; i < 2; ++i) {
    const Evaluation got =
        evaluate_cached(&cache, work.network, parameters, work.data, range(0, 50));
    CHECK(got.samples == 50);
    CHECK(got.exits == plain.exits);
    CHECK(got.mean_loss == plain.mean_loss);
    CHECK(got.accuracy == plain.accuracy);
    for (std::size_t k = 0; k < 50; ++k)
      CHECK(got.answer(k, 1).confidence == plain.answer(k, 1).confidence);
    CHECK(got.served(0.5).accuracy == plain.served(0.5).accuracy);
  }
  CHECK(files_in(folder.path) == 1);
  CHECK(files_in(folder.path) == 1);
}

TEST_CASE("less work than a file is leaves none, and gives what it gives without a cache") {
  const Folder folder;
  const WorkCache cache(folder.path);
  const Work work;
  const Network small(linear({3, 32, 32}));
  const auto start = small.initial_parameters(RandomStream(1, "init"));
  const RandomStream shuffle(1, "shuffle");
  const TrainResult plain = train(small, start, work.data, range(0, 40), work.options, shuffle);
  CHECK(train_cached(&cache, small, start, work.data, range(0, 40), work.options, shuffle).parameters ==
        plain.parameters);
  CHECK(evaluate_cached(&cache, small, start, work.data, range(0, 50)).accuracy ==
        evaluate(small, start, work.data, range(0, 50)).accuracy);
  CHECK(files_in(folder.path) == 0);
}
