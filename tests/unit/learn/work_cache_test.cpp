#include "models/learn/work_cache.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "models/learn/cached.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;
namespace fs = std::filesystem;

namespace {

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("lastmile-cache-" + std::to_string(getpid()))) {
    fs::remove_all(path);
  }
  ~Folder() { fs::remove_all(path); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
  fs::path path;
};

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
  std::ofstream(folder.path) << "a file";
  CHECK_THROWS_AS(WorkCache(folder.path / "inside"), ConfigError);
}

TEST_CASE("a hit equals a miss, and anything that matters makes a new entry") {
  const Folder folder;
  const WorkCache cache(folder.path);
  Work work;
  const TrainResult plain = work.train(nullptr), miss = work.train(&cache),
                    hit = work.train(&cache);
  CHECK(folder.files() == 1);
  for (const TrainResult* r : {&miss, &hit}) {
    CHECK(r->parameters == plain.parameters);
    CHECK(r->velocity == plain.velocity);
    CHECK(r->epoch_loss == plain.epoch_loss);
    CHECK(r->mean_loss == plain.mean_loss);
  }
  work.train(&cache, plain.velocity);
  CHECK(folder.files() == 2);
  work.options.exit_weights = {1, 0.5};
  work.train(&cache);
  CHECK(folder.files() == 3);
  work.shuffle = "another";
  work.train(&cache);
  CHECK(folder.files() == 4);
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
  CHECK(folder.files() == 1);
}
