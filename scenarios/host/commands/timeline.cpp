// `lastmile timeline run.h5`: one run as trace events, beside the file or at --out.
#include <cstdio>
#include <filesystem>

#include "scenarios/host/single_run.hpp"
#include "scenarios/host/trace_events.hpp"
#include "scenarios/host/verbs.hpp"
#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

int run(const Arguments& arguments) {
  const std::string& path = arguments.positional();
  require_single_run(path);
  const analysis::Hdf5Reader file(path);
  const ChosenRun chosen = choose_run(file, arguments);
  if (!has_table(file, "spans"))
    throw ConfigError(path + " has no spans: run the scenario again with --record spans");
  const std::vector<SpanRow> spans = spans_of(file, chosen);
  const std::string out =
      arguments.text("out").value_or(std::filesystem::path(path).replace_extension(".json").string());
  write_whole_file(out, trace_events(chosen, requests_of(file, chosen), spans));
  std::printf("%s: %zu steps of %s\nOpen it in https://ui.perfetto.dev or chrome://tracing.\n", out.c_str(),
              spans.size(), chosen.text().c_str());
  return kDone;
}

}  // namespace

Verb timeline_verb() {
  std::vector<OptionSpec> options = {{"out", "FILE", "the trace (default: FILE with .json)"}};
  for (OptionSpec& option : choosing_options()) options.push_back(std::move(option));
  return {{"timeline", "FILE", "one run as a trace for Perfetto, step by step and layer by layer",
           std::move(options)},
          run};
}

}  // namespace lastmile::scenarios
