// Networks by name and by file.
#include "models/network.hpp"

#include <doctest/doctest.h>

#include "models/onnx/export.hpp"
#include "models/zoo/zoo.hpp"
#include "tests/unit/models/onnx_samples.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::models;
using lastmile::tests::Folder;

TEST_CASE("network: a name of the zoo, or a file") {
  const Folder folder;
  const std::string file = folder.write("mine.onnx", export_onnx(zoo("lenet"), {}));
  CHECK(network(file).totals().macs == zoo("lenet").totals().macs);
  CHECK(network(file).name() == file);
  CHECK(network("lenet").size() == zoo("lenet").size());
  CHECK_THROWS_WITH_AS(network("lenett"), doctest::Contains("lenet"), ConfigError);
  CHECK_THROWS_WITH_AS(network(file + ".onnx"), doctest::Contains("cannot read"), ConfigError);
  const std::string damaged = folder.write("damaged.onnx", "\x0a\x7f");
  CHECK_THROWS_WITH_AS(network(damaged), doctest::Contains("damaged.onnx': ONNX, byte 0"), ConfigError);
}

TEST_CASE("network: weights in a file beside the model") {
  const Folder folder;
  models::test::Sample sample({1, 1, 2, 2});
  sample.weights("w", {1, 1, 1, 1}).node("Conv", {"x", "w"}, {"y"});
  models::onnx::Model model = models::onnx::read_model(sample.file());
  model.constants[0].floats.clear();
  model.constants[0].external_file = "w.12";
  CHECK_THROWS_WITH_AS(onnx::floats_of(onnx::constant_of(model.constants[0]), folder.path),
                       doctest::Contains("'w.12', which is not beside the model"), ConfigError);
  folder.write("w.12", std::string("\x00\x00\x40\x40", 4));
  CHECK(onnx::floats_of(onnx::constant_of(model.constants[0]), folder.path) == std::vector<float>{3});
  model.constants[0].external_file = "../w.12";
  CHECK_THROWS_WITH_AS(onnx::floats_of(onnx::constant_of(model.constants[0]), folder.path),
                       doctest::Contains("must lie in the model's folder"), ConfigError);
  model.constants[0].external_file = "w.12";
  model.constants[0].external_offset = 1;
  CHECK_THROWS_WITH_AS(onnx::floats_of(onnx::constant_of(model.constants[0]), folder.path),
                       doctest::Contains("does not hold its 4 bytes"), ConfigError);
}
