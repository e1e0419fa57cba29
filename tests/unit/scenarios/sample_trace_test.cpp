// What a network answered comes back from the file; files that were tampered with are refused.
#include "scenarios/host/sample_trace.hpp"

#include <doctest/doctest.h>

#include "analysis/hdf5_sink.hpp"
#include "models/zoo/zoo.hpp"
#include "scenario_text.hpp"
#include "scenarios/host/file_seal.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

Judged asked(const std::string& name, std::uint64_t seed) {
  models::Graph graph = models::zoo(name);
  learn::Network network(graph);
  std::vector<float> parameters = network.initial_parameters(RandomStream(seed, "weights"));
  learn::Dataset data = learn::draw_digits(20, RandomStream(1, "data/test"));
  learn::Evaluation answers = learn::evaluate(network, parameters, data, all_samples(data));
  return {name + ".onnx",
          {std::move(graph), std::move(network), std::move(parameters)},
          std::move(data),
          std::move(answers)};
}

void write(const std::string& file, const std::vector<Judged>& networks,
           const std::optional<std::string>& layer = {}) {
  learn::ThreadPool pool(1);
  write_trace(file, networks, {layer, "test"}, pool);
}

struct Line {
  std::int64_t network = 0, sample = 0, exit = 0, predicted = 3;
  double confidence = 0.5;
};

/// One network with two samples and an exit; a trace if the lines are {0, 0, 0} and {0, 1, 0}.
std::string by_hand(const TemporaryFolder& folder, const std::vector<Line>& lines,
                    std::int64_t samples = 2) {
  using T = ColumnType;
  const std::string file = folder.path() + "/hand.h5";
  analysis::Hdf5Sink sink(file, {});
  TableSchema networks{"networks", "n", {}}, answers{"answers", "a", {}};
  for (const char* name : {"network", "network_digest", "parameters_digest", "data", "data_digest"})
    networks.columns.push_back({name, T::text, "", "x"});
  for (const char* name : {"samples", "exits"})
    networks.columns.push_back({name, T::integer, "1", "x"});
  networks.columns.push_back({"frame_bytes", T::real, "B", "x"});
  for (const char* name : {"network", "sample", "exit", "predicted", "rank", "correct"})
    answers.columns.push_back({name, T::integer, "1", "x"});
  for (const char* name : {"confidence", "entropy", "loss"})
    answers.columns.push_back({name, T::real, "1", "x"});
  sink.declare(networks);
  sink.declare(answers);
  sink.declare({"samples", "s", {{"digest", T::text, "", "x"}}});
  const std::string text = "n";
  sink.record("networks", {text, text, text, text, text, samples, std::int64_t{1}, 784.0});
  for (const Line& line : lines)
    sink.record("answers", {line.network, line.sample, line.exit, line.predicted, std::int64_t{0},
                            std::int64_t{1}, line.confidence, 0.1, 0.2});
  for (std::int64_t i = 0; i < 2; ++i) sink.record("samples", {std::string("digest")});
  sink.finish();
  seal(file);
  return file;
}

}  // namespace

TEST_CASE(
    "trace: answers of several networks come back bit for bit, with digests of what answered") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/t.h5";
  std::vector<Judged> networks;
  networks.push_back(asked("b_lenet", 1));
  networks.push_back(asked("lenet", 2));
  write(file, networks, "max_pool_2");
  const std::vector<RecordedAnswers> back = read_trace(file);
  REQUIRE(back.size() == 2);
  for (std::size_t n = 0; n < 2; ++n) {
    const learn::Evaluation& was = networks[n].answers;
    CHECK(back[n].digest == networks[n].trained.network.digest().text());
    CHECK(back[n].frame_bytes == 784);
    CHECK(back[n].answers.accuracy == was.accuracy);
    CHECK(back[n].answers.mean_loss == was.mean_loss);
    REQUIRE(back[n].answers.answers.size() == was.answers.size());
    for (std::size_t i = 0; i < was.answers.size(); ++i) {
      const learn::Answer &a = was.answers[i], &b = back[n].answers.answers[i];
      CHECK(std::tuple(a.confidence, a.loss, a.entropy, a.predicted, a.correct, a.rank) ==
            std::tuple(b.confidence, b.loss, b.entropy, b.predicted, b.correct, b.rank));
    }
  }
  CHECK_FALSE(std::filesystem::exists(file + ".part"));
}

TEST_CASE("trace: a file of which any byte was changed, or that was cut off, is refused") {
  const TemporaryFolder folder;
  const std::string file = by_hand(folder, {{0, 0, 0}, {0, 1, 0}});
  std::ifstream in(file, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), {});
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 97) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    CHECK_THROWS_WITH_AS(read_trace(folder.write("c.h5", changed)), doctest::Contains("cannot use"),
                         ConfigError);
    CHECK_THROWS_WITH_AS(read_trace(folder.write("c.h5", whole.substr(0, at))),
                         doctest::Contains("cannot use"), ConfigError);
  }
}

TEST_CASE(
    "trace: two networks of one name, other samples and unknown layers are refused, nothing is "
    "left") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/t.h5";
  std::vector<Judged> networks;
  networks.push_back(asked("lenet", 1));
  CHECK_THROWS_WITH_AS(write(file, networks, "max_pool_3"),
                       doctest::Contains("did you mean 'max_pool_"), ConfigError);
  CHECK_THROWS_WITH_AS(write(folder.path() + "/no/t.h5", networks),
                       doctest::Contains("cannot write"), ConfigError);
  networks.push_back(asked("lenet", 2));
  CHECK_THROWS_WITH_AS(write(file, networks), doctest::Contains("two networks are named 'lenet'"),
                       ConfigError);
  networks[1] = asked("b_lenet", 1);
  networks[1].data = learn::draw_digits(21, RandomStream(1, "data/test"));
  CHECK_THROWS_WITH_AS(write(file, networks), doctest::Contains("other samples than 'lenet'"),
                       ConfigError);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("trace: files that are none, or were changed, are refused") {
  const TemporaryFolder folder;
  CHECK(read_trace(by_hand(folder, {{0, 0, 0}, {0, 1, 0}})).size() == 1);
  const auto refuses = [&](const std::vector<Line>& lines, std::int64_t samples, const char* why) {
    CHECK_THROWS_WITH_AS(read_trace(by_hand(folder, lines, samples)), doctest::Contains(why),
                         ConfigError);
  };
  refuses({{0, 1, 0}, {0, 0, 0}}, 2, "row 0 of its answers is out of order");
  refuses({{0, 0, 0}, {0, 1, 0, 3, 1.5}}, 2,
          "row 1 of its answers is out of order or out of range");
  refuses({{0, 0, 0}, {0, 1, 0, 65536}}, 2, "out of range");
  refuses({{0, 0, 0}, {0, 1, 0}}, 3, "has 2 answers for 3 samples and 1 exits");
  refuses({{0, 0, 0}, {0, 1, 0}}, 1, "was asked 1 samples, the table has 2");
  refuses({{0, 0, 0}, {0, 1, 0}, {1, 0, 0}}, 2, "more answers than its networks have");
  refuses({{0, 0, 0}, {0, 1, 0}}, -1, "a network with -1 samples");
  const std::string other = folder.path() + "/other.h5";
  {
    analysis::Hdf5Sink sink(other, {});
    sink.declare({"requests", "r", {{"x", ColumnType::real, "1", "x"}}});
    sink.record("requests", {1.0});
    sink.finish();
  }
  CHECK_THROWS_WITH_AS(read_trace(other),
                       doctest::Contains("it was cut off or changed, or is no trace"), ConfigError);
  seal(other);
  CHECK_THROWS_WITH_AS(read_trace(other), doctest::Contains("is no trace"), ConfigError);
  CHECK_THROWS_WITH_AS(read_trace(folder.path() + "/none.h5"), doctest::Contains("cannot read"),
                       ConfigError);
}
