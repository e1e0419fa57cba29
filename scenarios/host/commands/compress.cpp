// What transforms make of a network's costs; and, of a network that learned, the network that they make, for
// `evaluate` to tell what accuracy is left and for `train` to go on with.
#include <cmath>
#include <cstdio>

#include "models/cost.hpp"
#include "models/learn/trained_network.hpp"
#include "models/memory.hpp"
#include "models/network.hpp"
#include "models/onnx/export.hpp"
#include "models/transform/compression.hpp"
#include "models/transform/exit_head.hpp"
#include "models/transform/factor_depthwise.hpp"
#include "models/transform/filters.hpp"
#include "models/transform/fuse.hpp"
#include "models/transform/low_rank.hpp"
#include "models/transform/prune.hpp"
#include "scenarios/host/commands/import_files.hpp"
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

/// With its weights, if they are asked for and it is a file or a checkpoint that has them.
models::WeightedGraph given(const std::string& name, bool weights) {
  if (name.find('@') != std::string::npos) {
    const learn::TrainedNetwork trained = learn::read_trained(name);
    return models::with_weights(trained.graph, trained.parameters);
  }
  if (!models::is_network_file(name)) return {models::network(name)};
  models::ImportOptions options;
  options.weights = weights;
  models::Imported file = models::import_network(name, options);
  return {std::move(file.graph), std::move(file.weights)};
}

/// In the order of the options' help.
models::WeightedGraph transformed(models::WeightedGraph net, const Arguments& arguments) {
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
  return net;
}

/// Small weights become 0, the others what their format can say.
models::WeightedGraph narrowed(models::WeightedGraph net, const models::Compression& table,
                               const Arguments& arguments) {
  if (arguments.has("density"))
    models::prune(models::keep_largest(net, share(arguments, "density")), net);
  std::vector<models::NumberFormat> formats;
  for (const models::LayerCompression& layer : table) formats.push_back(layer.weights);
  return models::rounded(net, formats);
}

void write(const std::string& file, const models::WeightedGraph& net,
           const models::Compression& table, const Arguments& arguments) {
  if (!net.has_weights())
    throw ConfigError("lastmile compress: --out: '" + arguments.positional() +
                      "' has learned nothing: name an .onnx file with weights (lastmile train writes one), "
                      "or NETWORK@CHECKPOINT");
  const models::WeightedGraph now = narrowed(net, table, arguments);
  write_whole_file(file, models::export_onnx(now.graph, now.layers));
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
  const models::WeightedGraph net = given(arguments.positional(), arguments.has("out"));
  const models::WeightedGraph now = transformed(net, arguments);
  const models::Compression made = table(now.graph, arguments);
  if (const auto file = arguments.text("out")) write(*file, now, made, arguments);
  const auto before = figures(net.graph, models::uncompressed(net.graph));
  const auto after = figures(now.graph, made);
  arguments.has("json") ? print_json(before, after) : print(net.graph.name(), before, after);
  return kDone;
}

}  // namespace

Verb compress_verb() {
  const std::vector<std::string> formats = {"fp32", "fp16", "bf16", "int8", "int4", "binary"};
  return {{"compress",
           "NETWORK",
           "what fusion, pruning, low rank and number formats make of a network's costs, and of what it learned",
           {{"out", "FILE", "the network so made, with its weights, as ONNX; of one that has weights"},
            {"fuse", "", "fold normalisation, merge pools"},
            {"depthwise", "", "convolutions become depthwise and 1 x 1"},
            {"filters", "SHARE", "of the filters stay"},
            {"rank", "SHARE", "of a layer's weights stay in its factors"},
            {"split", "WAY", "of convolutions into factors", false, {"channel", "spatial", "cp"}},
            {"exit", "LAYER", "an exit after this layer", true},
            {"density", "SHARE", "of the weights stay, the others are 0"},
            {"weights", "FORMAT", "of weights", false, formats},
            {"activations", "FORMAT", "of activations; costs alone", false, formats},
            {"json", "", "print JSON"}}},
          run};
}

}  // namespace lastmile::scenarios
