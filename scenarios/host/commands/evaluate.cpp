// lastmile evaluate: what trained networks answer on data, exit by exit.
#include <cstdio>

#include "scenarios/host/commands/import_files.hpp"
#include "scenarios/host/data_option.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/sample_trace.hpp"
#include "scenarios/host/table_text.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

std::string ladder_json(const Ladder& outcome, double threshold) {
  std::string shares;
  for (const double share : outcome.share)
    shares += (shares.empty() ? "" : ", ") + json_number(share);
  return json_object({{"ladder_threshold", json_number(threshold)},
                      {"accuracy", json_number(outcome.accuracy)},
                      {"share", "[" + shares + "]"}});
}

void print_ladder(const std::vector<Judged>& all, const Ladder& outcome, double threshold) {
  std::printf("asked in turn, threshold %s: accuracy %.4f;", short_number(threshold).c_str(),
              outcome.accuracy);
  for (std::size_t n = 0; n < all.size(); ++n)
    std::printf(" %s answers %.4f", all[n].trained.network.name().c_str(), outcome.share[n]);
  std::printf("\n");
}

int run(const Arguments& arguments) {
  learn::ThreadPool pool(arguments.count_or_cores("threads"));
  const auto trace = arguments.text("trace");
  if (arguments.has("features") && !trace) throw ConfigError("--features belongs to --trace");
  if (trace) check_writable(*trace);
  std::vector<Judged> all;
  std::vector<std::string> items;
  for (const std::string& name : arguments.positionals()) {
    all.push_back(judged(name, arguments, pool));
    if (arguments.has("json"))
      items.push_back(evaluation_json(all.back(), arguments));
    else
      print_evaluation(all.back(), arguments);
  }
  const auto threshold = threshold_given(arguments);
  if (threshold && all.size() > 1) {
    const Ladder outcome = ladder(all, *threshold);
    if (arguments.has("json"))
      items.push_back(ladder_json(outcome, *threshold));
    else
      print_ladder(all, outcome, *threshold);
  }
  if (arguments.has("json")) std::printf("%s\n", json_list(items).c_str());
  if (trace) write_trace(*trace, all, {arguments.text("features"), arguments.command_line()}, pool);
  return kDone;
}

}  // namespace

Verb evaluate_verb() {
  std::vector<OptionSpec> options = {
      {"threshold", "P",
       "confidence that is enough: who leaves at which exit; of several networks asked in turn, "
       "who answers"},
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
