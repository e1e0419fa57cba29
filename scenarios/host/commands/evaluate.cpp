// lastmile evaluate: what trained networks answer on data, exit by exit.
#include <cstdio>
#include <thread>

#include "scenarios/host/data_option.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/sample_trace.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

int run(const Arguments& arguments) {
  learn::ThreadPool pool(static_cast<int>(
      arguments.count("threads", 1).value_or(std::max(1U, std::thread::hardware_concurrency()))));
  const auto trace = arguments.text("trace");
  if (arguments.has("features") && !trace) throw ConfigError("--features belongs to --trace");
  std::vector<Judged> all;
  std::vector<std::string> items;
  for (const std::string& name : arguments.positionals()) {
    all.push_back(judged(name, arguments, pool));
    if (arguments.has("json"))
      items.push_back(evaluation_json(all.back(), arguments));
    else
      print_evaluation(all.back(), arguments);
    if (!trace) all.clear();
  }
  if (arguments.has("json")) std::printf("%s\n", json_list(items).c_str());
  if (trace) write_trace(*trace, all, {arguments.text("features"), arguments.command_line()}, pool);
  return kDone;
}

}  // namespace

Verb evaluate_verb() {
  std::vector<OptionSpec> options = {
      {"threshold", "P", "confidence that is enough at an early exit: who leaves where"},
      {"by-class", "", "share of each class that is told"},
      {"trace", "FILE",
       "keeps every answer (HDF5), for lm.trace in a scenario; of several networks in turn"},
      {"features", "LAYER", "with --trace: also what that layer gives for every sample"},
      {"threads", "N", "default: as many as cores; results do not depend on it"},
      {"json", "", "for scripts"}};
  for (OptionSpec& option : data_options("test")) options.push_back(std::move(option));
  return {{"evaluate", "NETWORK...",
           "accuracy and loss of trained networks (.onnx with weights, NETWORK@CHECKPOINT) at "
           "every exit",
           options},
          run};
}

}  // namespace lastmile::scenarios
