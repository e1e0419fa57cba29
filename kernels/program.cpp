#include "kernels/program.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "kernels/aligned.hpp"
#include "kernels/program_memory.hpp"
#include "kernels/random_values.hpp"

namespace lastmile::kernels {
namespace {

[[noreturn]] void refuse(int line, const std::string& why) {
  throw std::invalid_argument("line " + std::to_string(line) + ": " + why);
}

MapShape read_buffer(std::istringstream& words, int line) {
  MapShape shape;
  if (!(words >> shape.channels >> shape.height >> shape.width) || shape.channels < 1 || shape.height < 1 ||
      shape.width < 1)
    refuse(line, "expected: buffer CHANNELS HEIGHT WIDTH");
  return shape;
}

Step read_step(std::istringstream& words) {
  Step step;
  std::string list, arrow, rest;
  words >> list >> arrow >> step.output;
  if (!words || arrow != "->") throw std::invalid_argument("expected: step INPUT,... -> OUTPUT CALL");
  std::istringstream numbers(list);
  for (std::string number; std::getline(numbers, number, ',');) step.inputs.push_back(std::stoi(number));
  std::getline(words, rest);
  step.call = parse_call(rest);
  return step;
}

// A vector may be read from a map of whole blocks: its elements in the map's order.
bool reads_as(const MapShape& shape, const MapShape& wanted) {
  const bool whole_blocks = !shape.interleaved() && shape.channels % kBlock == 0;
  return shape == wanted || (whole_blocks && wanted.plane() == 1 && shape.batch == wanted.batch &&
                             shape.elements() == wanted.elements());
}

void check_buffer(const Program& program, int number, const MapShape& wanted) {
  if (number < 0 || number >= static_cast<int>(program.buffers.size()))
    throw std::invalid_argument("no buffer " + std::to_string(number));
  const MapShape& shape = program.buffers[static_cast<std::size_t>(number)];
  if (reads_as(shape, wanted)) return;
  throw std::invalid_argument("buffer " + std::to_string(number) + " has another shape than the step");
}

void check_step(const Program& program, const Step& step) {
  if (static_cast<int>(step.inputs.size()) != step.call.input_count())
    throw std::invalid_argument("the call takes " + std::to_string(step.call.input_count()) + " inputs");
  for (int i = 0; i < step.call.input_count(); ++i)
    check_buffer(program, step.inputs[static_cast<std::size_t>(i)], input_shape(step.call, i));
  check_buffer(program, step.output, output_shape(step.call));
}

}  // namespace

std::string text(const Program& program) {
  std::ostringstream out;
  out << "program " << program.name << "\nbatch " << (program.buffers.empty() ? 1 : program.buffers[0].batch) << '\n';
  for (const MapShape& shape : program.buffers)
    out << "buffer " << shape.channels << ' ' << shape.height << ' ' << shape.width << '\n';
  for (const Step& step : program.steps) {
    out << "step ";
    for (std::size_t i = 0; i < step.inputs.size(); ++i) out << (i == 0 ? "" : ",") << step.inputs[i];
    out << " -> " << step.output << ' ' << text(step.call) << '\n';
  }
  return out.str();
}

Program parse_program(std::string_view all) {
  Program program;
  std::istringstream lines{std::string(all)};
  int batch = 1, number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line);
    std::string word;
    if (!(words >> word)) continue;
    try {
      if (word == "program") {
        words >> program.name;
      } else if (word == "batch") {
        if (!(words >> batch) || batch < 1) refuse(number, "expected: batch N");
      } else if (word == "buffer") {
        program.buffers.push_back(read_buffer(words, number));
        program.buffers.back().batch = batch;
      } else if (word == "step") {
        program.steps.push_back(read_step(words));
        check_step(program, program.steps.back());
      } else {
        refuse(number, "no word '" + word + "'; known: program, batch, buffer, step");
      }
    } catch (const std::logic_error& error) {
      const std::string why = error.what();
      if (why.rfind("line ", 0) == 0) throw;
      refuse(number, why);
    }
  }
  return program;
}

struct LoadedProgram::Body {
  Program program;
  MemoryPlan plan;
  Floats memory;
  std::vector<std::unique_ptr<Operator>> operators;
  Floats scratch;

  float* buffer(int number) { return memory.data() + plan.offset.at(static_cast<std::size_t>(number)); }
};

LoadedProgram::LoadedProgram(const Program& program, std::uint64_t seed, Isa isa) : body_(std::make_unique<Body>()) {
  body_->program = program;
  body_->plan = plan_memory(program);
  body_->memory = Floats(body_->plan.floats);
  std::size_t scratch = 0;
  for (const Step& step : program.steps) {
    const RandomParameters random(step.call, seed++);
    body_->operators.push_back(make_operator(step.call, random.parameters(), isa));
    scratch = std::max(scratch, body_->operators.back()->scratch_bytes());
  }
  body_->scratch = Floats(scratch / sizeof(float) + 1);
  if (!program.buffers.empty()) fill_random(program.buffers[0], seed, body_->buffer(0));
}

LoadedProgram::LoadedProgram(LoadedProgram&&) noexcept = default;
LoadedProgram::~LoadedProgram() = default;

void LoadedProgram::run() {
  for (std::size_t i = 0; i < body_->operators.size(); ++i) run_step(i);
}

void LoadedProgram::run_step(std::size_t number) {
  const Step& step = body_->program.steps.at(number);
  constexpr std::size_t most = 64;
  const void* inputs[most];
  for (std::size_t i = 0; i < std::min(step.inputs.size(), most); ++i)
    inputs[i] = body_->buffer(step.inputs[i]);
  body_->operators[number]->run(inputs, body_->buffer(step.output), body_->scratch.data());
}

std::string LoadedProgram::algorithm(std::size_t step) const { return body_->operators.at(step)->algorithm(); }
const float* LoadedProgram::buffer(int number) const { return body_->buffer(number); }

}  // namespace lastmile::kernels
