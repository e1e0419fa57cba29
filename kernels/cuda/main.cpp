// lastmile-kernels-cuda: the timing program (kernels/harness/main.cpp) of a GPU, with the same protocol.
//
// Commands   environment; time [repeats=N] CALL; program NAME ... end; quit
// Times      by the GPU's clock: samples of enough runs for 2 ms each. A network's steps run one after the
//            other on buffers of their own, so that its time holds the launches but no reuse of the L2 cache
// Trouble    {"error": "..."}, also for everything where there is no GPU
#include <algorithm>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "kernels/cuda/device_operator.hpp"
#include "kernels/harness/json_line.hpp"
#include "kernels/harness/program_run.hpp"
#include "kernels/harness/session.hpp"
#include "kernels/program.hpp"
#include "kernels/random_values.hpp"

namespace lastmile::kernels::cuda {
namespace {

constexpr double kSampleSeconds = 2e-3;
constexpr int kMostRuns = 10000;

std::unique_ptr<DeviceOperator> ready(const KernelCall& call) {
  const RandomParameters random(call, 1);
  auto made = make_device_operator(call, random.parameters());
  for (int i = 0; i < call.input_count(); ++i) {
    const MapShape shape = input_shape(call, i);
    std::vector<float> values(static_cast<std::size_t>(shape.batch) * static_cast<std::size_t>(shape.channels) *
                              shape.plane());
    RandomValues source(static_cast<std::uint64_t>(i) + 1);
    for (float& value : values) value = source.uniform(-1, 1);
    made->set_input(i, values);
  }
  return made;
}

Timing timed(DeviceOperator& one, int repeats) {
  seconds_each(one, 3);
  const double once = std::max(seconds_each(one, 3), 1e-7);
  const int runs = std::clamp(static_cast<int>(kSampleSeconds / once) + 1, 1, kMostRuns);
  std::vector<double> samples;
  for (int i = 0; i < repeats; ++i) samples.push_back(seconds_each(one, runs));
  return summary(std::move(samples), runs);
}

std::string time_call(std::istringstream& words) {
  int repeats = 20;
  std::string rest, word;
  for (std::getline(words >> std::ws, rest); rest.rfind("repeats=", 0) == 0;) {
    std::istringstream option(rest.substr(8));
    if (!(option >> repeats) || repeats < 1) throw std::invalid_argument("repeats: not a number from 1");
    std::getline(option >> std::ws, rest);
  }
  const KernelCall call = parse_call(rest);
  const auto one = ready(call);
  const Timing timing = timed(*one, repeats);
  JsonLine line;
  line.add("call", text(call)).add("algorithm", one->algorithm()).add("isa", "cuda");
  add_timing(line, timing);
  return line.add("flop", work(call).flop).text();
}

/// All steps as one operator, so that the same clock reads the whole.
class Chain final : public DeviceOperator {
 public:
  explicit Chain(const Program& program) {
    for (const Step& step : program.steps) steps_.push_back(ready(step.call));
  }
  void start() override {
    for (const auto& step : steps_) step->start();
  }
  [[nodiscard]] std::string algorithm() const override { return "chain"; }
  void set_input(int, const std::vector<float>&) override {}
  [[nodiscard]] std::vector<float> output() const override { return steps_.back()->output(); }
  [[nodiscard]] DeviceOperator& step(std::size_t i) { return *steps_[i]; }

 private:
  std::vector<std::unique_ptr<DeviceOperator>> steps_;
};

std::string time_chain(const std::string& lines) {
  const Program program = parse_program(lines);
  if (program.steps.empty()) throw std::invalid_argument("a program without a step");
  Chain chain(program);
  std::vector<std::string> steps;
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    JsonLine step;
    step.add("call", text(program.steps[i].call)).add("algorithm", chain.step(i).algorithm());
    add_timing(step, timed(chain.step(i), 5));
    steps.push_back(step.text());
  }
  JsonLine line;
  line.add("program", program.name).add("batch", program.buffers[0].batch).add("isa", "cuda");
  add_timing(line, timed(chain, 20));
  return line.add_json("steps", json_list(steps)).text();
}

std::string answer(const std::string& first, std::istream& in) {
  std::istringstream words(first);
  std::string name;
  words >> name;
  std::string network;
  if (name == "program") {
    network = first + '\n';
    for (std::string line; std::getline(in, line) && line != "end";) network += line + '\n';
  }
  if (device_json().empty()) throw std::runtime_error("no GPU");
  if (name == "environment") return device_json();
  if (name == "time") return time_call(words);
  if (name == "program") return time_chain(network);
  throw std::invalid_argument("no command '" + name + "'; known: environment, time, program, quit");
}

int talk() {
  JsonLine greeting;
  greeting.add("program", "lastmile-kernels").add("protocol", kProtocol).add("isa", "cuda");
  std::cout << greeting.text() << std::endl;
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    if (line.empty() || line[0] == '#') continue;
    try {
      std::cout << answer(line, std::cin) << std::endl;
    } catch (const std::exception& error) {
      std::cout << JsonLine().add("error", error.what()).text() << std::endl;
    }
  }
  return 0;
}

}  // namespace
}  // namespace lastmile::kernels::cuda

int main() { return lastmile::kernels::cuda::talk(); }
