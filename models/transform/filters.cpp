#include "models/transform/filters.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "models/transform/channel_labels.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

using Places = std::vector<std::uint32_t>;

/// Labels by family: layers that make a label in common belong together.
class Families {
 public:
  Families(const Graph& graph, const ChannelLabels& labels) : of_(graph.size()) {
    std::iota(of_.begin(), of_.end(), LayerId{0});
    for (LayerId id = 1; id < graph.size(); ++id) {
      if (!labels.makes(id)) continue;
      for (const Label label : labels.out(id)) join(id, owner_.try_emplace(label, id).first->second);
    }
  }

  [[nodiscard]] LayerId of(LayerId layer) const {
    while (of_[layer] != layer) layer = of_[layer];
    return layer;
  }
  /// Ascending labels by family.
  [[nodiscard]] std::map<LayerId, std::vector<Label>> members() const {
    std::map<LayerId, std::vector<Label>> members;
    for (const auto& [label, owner] : owner_) members[of(owner)].push_back(label);
    return members;
  }

 private:
  void join(LayerId a, LayerId b) { of_[std::max(of(a), of(b))] = std::min(of(a), of(b)); }

  std::vector<LayerId> of_;
  std::map<Label, LayerId> owner_;
};

/// By label.
std::vector<double> scores(const WeightedGraph& net, const ChannelLabels& labels) {
  std::vector<double> scores(labels.labels(), 0);
  if (!net.has_weights()) return scores;
  for (LayerId id = 1; id < net.graph.size(); ++id) {
    if (!labels.makes(id)) continue;
    const std::vector<Label> rows = labels.out(id);
    const std::size_t row = row_size(net.graph.layer(id));
    for (std::size_t r = 0; r < rows.size(); ++r)
      for (std::size_t i = r * row; i < (r + 1) * row; ++i)
        scores[rows[r]] += std::abs(static_cast<double>(net.layers[id].kernel[i]));
  }
  return scores;
}

/// The family's free labels, those to keep first.
std::vector<Label> ranked(const std::vector<Label>& family, const ChannelLabels& labels,
                          const std::vector<double>& scores) {
  std::vector<Label> free;
  for (const Label label : family)
    if (!labels.fixed(label)) free.push_back(label);
  std::stable_sort(free.begin(), free.end(),
                   [&](Label a, Label b) { return scores[a] > scores[b]; });
  return free;
}

/// By label whether it is kept.
std::vector<bool> choose(const WeightedGraph& net, const ChannelLabels& labels,
                         const std::vector<double>& keep) {
  const Families families(net.graph, labels);
  std::vector<double> share(net.graph.size(), 0);  // by family
  for (LayerId id = 1; id < net.graph.size(); ++id)
    if (labels.makes(id)) share[families.of(id)] = std::max(share[families.of(id)], keep[id]);
  const std::vector<double> score = scores(net, labels);
  std::vector<bool> kept(labels.labels(), true);
  for (const auto& [family, members] : families.members()) {
    const std::vector<Label> free = ranked(members, labels, score);
    const auto wanted = std::llround(share[family] * static_cast<double>(free.size()));
    const std::size_t least = free.size() == members.size() ? 1 : 0;
    for (std::size_t i = std::max(least, static_cast<std::size_t>(wanted)); i < free.size(); ++i)
      kept[free[i]] = false;
  }
  return kept;
}

Places places_of(const std::vector<Label>& labels, const std::vector<bool>& kept) {
  Places places;
  for (std::uint32_t p = 0; p < labels.size(); ++p)
    if (kept[labels[p]]) places.push_back(p);
  return places;
}

/// Writes the smaller network and remembers where its parameters come from.
class FilterCut {
 public:
  FilterCut(const WeightedGraph& net, const ChannelLabels& labels, const std::vector<bool>& kept)
      : net_(net), labels_(labels), kept_(kept), rewriter_(net, net.graph.name()) {
    for (LayerId id = 1; id < net.graph.size(); ++id) cut(net.graph.layer(id));
  }
  Descendant take() { return {rewriter_.finish(), std::move(source_)}; }

 private:
  void cut(const Layer& layer) {
    const Places rows = places_of(labels_.out(layer.id), kept_);
    LayerSpec spec = layer.spec;
    if (labels_.makes(layer.id) || layer.depthwise())
      spec.out_channels = static_cast<int>(rows.size());
    if (layer.depthwise()) spec.groups = spec.out_channels;
    rewriter_.copy(layer.id, spec, net_.has_weights() ? gather(layer, rows) : LayerWeights());
    start_ += static_cast<std::uint32_t>(flat_count(layer));
  }

  LayerWeights gather(const Layer& layer, const Places& rows) {
    const LayerWeights& old = net_.layers[layer.id];
    const auto kernels = static_cast<std::uint32_t>(layer.stored() - layer.biases);
    const auto biases = static_cast<std::uint32_t>(layer.biases);
    LayerWeights now;
    gather_part(old.kernel, kernel_places(layer, rows), start_, now.kernel);
    gather_part(old.bias, bias_places(layer, rows), start_ + kernels, now.bias);
    gather_part(old.mean, rows, start_ + kernels + biases, now.mean);
    gather_part(old.variance, rows, start_ + kernels + 2 * biases, now.variance);
    return now;
  }

  void gather_part(const std::vector<float>& old, const Places& places, std::uint32_t start,
                   std::vector<float>& now) {
    for (const std::uint32_t place : old.empty() ? Places() : places) {
      now.push_back(old[place]);
      source_.push_back(start + place);
    }
  }

  /// Kept whole, biases and all: recurrent layers have more of them than channels.
  bool whole(const Layer& layer) const {
    return !labels_.makes(layer.id) && !layer.depthwise() && layer.kind() != LayerKind::batch_norm &&
           layer.kind() != LayerKind::prelu;
  }

  Places bias_places(const Layer& layer, const Places& rows) const {
    if (layer.biases == 0) return {};
    if (!whole(layer)) return rows;
    Places all(static_cast<std::size_t>(layer.biases));
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }

  /// Of a kernel [row][input][window]; only makers of labels have several inputs a row.
  Places kernel_places(const Layer& layer, const Places& rows) const {
    Places places;
    if (layer.weights == 0) return places;
    const std::vector<Label> inputs =
        labels_.makes(layer.id) ? labels_.in(layer.id) : std::vector<Label>(1, 0);
    const Places columns = labels_.makes(layer.id) ? places_of(inputs, kept_) : Places(1, 0);
    const auto row = static_cast<std::uint32_t>(whole(layer) ? static_cast<std::size_t>(layer.weights)
                                                             : row_size(layer));
    const std::uint32_t window = row / static_cast<std::uint32_t>(inputs.size());
    for (const std::uint32_t r : whole(layer) ? Places(1, 0) : rows)
      for (const std::uint32_t c : columns)
        for (std::uint32_t w = 0; w < window; ++w) places.push_back(r * row + c * window + w);
    return places;
  }

  const WeightedGraph& net_;
  const ChannelLabels& labels_;
  const std::vector<bool>& kept_;
  Rewriter rewriter_;
  std::vector<std::uint32_t> source_;
  std::uint32_t start_ = 0;  // of the layer's parameters in the parent's flat vector
};

}  // namespace

Descendant keep_filters(const WeightedGraph& net, const std::vector<double>& keep) {
  SIM_CHECK(keep.size() == net.graph.size(), "a share for each layer");
  for (const double share : keep)
    if (!(share > 0 && share <= 1))
      throw ConfigError("share of filters = " + std::to_string(share) +
                        ": must be above 0, at most 1");
  const ChannelLabels labels(net.graph);
  return FilterCut(net, labels, choose(net, labels, keep)).take();
}

Descendant keep_filters(const WeightedGraph& net, double keep,
                        const std::vector<std::string>& spared) {
  std::vector<double> shares(net.graph.size(), keep);
  for (const std::string& name : spared) shares[net.graph.find(name)] = 1;
  return keep_filters(net, shares);
}

}  // namespace lastmile::models
