// What transforms make of a network's costs. Graphs are taken without weights: shares are given. What
// accuracy they cost, `check models --rows compression` shows on a network that learned.
#include <cmath>
#include <cstdio>

#include "models/cost.hpp"
#include "models/memory.hpp"
#include "models/network.hpp"
#include "models/transform/compression.hpp"
#include "models/transform/exit_head.hpp"
#include "models/transform/factor_depthwise.hpp"
#include "models/transform/filters.hpp"
#include "models/transform/fuse.hpp"
#include "models/transform/low_rank.hpp"
#include "scenarios/host/json_text.hpp"
#include "scenarios/host/table_text.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

struct Figure {
  std::string name, unit;
  double value;
};

/// In (0, 1]; 1 if the option is not given.
double share(const Arguments& arguments, const std::string& option) {
  const auto text = arguments.text(option);
  const double value = text ? parse_number(*text) : 1;
  if (!(value > 0 && value <= 1))
    throw ConfigError("lastmile compress: --" + option + " " + *text + ": must be above 0, at most 1");
  return value;
}

models::NumberFormat format(const Arguments& arguments, const std::string& option) {
  return models::number_format(arguments.text(option).value_or("fp32"));
}

models::ConvSplit split(const Arguments& arguments) {
  const std::string name = arguments.text("split").value_or("channel");
  if (name == "spatial") return models::ConvSplit::spatial;
  return name == "cp" ? models::ConvSplit::cp : models::ConvSplit::channel;
}

/// In the order of the options' help.
models::Graph transformed(models::WeightedGraph net, const Arguments& arguments) {
  if (arguments.has("fuse")) net = models::merge_pools(models::fold_norms(net));
  if (arguments.has("depthwise")) net = models::factor_depthwise(net);
  if (arguments.has("filters"))
    net = models::keep_filters(net, share(arguments, "filters")).net;
  if (arguments.has("rank"))
    net = models::low_rank(
        net, split(arguments),
        models::ranks_of_share(net.graph, split(arguments), share(arguments, "rank")));
  for (const std::string& layer : arguments.texts("exit"))
    net = models::with_exit(net, layer, models::plain_head(net.graph, layer),
                            RandomStream(1, "compress/exit"));
  return net.graph;
}

models::Compression table(const models::Graph& graph, const Arguments& arguments) {
  models::Compression table = models::uncompressed(graph);
  for (models::LayerId id = 1; id < graph.size(); ++id) {
    table[id].activations = format(arguments, "activations");
    if (!models::has_products(graph.layer(id).kind())) continue;
    table[id].weights = format(arguments, "weights");
    table[id].density = share(arguments, "density");
  }
  return table;
}

std::vector<Figure> figures(const models::Graph& graph, const models::Compression& table) {
  const models::CompressedCosts costs = costs_of(graph, table);
  const auto live = models::peak_live_elements(graph, models::all_layers(graph));
  const double activation_bytes = models::bits_of(table.back().activations) / 8.0;
  return {{"layers", "", static_cast<double>(graph.size() - 1)},
          {"exits", "", static_cast<double>(graph.exits().size())},
          {"MACs", "million", static_cast<double>(costs.macs) * 1e-6},
          {"MACs with weights that are not 0", "million", costs.nonzero_macs * 1e-6},
          {"parameters", "million", static_cast<double>(graph.totals().parameters()) * 1e-6},
          {"bytes of weights and biases, zeros included", "kB",
           static_cast<double>(costs.weight_bytes) * 1e-3},
          {"bytes of activations", "kB", static_cast<double>(costs.activation_bytes) * 1e-3},
          {"peak of activations", "kB", static_cast<double>(live) * activation_bytes * 1e-3}};
}

void print(const std::string& name, const std::vector<Figure>& before,
           const std::vector<Figure>& after) {
  std::vector<std::vector<std::string>> rows = {{name, "unit", "before", "after", "times less"}};
  for (std::size_t i = 0; i < before.size(); ++i)
    rows.push_back({before[i].name, before[i].unit, short_number(before[i].value),
                    short_number(after[i].value), short_number(before[i].value / after[i].value)});
  std::printf("%s", aligned(rows).c_str());
}

void print_json(const std::vector<Figure>& before, const std::vector<Figure>& after) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < before.size(); ++i)
    items.push_back(json_object({{"name", json_text(before[i].name)},
                                 {"unit", json_text(before[i].unit)},
                                 {"before", json_number(before[i].value)},
                                 {"after", json_number(after[i].value)}}));
  std::printf("%s\n", json_list(items).c_str());
}

int run(const Arguments& arguments) {
  const models::Graph graph = models::network(arguments.positional());
  const models::Graph now = transformed({graph}, arguments);
  const auto before = figures(graph, models::uncompressed(graph));
  const auto after = figures(now, table(now, arguments));
  arguments.has("json") ? print_json(before, after) : print(graph.name(), before, after);
  return kDone;
}

}  // namespace

Verb compress_verb() {
  const std::vector<std::string> formats = {"fp32", "fp16", "bf16", "int8", "int4", "binary"};
  return {{"compress",
           "NETWORK",
           "what fusion, pruning, low rank and number formats make of a network's costs",
           {{"fuse", "", "fold normalisation, merge pools"},
            {"depthwise", "", "convolutions become depthwise and 1 x 1"},
            {"filters", "SHARE", "of the filters stay"},
            {"rank", "SHARE", "of a layer's weights stay in its factors"},
            {"split", "WAY", "of convolutions into factors", false, {"channel", "spatial", "cp"}},
            {"exit", "LAYER", "an exit after this layer", true},
            {"density", "SHARE", "of the weights stay, the others are 0"},
            {"weights", "FORMAT", "of weights", false, formats},
            {"activations", "FORMAT", "of activations", false, formats},
            {"json", "", "print JSON"}}},
          run};
}

}  // namespace lastmile::scenarios
