#include "scenarios/host/verbs.hpp"

#include <algorithm>
#include <cstdio>

#include "scenarios/host/plugins.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

std::string program_help() {
  std::string text =
      "lastmile: what happens when a neural network is trained and run across devices, edge and "
      "cloud\n\nusage: lastmile VERB [options]\n\nverbs:\n";
  for (const Verb& verb : verbs()) {
    if (verb.hidden) continue;
    const std::string& argument = verb.spec.positional;
    std::string left = "  " + verb.spec.name + " " +
                       (verb.spec.positional_required ? argument : "[" + argument + "]");
    left.resize(std::max<std::size_t>(left.size() + 2, 20), ' ');
    text += left + verb.spec.summary + "\n";
  }
  return text +
         "\nlastmile VERB --help says more. --plugin FILE, with every verb, loads policies of your own\n"
         "in C++; LASTMILE_PLUGINS names such files, separated by ':'.\n";
}

const Verb& find_verb(const std::string& name) {
  std::vector<std::string> known;
  for (const Verb& verb : verbs()) {
    if (verb.spec.name == name) return verb;
    if (!verb.hidden) known.push_back(verb.spec.name);
  }
  throw ConfigError("lastmile: " + unknown_name_message("verb", name, known));
}

bool wants_help(const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), "--help") != words.end();
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      run_verb(),
      sweep_verb(),
      new_verb(),
      doctor_verb(),
      train_verb(),
      evaluate_verb(),
      import_verb(),
      export_verb(),
      compress_verb(),
      calibrate_verb(),
      list_verb(),
      show_verb(),
      report_verb(),
      timeline_verb(),
      explain_verb(),
      check_verb(),
      bench_verb(),
      test_verb(),
      worker_verb(),
      sweep_point_verb(),
  };
  return all;
}

int run_program(const std::vector<std::string>& all_words) {
  const std::vector<std::string> words = load_plugins(all_words);
  if (words.empty() || words.front() == "--help" || words.front() == "help") {
    std::fputs(program_help().c_str(), words.empty() ? stderr : stdout);
    return words.empty() ? kBadInput : kDone;
  }
  const Verb& verb = find_verb(words.front());
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (wants_help(rest)) {
    std::fputs(help_text(verb.spec).c_str(), stdout);
    return kDone;
  }
  return verb.run(parse_arguments(verb.spec, rest));
}

}  // namespace lastmile::scenarios
