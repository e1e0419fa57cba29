// A network that learned goes into a file and comes back the same.
#include "models/learn/trained_network.hpp"

#include <doctest/doctest.h>

#include "models/learn/checkpoint.hpp"
#include "models/learn/evaluate.hpp"
#include "models/learn/train.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using lastmile::tests::Folder;
using test::range;

namespace {

std::vector<float> taught(const Network& network, const Dataset& data) {
  SgdOptions options;
  options.learning_rate = 0.02;
  options.clip_norm = 3;
  return train(network, network.initial_parameters(RandomStream(1, "weights")), data,
               range(0, static_cast<std::uint32_t>(data.size())), options,
               RandomStream(1, "shuffle"))
      .parameters;
}

void check_same(const Evaluation& a, const Evaluation& b) {
  CHECK(a.accuracy == b.accuracy);
  CHECK(a.mean_loss == b.mean_loss);
  REQUIRE(a.answers.size() == b.answers.size());
  for (std::size_t i = 0; i < a.answers.size(); ++i) {
    CHECK(a.answers[i].confidence == b.answers[i].confidence);
    CHECK(a.answers[i].entropy == b.answers[i].entropy);
  }
}

void check_round_trip(const models::Graph& graph, const Dataset& data) {
  CAPTURE(graph.name());
  const Folder folder;
  const Network network(graph);
  const std::vector<float> parameters = taught(network, data);
  const TrainedNetwork back =
      read_trained(folder.write("net.onnx", onnx_of(graph, parameters)).string());
  CHECK(back.graph.exits().size() == graph.exits().size());
  CHECK(back.parameters.size() == parameters.size());
  CHECK(back.network.digest() == network.digest());
  const auto some = range(0, static_cast<std::uint32_t>(data.size()));
  check_same(evaluate(network, parameters, data, some),
             evaluate(back.network, back.parameters, data, some));
}

}  // namespace

TEST_CASE("trained: a network with exits comes back from ONNX with the same answers, bit for bit") {
  check_round_trip(models::zoo("b_lenet"), draw_digits(50, RandomStream(1, "digits")));
  check_round_trip(models::zoo("camera_cnn"), draw_objects(50, RandomStream(1, "objects")));
  check_round_trip(models::zoo("resnet8"), draw_objects(50, RandomStream(1, "objects")));
}

TEST_CASE("trained: files without weights and names that have learned nothing are refused") {
  const Folder folder;
  CHECK_THROWS_WITH_AS(read_trained("lenet"), doctest::Contains("'lenet' has learned nothing"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(read_trained("lenet@" + folder.path.string() + "/none"),
                       doctest::Contains("cannot be read"), ConfigError);
  const std::string ncnn =
      "7767517\n2 2\nInput data 0 1 data 0=4 1=1 2=1\nInnerProduct fc 1 1 data prob 0=3 1=1 2=12\n";
  CHECK_THROWS_WITH_AS(read_trained(folder.write("n.param", ncnn).string()),
                       doctest::Contains("holds no weights"), ConfigError);
}

TEST_CASE("trained: a checkpoint answers under the name of its network alone") {
  const Folder folder;
  const models::Graph graph = models::zoo("lenet");
  const Network network(graph);
  TrainResult state;
  state.parameters = network.initial_parameters(RandomStream(2, "weights"));
  const std::string file = (folder.path / "c").string();
  save_checkpoint(file, network, state);
  CHECK(read_trained("lenet@" + file).parameters == state.parameters);
  CHECK_THROWS_WITH_AS(read_trained("b_lenet@" + file), doctest::Contains("another network"),
                       ConfigError);
}
