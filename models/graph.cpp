#include "models/graph.hpp"

#include <algorithm>
#include <atomic>
#include <boost/graph/adjacency_list.hpp>
#include <utility>

#include "sim/error.hpp"

namespace lastmile::models {

using Storage = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Layer>;

struct Graph::Body {
  std::string name;
  Storage layers;
  std::vector<LayerId> exits;
  std::uint64_t revision = 0;
};

namespace {

std::uint64_t next_revision() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

void check_inputs(const std::vector<LayerId>& inputs, std::size_t size, const LayerSpec& spec) {
  for (const LayerId id : inputs) {
    if (id < size) continue;
    throw ConfigError("layer '" + spec.name + "' takes layer " + std::to_string(id) +
                      " as input, but only layers 0 to " + std::to_string(size - 1) + " exist");
  }
}

}  // namespace

Graph::Graph(std::string name, Shape input) : body_(std::make_unique<Body>()) {
  body_->name = std::move(name);
  if (input.channels < 1 || input.height < 1 || input.width < 1) {
    throw ConfigError("network '" + body_->name + "': input shape " + to_string(input) +
                      " is not positive");
  }
  Layer first = derive_layer(0, plain(LayerKind::input), {input});
  boost::add_vertex(std::move(first), body_->layers);
  body_->revision = next_revision();
}

Graph::Graph(const Graph& other) : body_(std::make_unique<Body>(*other.body_)) {}
Graph::Graph(Graph&& other) noexcept = default;
Graph& Graph::operator=(const Graph& other) {
  if (this != &other) body_ = std::make_unique<Body>(*other.body_);
  return *this;
}
Graph& Graph::operator=(Graph&& other) noexcept = default;
Graph::~Graph() = default;

LayerId Graph::add(const LayerSpec& spec) { return add(spec, size() - 1); }

LayerId Graph::add(const LayerSpec& spec, LayerId input) {
  return add(spec, std::vector<LayerId>{input});
}

LayerId Graph::add(const LayerSpec& spec, const std::vector<LayerId>& inputs) {
  check_inputs(inputs, size(), spec);
  std::vector<Shape> shapes;
  for (const LayerId id : inputs) shapes.push_back(layer(id).out);
  const LayerId id = size();
  boost::add_vertex(derive_layer(id, spec, shapes), body_->layers);
  for (const LayerId input : inputs) boost::add_edge(input, id, body_->layers);
  body_->revision = next_revision();
  return id;
}

void Graph::mark_exit(LayerId id) {
  if (id >= size()) throw ConfigError("no layer " + std::to_string(id) + " to mark as an exit");
  if (std::find(body_->exits.begin(), body_->exits.end(), id) != body_->exits.end()) {
    throw ConfigError("layer '" + layer(id).name() + "' is an exit already");
  }
  body_->exits.push_back(id);
  body_->revision = next_revision();
}

void Graph::validate() const {
  const std::string where = "network '" + name() + "': ";
  if (exits().empty()) throw ConfigError(where + "no exit is marked, so nothing is computed");
  for (const LayerId id : exits()) {
    if (boost::out_degree(id, body_->layers) == 0) continue;
    throw ConfigError(where + "exit '" + layer(id).name() + "' feeds other layers; an exit ends");
  }
  std::vector<bool> useful(size(), false);
  for (const LayerId id : exits()) useful[id] = true;
  for (LayerId id = size(); id-- > 0;)
    if (useful[id])
      for (const LayerId input : inputs(id)) useful[input] = true;
  const auto useless = std::find(useful.begin(), useful.end(), false);
  if (useless != useful.end())
    throw ConfigError(where + "layer '" + layer(static_cast<LayerId>(useless - useful.begin())).name() +
                      "' leads to no exit");
}

const std::string& Graph::name() const { return body_->name; }

Graph Graph::renamed(std::string name) const {
  Graph copy = *this;
  copy.body_->name = std::move(name);
  return copy;
}

std::size_t Graph::size() const { return boost::num_vertices(body_->layers); }
std::uint64_t Graph::revision() const { return body_->revision; }
const std::vector<LayerId>& Graph::exits() const { return body_->exits; }

const Layer& Graph::layer(LayerId id) const {
  SIM_CHECK(id < size(), "layer " + std::to_string(id) + " of network " + name());
  return body_->layers[id];
}

LayerId Graph::find(std::string_view layer_name) const {
  std::vector<std::string> names;
  for (LayerId id = 0; id < size(); ++id) {
    if (layer(id).name() == layer_name) return id;
    names.push_back(layer(id).name());
  }
  throw ConfigError(unknown_name_message("layer of " + name(), layer_name, names));
}

std::vector<LayerId> Graph::inputs(LayerId id) const {
  std::vector<LayerId> found;
  const auto [begin, end] = boost::in_edges(id, body_->layers);
  for (auto e = begin; e != end; ++e) found.push_back(boost::source(*e, body_->layers));
  return found;
}

std::vector<LayerId> Graph::consumers(LayerId id) const {
  std::vector<LayerId> found;
  const auto [begin, end] = boost::adjacent_vertices(id, body_->layers);
  found.assign(begin, end);
  return found;
}

LayerId Graph::output() const {
  SIM_CHECK(!exits().empty(), "network " + name() + " has no exit");
  return exits().back();
}

std::size_t Graph::stage(LayerId id) const {
  for (std::size_t exit = 0; exit < exits().size(); ++exit) {
    const std::vector<LayerId> needed = needed_by(exit);
    if (std::binary_search(needed.begin(), needed.end(), id)) return exit;
  }
  return exits().size();
}

std::vector<LayerId> Graph::needed_by(std::size_t exit) const {
  SIM_CHECK(exit < exits().size(), "exit " + std::to_string(exit) + " of network " + name());
  std::vector<bool> marked(size(), false);
  marked[exits()[exit]] = true;
  for (LayerId id = size(); id-- > 0;) {
    if (!marked[id]) continue;
    for (const LayerId input : inputs(id)) marked[input] = true;
  }
  std::vector<LayerId> needed;
  for (LayerId id = 0; id < size(); ++id) {
    if (marked[id]) needed.push_back(id);
  }
  return needed;
}

Totals Graph::totals() const {
  Totals sum;
  for (LayerId id = 1; id < size(); ++id) {
    const Layer& one = layer(id);
    sum.macs += one.macs;
    sum.weights += one.spec.tied ? 0 : one.weights;
    sum.biases += one.biases;
    sum.activations += one.activations;
  }
  return sum;
}

}  // namespace lastmile::models
