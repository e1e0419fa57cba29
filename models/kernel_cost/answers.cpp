#include "models/kernel_cost/answers.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include "models/json_reader.hpp"
#include "models/lower.hpp"
#include "models/random_network/random_network.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr double mad_to_deviation = 1.4826;  // of a normal distribution

class Reader {
 public:
  Reader(std::string_view name, const std::vector<kernels::Program>& plan) : name_(name) {
    for (const kernels::Program& program : plan) known_.emplace(program.name, fresh(program));
  }

  void read(const std::string& line) {
    ++line_;
    if (line.empty()) return;
    try {
      read_object(Json::parse(line));
    } catch (const ConfigError& error) {
      throw ConfigError(name_ + ":" + std::to_string(line_) + ": " + error.what());
    }
  }

  Answers take(const std::vector<kernels::Program>& plan) {
    if (answers_.architecture.empty())
      throw ConfigError(name_ + ": holds no answer to 'environment', so whose times are they?");
    for (const kernels::Program& program : plan)
      if (answers_.times.count(program.name) > 0)
        answers_.observations.push_back(std::move(known_.at(program.name)));
    return std::move(answers_);
  }

 private:
  static Observation fresh(const kernels::Program& program) {
    constexpr double none = std::numeric_limits<double>::infinity();
    return {program, none, std::vector<double>(program.steps.size(), none), none};
  }

  void read_object(const Json& object) {
    if (const Json* error = object.find("error"))
      throw ConfigError("the timing program said: " + error->text());
    if (object.find("cpu_model") != nullptr) return read_environment(object);
    if (object.find("flops_per_s") != nullptr) return read_peak(object);
    if (object.find("program") != nullptr && object.find("steps") != nullptr) read_program(object);
  }

  static void set_same(std::string& kept, const std::string& now, const char* what) {
    if (!kept.empty() && kept != now)
      throw ConfigError(std::string(what) + " '" + now + "', but '" + kept +
                        "' before: times of two machines");
    kept = now;
  }

  void read_environment(const Json& object) {
    set_same(answers_.processor, object.at("cpu_model").text(), "processor");
    set_same(answers_.architecture, object.at("architecture").text(), "architecture");
    answers_.machine = object.at("machine").text();
  }

  void read_peak(const Json& object) {
    answers_.flops_per_s = std::max(answers_.flops_per_s, object.at("flops_per_s").number());
    for (const Json& level : object.at("bandwidth").list())
      if (level.at("level").text() == "dram")
        answers_.bytes_per_s =
            std::max(answers_.bytes_per_s, level.at("read_bytes_per_s").number());
  }

  static double time_in(const Json& object, const char* key) {
    const double time = object.at(key).number();
    if (!(time > 0)) throw ConfigError(object.place() + "." + key + ": a time must be positive");
    return time;
  }

  void read_program(const Json& object) {
    const std::string& program = object.at("program").text();
    const auto found = known_.find(program);
    if (found == known_.end()) throw ConfigError("no network '" + program + "' in the plan");
    set_same(answers_.isa, object.at("isa").text(), "instruction set");
    Observation& one = found->second;
    one.whole_s = std::min(one.whole_s, time_in(object, "minimum_s"));
    one.noise_relative =
        std::min(one.noise_relative,
                 mad_to_deviation * object.at("spread_s").number() / time_in(object, "median_s"));
    read_steps(object.at("steps").list(), one);
    ++answers_.times[program];
  }

  static void read_steps(const Json::List& steps, Observation& one) {
    if (steps.size() != one.step_s.size())
      throw ConfigError("not one time for each step of the plan");
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::string call = kernels::text(one.program.steps[i].call);
      if (steps[i].at("call").text() != call)
        throw ConfigError("step " + std::to_string(i) + " is not '" + call + "' of the plan");
      one.step_s[i] = std::min(one.step_s[i], time_in(steps[i], "minimum_s"));
    }
  }

  std::string name_;
  int line_ = 0;
  std::map<std::string, Observation> known_;
  Answers answers_;
};

}  // namespace

std::vector<kernels::Program> random_programs(const std::string& set, std::size_t count) {
  std::vector<kernels::Program> programs;
  for (std::size_t i = 0; i < count; ++i) programs.push_back(lower(random_network(set, i)).program);
  return programs;
}

std::string plan_text(const std::vector<kernels::Program>& plan) {
  std::string all = "environment\npeak\n";
  for (const kernels::Program& program : plan) all += kernels::text(program) + "end\n";
  return all;
}

Answers read_answers(std::string_view text, std::string_view name,
                     const std::vector<kernels::Program>& plan) {
  Reader reader(name, plan);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) reader.read(line);
  return reader.take(plan);
}

}  // namespace lastmile::models
