// A network as a list of kernel calls on buffers: what is left of a graph when only time matters.
//
// Text       "program NAME", then a line a buffer and a line a step:
//              buffer 16 112 112            channels, height, width (batch once: "batch 4")
//              step 0,3 -> 5 conv c=64 ...  inputs, output, the call
//            Buffer 0 is the input. parse_program(text(p)) == p. A bare board needs nothing but this text.
//            A vector may be read from a map of whole blocks of 16 channels, in the map's order.
// Tests      tests/unit/kernels/program_test.cpp
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/operator.hpp"

namespace lastmile::kernels {

struct Step {
  KernelCall call;
  std::vector<int> inputs;
  int output = 0;
  friend bool operator==(const Step&, const Step&) = default;
};

struct Program {
  std::string name;
  std::vector<MapShape> buffers;
  std::vector<Step> steps;
};

std::string text(const Program& program);
/// std::invalid_argument names the line.
Program parse_program(std::string_view text);

/// A program with random weights, ready to run on one thread. The weights of step i have the seed
/// `seed` + i. Buffers share memory (program_memory.hpp).
class LoadedProgram {
 public:
  explicit LoadedProgram(const Program& program, std::uint64_t seed = 1, Isa isa = best_isa());
  LoadedProgram(LoadedProgram&&) noexcept;
  ~LoadedProgram();
  void run();
  void run_step(std::size_t step);
  [[nodiscard]] std::string algorithm(std::size_t step) const;
  /// The input or, after run(), a buffer that no step reads; others may be overwritten.
  [[nodiscard]] const float* buffer(int number) const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace lastmile::kernels
