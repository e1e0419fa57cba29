#include "kernels/harness/program_run.hpp"

#include <algorithm>
#include <stdexcept>

namespace lastmile::kernels {
namespace {

void sample_steps(LoadedProgram& program, std::vector<std::vector<double>>& samples) {
  double before = clock_s();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    program.run_step(i);
    const double now = clock_s();
    samples[i].push_back(std::max(0.0, now - before - clock_cost_s()));
    before = now;
  }
}

}  // namespace

ProgramTiming time_program_runs(LoadedProgram& program, std::size_t steps, int repeats) {
  std::vector<double> whole;
  std::vector<std::vector<double>> single(steps);
  for (int i = 0; i < 2; ++i) program.run();
  for (int i = 0; i < repeats; ++i) {
    const double start = clock_s();
    program.run();
    whole.push_back(clock_s() - start);
    sample_steps(program, single);
  }
  ProgramTiming timing{summary(std::move(whole), 1), {}};
  for (std::vector<double>& one : single) timing.steps.push_back(summary(std::move(one), 1));
  return timing;
}

std::string time_program(const Program& program, int repeats) {
  if (program.steps.empty()) throw std::invalid_argument("a program without a step");
  LoadedProgram loaded(program);
  const ProgramTiming timing = time_program_runs(loaded, program.steps.size(), repeats);
  std::vector<std::string> steps;
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    JsonLine step;
    step.add("call", text(program.steps[i].call)).add("algorithm", loaded.algorithm(i));
    add_timing(step, timing.steps[i]);
    steps.push_back(step.text());
  }
  JsonLine line;
  line.add("program", program.name).add("batch", program.buffers[0].batch).add("isa", to_string(best_isa()));
  add_timing(line, timing.whole);
  return line.add_json("steps", json_list(steps)).text();
}

void add_timing(JsonLine& line, const Timing& timing) {
  line.add("minimum_s", timing.minimum_s).add("median_s", timing.median_s).add("spread_s", timing.spread_s);
  line.add("samples", timing.samples).add("inner", timing.inner);
}

}  // namespace lastmile::kernels
