// A lowered program gives what learning's own forward pass gives with the same weights.
#include "models/lower.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "kernels/random_values.hpp"
#include "models/learn/network.hpp"
#include "models/learn/pass.hpp"
#include "models/zoo/zoo.hpp"
#include "tests/unit/learn/test_nets.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// Learning's order: every product's kernel, then its bias; dense layers in the order of plain maps.
std::vector<float> parameters_of(const Graph& net, const Lowered& lowered, std::uint64_t seed) {
  std::vector<float> all;
  for (std::size_t s = 0; s < lowered.program.steps.size(); ++s) {
    const kernels::Step& step = lowered.program.steps[s];
    const std::size_t count = kernels::weight_count(step.call);
    if (count == 0) continue;
    const kernels::RandomParameters random(step.call, seed + s);
    const float* weights = random.parameters().weights;
    const kernels::MapShape& map = lowered.program.buffers[static_cast<std::size_t>(step.inputs[0])];
    const bool in_blocks = step.call.type == kernels::KernelType::dense && map.plane() > 1;
    const std::size_t terms = count / static_cast<std::size_t>(step.call.channels_out());
    std::vector<float> row(terms);
    for (std::size_t first = 0; first < count; first += terms) {
      if (in_blocks) kernels::from_layout(map, weights + first, row.data());
      else std::copy_n(weights + first, terms, row.begin());
      all.insert(all.end(), row.begin(), row.end());
    }
    const std::size_t biases = net.layer(lowered.head(s)).spec.bias ? kernels::bias_count(step.call) : 0;
    all.insert(all.end(), random.parameters().bias, random.parameters().bias + biases);
  }
  return all;
}

std::vector<float> plain_values(const kernels::MapShape& shape, const float* laid_out) {
  std::vector<float> plain(static_cast<std::size_t>(shape.channels) * shape.plane());
  kernels::from_layout(shape, laid_out, plain.data());
  return plain;
}

void compare(const Graph& net) {
  CAPTURE(net.name());
  const Lowered lowered = lower(net);
  kernels::LoadedProgram program(lowered.program, 5);
  program.run();
  const learn::Network network(net);
  const std::vector<float> parameters = parameters_of(net, lowered, 5);
  REQUIRE(parameters.size() == network.parameter_count());
  learn::PackedWeights packed(network);
  packed.set(parameters, false);
  learn::Pass pass(network, false);
  const std::vector<float> image = plain_values(lowered.program.buffers[0], program.buffer(0));
  const std::vector<const float*> rows(kernels::kLanes, image.data());
  pass.set_value(0, rows);
  pass.forward(packed);
  for (std::size_t exit = 0; exit < network.exits(); ++exit) {
    const LayerId answer = net.exits()[exit];
    const std::size_t classes = static_cast<std::size_t>(network.classes());
    const float* logits = pass.value(network.exit_value(exit));
    double sum = 0;
    for (std::size_t i = 0; i < classes; ++i) sum += std::exp(static_cast<double>(logits[i * kernels::kLanes]));
    const float* soft = program.buffer(lowered.buffer[answer]);
    for (std::size_t i = 0; i < classes; ++i)
      CHECK(soft[i] == doctest::Approx(std::exp(static_cast<double>(logits[i * kernels::kLanes])) / sum).epsilon(1e-4));
  }
}

}  // namespace

TEST_CASE("lower: the program's answers are those of learning's forward pass") {
  compare(learn::test::linear({3, 6, 6}));
  compare(learn::test::small_cnn({1, 28, 28}));
  for (const char* name : {"camera_cnn", "resnet8", "mobilenet_vww", "b_lenet"}) compare(zoo(name));
  Graph blocks("blocks", {3, 12, 12});
  blocks.add(conv(16, 3, 1, 1));
  blocks.add(plain(LayerKind::relu));
  blocks.add(max_pool(2, 2));
  blocks.add(plain(LayerKind::flatten));
  blocks.add(dense(12));
  blocks.add(plain(LayerKind::relu));
  blocks.add(dense(5));
  learn::test::finish(blocks);
  compare(blocks);
}
