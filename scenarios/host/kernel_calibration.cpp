#include "scenarios/host/kernel_calibration.hpp"

#include <ctime>
#include <fstream>
#include <future>
#include <iterator>

#include "kernels/harness/program_run.hpp"
#include "kernels/harness/session.hpp"
#include "models/json_reader.hpp"
#include "sim/error.hpp"
#include "sim/progress.hpp"

namespace lastmile::scenarios {
namespace {

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Collects answers, and writes each to the file as it comes.
class Log {
 public:
  explicit Log(const std::string& path) {
    if (path.empty()) return;
    text_ = content(path);
    file_.open(path, std::ios::app);
    if (!file_) throw ConfigError("cannot write " + path);
  }

  void add(const std::string& line) {
    text_ += line + '\n';
    if (!file_.is_open()) return;
    file_ << line << '\n';
    if (!file_.flush()) throw ConfigError("cannot write the timings: the disk may be full");
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::ofstream file_;
};

void add_machine(Log& log) {
  kernels::Session session;
  for (const char* command : {"environment", "peak"}) log.add(*session.answer(command));
}

void time_all(const TimingPlan& plan, const std::string& label, Log& log) {
  kernels::pin_thread(kernels::allowed_cpus().front());
  std::map<std::string, int> times;
  if (!log.text().empty()) times = models::read_answers(log.text(), plan.keep, plan.programs).times;
  add_machine(log);
  Progress progress(stderr, label);
  const double start = kernels::clock_s();
  const double all = static_cast<double>(plan.programs.size()) * plan.passes;
  double done = 0;
  for (int pass = 0; pass < plan.passes; ++pass) {
    for (const kernels::Program& program : plan.programs) {
      progress.update(done++ / all, program.name);
      if (times[program.name] > pass) continue;
      if (plan.budget_s > 0 && kernels::clock_s() - start > plan.budget_s) return;
      log.add(kernels::time_program(program, plan.repeats));
    }
  }
}

}  // namespace

TimingPlan calibration_plan(bool quick) {
  TimingPlan plan;
  plan.programs = models::random_programs("training", quick ? 300 : 1600);
  if (quick) plan.passes = 3;
  return plan;
}

std::string time_here(const TimingPlan& plan, const std::string& label) {
  Log log(plan.keep);
  std::async(std::launch::async, [&] { time_all(plan, label, log); }).get();
  return log.text();
}

std::vector<std::string> answer_here(const std::vector<std::string>& commands, const std::string& label) {
  kernels::Session session;
  Progress progress(stderr, label);
  std::vector<std::string> answers;
  for (const std::string& command : commands) {
    progress.update(static_cast<double>(answers.size()) / static_cast<double>(commands.size()), command);
    answers.push_back(session.answer(command).value_or(""));
    if (const models::Json answer = models::Json::parse(answers.back()); answer.find("error") != nullptr)
      throw ConfigError(command + ": " + answer.at("error").text());
  }
  return answers;
}

models::KernelPredictor predictor_of(const models::Answers& answers, const models::PredictorFit& fit,
                                     const std::string& date) {
  models::KernelPredictor predictor;
  predictor.processor = answers.processor;
  predictor.architecture = answers.architecture;
  predictor.isa = answers.isa;
  predictor.date = date;
  predictor.origin = {models::Provenance::calibrated,
                      "lastmile calibrate device, " + date + ", " + answers.processor + ", " +
                          answers.machine + ", one thread, " +
                          std::to_string(answers.observations.size()) + " random networks"};
  predictor.whole_over_steps = fit.whole_over_steps;
  predictor.residual = fit.residual;
  predictor.groups = fit.groups;
  return predictor;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&now));
  return text;
}

}  // namespace lastmile::scenarios
