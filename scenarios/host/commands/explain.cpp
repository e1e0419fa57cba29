// `lastmile explain run.h5 cameras[2]/5`
#include <cstdio>

#include "scenarios/host/explanation.hpp"
#include "scenarios/host/single_run.hpp"
#include "scenarios/host/verbs.hpp"

namespace lastmile::scenarios {
namespace {

int run(const Arguments& arguments) {
  require_single_run(arguments.positional());
  const analysis::Hdf5Reader file(arguments.positional());
  const Explanation what = explain(file, choose_run(file, arguments), arguments.positional(1));
  const std::string text =
      arguments.has("json") ? explanation_json(what) : explanation_text(what, arguments.has("layers"));
  std::fputs(text.c_str(), stdout);
  return kDone;
}

}  // namespace

Verb explain_verb() {
  std::vector<OptionSpec> options = choosing_options();
  options.push_back({"layers", "", "also the layers of every computation"});
  options.push_back({"json", "", "print JSON (with layers)"});
  return {{"explain", "FILE REQUEST", "where the time and the energy of one request went, e.g. cameras[2]/5",
           std::move(options)},
          run};
}

}  // namespace lastmile::scenarios
