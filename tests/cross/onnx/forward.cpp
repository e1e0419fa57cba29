// forward MODEL.onnx INPUT.npy OUT: what a network answers to inputs, one a row, for comparison with another
// program: an array OUT.0.npy, OUT.1.npy, ... [inputs][elements] for each exit. Of an exit that ends with a
// softmax: what goes into it.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "models/learn/pass.hpp"
#include "models/learn/read/npy.hpp"
#include "models/learn/trained_network.hpp"
#include "sim/error.hpp"

using namespace lastmile;

namespace {

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw ConfigError("cannot read '" + file + "'");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<float> floats_of(const learn::NpyArray& array) {
  std::vector<float> values;
  for (std::size_t i = 0; i < array.elements(); ++i) values.push_back(static_cast<float>(array.at(i)));
  return values;
}

void write_npy(const std::string& file, std::size_t rows, const std::vector<float>& values) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                       std::to_string(values.size() / rows) + "), }";
  header.resize((header.size() + 11) / 64 * 64 + 53, ' ');
  header += '\n';
  std::ofstream out(file, std::ios::binary);
  out << "\x93NUMPY\x01" << '\0' << static_cast<char>(header.size() & 0xFF)
      << static_cast<char>(header.size() >> 8) << header;
  out.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(4 * values.size()));
  if (!out) throw ConfigError("cannot write '" + file + "'");
}

std::vector<float> answer(const learn::Network& network, const learn::Pass& pass, std::size_t exit,
                          std::size_t rows) {
  const learn::ValueId value = network.exit_value(exit);
  const auto elements = static_cast<std::size_t>(network.shapes()[value].elements());
  std::vector<float> answers;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < elements; ++i)
      answers.push_back(pass.value(value)[i * kernels::kLanes + row]);
  return answers;
}

void run(const std::string& model, const std::string& input, const std::string& out) {
  const learn::TrainedNetwork read = learn::read_trained(model);
  for (const std::string& note : read.notes) std::printf("note: %s\n", note.c_str());
  const learn::Network& network = read.network;
  const std::string bytes = bytes_of(input);
  const std::vector<float> values = floats_of(learn::parse_npy(bytes, input));
  const auto elements = static_cast<std::size_t>(network.input().elements());
  const std::size_t rows = values.size() / elements;
  if (rows * elements != values.size() || rows == 0 || rows > kernels::kLanes)
    throw ConfigError("'" + input + "' must hold 1 to 16 rows of " + std::to_string(elements) + " numbers");
  std::vector<const float*> starts;
  for (std::size_t row = 0; row < rows; ++row) starts.push_back(&values[row * elements]);
  learn::PackedWeights weights(network);
  weights.set(read.parameters, false);
  learn::Pass pass(network, false);
  pass.set_value(0, starts);
  pass.forward(weights);
  for (std::size_t exit = 0; exit < network.exits(); ++exit)
    write_npy(out + "." + std::to_string(exit) + ".npy", rows, answer(network, pass, exit, rows));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fprintf(stderr, "usage: forward MODEL INPUT.npy OUT\n"), 2;
  try {
    run(argv[1], argv[2], argv[3]);
  } catch (const ConfigError& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 2;
  }
}
