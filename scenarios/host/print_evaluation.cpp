#include <cstdio>

#include "scenarios/host/json_text.hpp"
#include "scenarios/host/judged.hpp"
#include "scenarios/host/table_text.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::size_t kTop = 5;

std::string fixed(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

/// Of each class, the share of its samples that the last exit tells; classes without samples are
/// left out.
std::vector<std::pair<int, double>> recalls(const Judged& one) {
  const auto classes = static_cast<std::size_t>(one.data.classes());
  std::vector<double> samples(classes), right(classes);
  for (std::size_t i = 0; i < one.answers.samples; ++i) {
    const auto label = static_cast<std::size_t>(one.data.labels()[i]);
    samples[label] += 1;
    right[label] += one.answers.answer(i, one.answers.exits.size() - 1).correct ? 1 : 0;
  }
  std::vector<std::pair<int, double>> all;
  for (std::size_t c = 0; c < classes; ++c)
    if (samples[c] > 0) all.emplace_back(static_cast<int>(c), right[c] / samples[c]);
  return all;
}

bool many_classes(const Judged& one) { return one.trained.network.classes() > 10; }

std::string exit_json(const Judged& one, std::size_t e) {
  return json_object({{"layer", json_text(one.exit_layer(e))},
                      {"accuracy", json_number(one.answers.accuracy[e])},
                      {"top5", json_number(one.answers.accuracy_of_top(kTop, e))},
                      {"loss", json_number(one.answers.mean_loss[e])}});
}

std::string list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

}  // namespace

std::optional<double> threshold_given(const Arguments& arguments) {
  const auto text = arguments.text("threshold");
  if (!text) return std::nullopt;
  const double value = parse_number(*text);
  if (value >= 0 && value <= 1) return value;
  throw ConfigError("--threshold " + *text + ": must be from 0 to 1");
}

void print_evaluation(const Judged& one, const Arguments& arguments) {
  const learn::Evaluation& answers = one.answers;
  for (const std::string& note : one.trained.notes) std::printf("note: %s\n", note.c_str());
  std::printf("%s on %s: %zu samples of %d classes\n", one.trained.network.name().c_str(),
              one.data.name().c_str(), answers.samples, one.data.classes());
  const auto limit = threshold_given(arguments);
  const learn::Served served = answers.served(limit.value_or(1));
  std::vector<std::vector<std::string>> rows = {{"exit", "layer", "accuracy", "loss [nat]"}};
  if (many_classes(one)) rows[0].push_back("top-5");
  if (limit) rows[0].push_back("leave here");
  for (std::size_t e = 0; e < answers.exits.size(); ++e) {
    rows.push_back({std::to_string(e + 1), one.exit_layer(e), fixed(answers.accuracy[e]),
                    fixed(answers.mean_loss[e])});
    if (many_classes(one)) rows.back().push_back(fixed(answers.accuracy_of_top(kTop, e)));
    if (limit) rows.back().push_back(fixed(served.exit_share[e]));
  }
  std::printf("%s", aligned(rows).c_str());
  if (limit)
    std::printf("served with threshold %s: accuracy %s, loss %s\n", short_number(*limit).c_str(),
                fixed(served.accuracy).c_str(), fixed(served.mean_loss).c_str());
  if (!arguments.has("by-class")) return;
  for (const auto& [label, share] : recalls(one))
    std::printf("class %d: %s told\n", label, fixed(share).c_str());
}

std::string evaluation_json(const Judged& one, const Arguments& arguments) {
  std::vector<std::string> exits, shares, told;
  for (std::size_t e = 0; e < one.answers.exits.size(); ++e) exits.push_back(exit_json(one, e));
  std::vector<std::pair<std::string, std::string>> members = {
      {"network", json_text(one.trained.network.name())},
      {"data", json_text(one.data.name())},
      {"samples", json_number(static_cast<double>(one.answers.samples))},
      {"classes", json_number(one.data.classes())},
      {"exits", list(exits)}};
  if (const auto limit = threshold_given(arguments)) {
    const learn::Served served = one.answers.served(*limit);
    for (const double share : served.exit_share) shares.push_back(json_number(share));
    members.emplace_back("served", json_object({{"threshold", json_number(*limit)},
                                                {"accuracy", json_number(served.accuracy)},
                                                {"loss", json_number(served.mean_loss)},
                                                {"exit_share", list(shares)}}));
  }
  if (arguments.has("by-class")) {
    for (const auto& [label, share] : recalls(one))
      told.push_back(json_object({{"class", json_number(label)}, {"recall", json_number(share)}}));
    members.emplace_back("by_class", list(told));
  }
  return json_object(members);
}

}  // namespace lastmile::scenarios
