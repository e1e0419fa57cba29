#include "scenarios/host/recorded_answers.hpp"

#include <map>

#include "models/network.hpp"
#include "scenarios/host/build.hpp"
#include "scenarios/host/scenario_files.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

std::string counted(std::size_t exits) {
  return std::to_string(exits) + (exits == 1 ? " exit" : " exits");
}

std::string names_of(const std::vector<RecordedAnswers>& all) {
  std::string text;
  for (const RecordedAnswers& one : all)
    text += (text.empty() ? "'" : ", '") + one.network + "' (" + counted(one.answers.exits.size()) +
            ")";
  return text;
}

/// The one of that name, or else the one that is the scenario's model.
RecordedAnswers selected(const Scenario& scenario, const AnswersSpec& spec) {
  const learn::Network network(models::network(scenario.model));
  std::vector<RecordedAnswers> all = read_trace(spec.file), fitting;
  for (RecordedAnswers& one : all)
    if (one.digest == network.digest().text() &&
        (spec.network.empty() || one.network == spec.network))
      fitting.push_back(one);
  const std::string model = "'" + scenario.model + "' (" + counted(network.exits()) + ")";
  if (fitting.empty())
    throw ConfigError("'" + spec.file + "' holds the answers of " + names_of(all) +
                      "; the scenario's model is " + model +
                      (spec.network.empty() ? "" : ", and network = '" + spec.network + "'"));
  if (fitting.size() > 1)
    throw ConfigError("'" + spec.file + "' holds the answers of " + names_of(fitting) +
                      ", all of them like the model " + model + ": say which, network = '" +
                      fitting.front().network + "'");
  return std::move(fitting.front());
}

}  // namespace

AnswersSpec answers_spec(const Scenario& scenario, const Value& made) {
  const Parameters given = parameters_of(made);
  AnswersSpec spec;
  spec.file = data_beside(scenario, given.text("file"), "'file' in trace{}", given.place("file"));
  spec.network = given.text("network");
  spec.place = given.place("file");
  if (scenario.model.empty())
    fail_at(made.place, "'answers' in scenario{}: say whose they are with 'model'");
  try {
    const RecordedAnswers found = selected(scenario, spec);
    spec.network = found.network;
    spec.digests = found.parameters + " on " + found.data_digest;
  } catch (const ConfigError& error) {
    fail_at(spec.place, std::string("'file' in trace{}: ") + error.what());
  }
  return spec;
}

std::optional<RecordedAnswers> recorded_answers(const Scenario& scenario) {
  if (!scenario.answers) return std::nullopt;
  return selected(scenario, *scenario.answers);
}

ApplicationData data_of(const RecordedAnswers& recorded, const Scenario& scenario) {
  const auto bytes = static_cast<std::size_t>(recorded.frame_bytes);
  const models::Shape shape{static_cast<std::int64_t>(bytes), 1, 1};
  const learn::Dataset frame(recorded.data, shape, 1, std::vector<std::uint8_t>(bytes), {0});
  return {frame, frame, learn::Parts(scenario.workload->sources.size())};
}

learn::Evaluation chosen(const RecordedAnswers& recorded, const learn::Dataset& test,
                         const Scenario& scenario) {
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < recorded.samples.size(); ++i) place.emplace(recorded.samples[i], i);
  learn::Evaluation some;
  some.places = test.places();
  some.exits = recorded.answers.exits;
  const std::vector<std::string> wanted = digests_of_samples(test);
  for (const std::string& sample : wanted) {
    const auto found = place.find(sample);
    if (found == place.end()) continue;
    ++some.samples;
    for (std::size_t e = 0; e < some.exits.size(); ++e)
      some.answers.push_back(recorded.answers.answer(found->second, e));
  }
  if (some.samples < wanted.size())
    fail_at(scenario.answers->place,
            "'file' in trace{}: '" + scenario.answers->file + "' has " +
                std::to_string(recorded.samples.size()) + " samples of '" + recorded.data +
                "', among them " + std::to_string(some.samples) + " of the " +
                std::to_string(wanted.size()) + " held-out samples of '" + test.name() +
                "'; without 'data' the scenario takes the trace's own");
  some.summarise();
  return some;
}

}  // namespace lastmile::scenarios
