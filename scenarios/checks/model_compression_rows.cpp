// Accuracy against compression on a network that really learned, beside what papers report of theirs.
#include <cmath>
#include <cstdio>
#include <optional>

#include "models/data_file.hpp"
#include "models/transform/filters.hpp"
#include "models/transform/low_rank.hpp"
#include "models/transform/prune.hpp"
#include "models/transform/quantise.hpp"
#include "models/transform/shared_weights.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"
#include "scenarios/checks/model_student_rows.hpp"
#include "scenarios/checks/training_runs.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kPointsAt12Times = 0.2;  // card of Han et al.: 9 to 12 times fewer at 0.1 to 0.2 points
constexpr double kPruned = 0.08;
constexpr double kRounding = 0.005;     // of shares given in whole per cent
constexpr double kSmallLayer = 0.02;    // of the weights: the first and the last layer stay whole
constexpr double kRate = 0.01;
constexpr double kPull = 0.0001;  // of centroids

models::DataTable published_file() {
  return models::DataTable::read(home_folder() / "scenarios/checks/published_compression.toml");
}

const learn::Rule kFree = [](std::span<float>, std::span<float>) {};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

double ratio(std::int64_t before, std::int64_t after) {
  return static_cast<double>(before) / static_cast<double>(after);
}

class Curves {
 public:
  explicit Curves(bool quick)
      : data_(drawn_pictures()), unseen_(unseen_pictures()), quick_(quick), file_(published_file()) {
    const learn::Network network(net_.graph);
    net_ = models::with_weights(net_.graph, trained(network, data_, quick ? 4 : 16, kRate));
    accuracy_ = accuracy_of(net_);
    claims_.push_back(printed("LeNet-5 on drawn digits: accuracy", accuracy_,
                              "8,000 pictures to learn, 10,000 new ones to tell"));
  }

  void pruned() {
    models::WeightedGraph net = net_;
    for (const double share : some<double>({0.3, 0.15, kPruned, 0.03}, 3)) {
      models::WeightedGraph cut = net_;
      prune(models::keep_largest_overall(cut, share), cut);
      const models::Masks masks = models::keep_largest_overall(net, share);
      prune(masks, net);
      net = retrained(net, learn::zeros(flat_mask(masks, net.graph)));
      const std::string what = "pruned to " + number(100 * share) + " % of the weights";
      add(what, "pruned", cut, number(1 / share) + "x fewer weights");
      const std::optional<double> bar = share == kPruned ? std::optional(kPointsAt12Times) : std::nullopt;
      add(what + ", step by step, retrained", "pruned", net, number(1 / share) + "x fewer weights", bar);
      if (bar) coded(net);
    }
  }

  void integers() {
    for (const int bits : {8, 6, 4, 3})
      for (const auto& [grain, name] : {std::pair{models::Granularity::tensor, "by layer"},
                                        std::pair{models::Granularity::channel, "by channel"}})
        add("whole numbers of " + std::to_string(bits) + " bits " + name, "integers",
            quantised(net_, {bits, true, grain}), number(32.0 / bits) + "x fewer bytes");
  }

  void codebooks() {
    for (const int bits : some<int>({5, 3, 2}, 1)) {
      const std::string what = "codebooks of " + std::to_string(bits) + " bits";
      auto [cut, net, bytes] = shared(net_, {bits, bits, 8, 5, kPull});
      const std::string gain = number(ratio(all_bytes(), bytes)) + "x fewer bytes once coded";
      add(what, "codebook", cut, gain);
      add(what + ", retrained", "codebook", net, gain);
    }
  }

  void low_rank() {
    for (const double share : some<double>({0.5, 0.25, 0.1}, 1)) {
      const auto way = models::ConvSplit::channel;
      const models::Graph& graph = net_.graph;
      std::vector<int> ranks = ranks_of_share(graph, way, share);
      for (models::LayerId id = 1; id < graph.size(); ++id)
        if (ratio(graph.layer(id).weights, graph.totals().weights) < kSmallLayer) ranks[id] = 0;
      smaller("factors of at most " + number(100 * share) + " % of a large layer's weights",
              "low rank", models::low_rank(net_, way, ranks));
    }
  }

  void filters() {
    for (const double share : some<double>({0.5, 0.25}, 1))
      smaller(number(100 * share) + " % of the filters", "filters",
              models::keep_filters(net_, share).net);
  }

  void students() { add_student(claims_, net_, data_, unseen_); }

  std::vector<Claim> take() { return std::move(claims_); }

 private:
  struct SharedNet {
    models::WeightedGraph cut, net;
    std::int64_t bytes;
  };

  SharedNet shared(const models::WeightedGraph& start, const models::SharingOptions& options) const {
    models::SharedWeights codes(start, options);
    const learn::Rule rule = [&](std::span<float> w, std::span<float>) { codes.share(w); };
    std::vector<float> flat = models::flat_weights(start);
    codes.share(flat);
    SharedNet result{models::with_weights(start.graph, flat), retrained(start, rule), 0};
    for (const std::int64_t bytes : codes.stored_bytes()) result.bytes += bytes;
    return result;
  }

  /// Deep Compression: pruned, then shared, then coded.
  void coded(const models::WeightedGraph& pruned) {
    const SharedNet result = shared(pruned, {8, 5, 8, 5, kPull});
    const std::string gain = number(ratio(all_bytes(), result.bytes)) + "x fewer bytes";
    add("pruned to 8 %, codebooks, retrained, Huffman-coded", "coded", result.net, gain);
    claims_.push_back(printed("pruned to 8 %, codebooks, Huffman-coded: times fewer bytes",
                              ratio(all_bytes(), result.bytes), published("coded")));
  }

  /// The first of them when it must be quick: each but whole numbers is trained again.
  template <class T>
  [[nodiscard]] std::vector<T> some(std::vector<T> points, std::size_t first) const {
    if (quick_) points.resize(first);
    return points;
  }

  [[nodiscard]] double accuracy_of(const models::WeightedGraph& net) const {
    return of_all(learn::Network(net.graph), models::flat_weights(net), unseen_).accuracy.back();
  }

  [[nodiscard]] models::WeightedGraph retrained(const models::WeightedGraph& net,
                                                const learn::Rule& rule) const {
    const learn::Network network(net.graph);
    const auto weights = scenarios::retrained(rule, network, models::flat_weights(net), data_, quick_ ? 2 : 8, kRate);
    return models::with_weights(net.graph, weights);
  }

  void smaller(const std::string& what, const std::string& of, const models::WeightedGraph& cut) {
    const models::Totals now = cut.graph.totals(), then = net_.graph.totals();
    const std::string gain = number(ratio(then.weights, now.weights)) + "x fewer weights, " +
                             number(ratio(then.macs, now.macs)) + "x fewer MACs";
    add(what, of, cut, gain);
    add(what + ", retrained", of, retrained(cut, kFree), gain);
  }

  void add(const std::string& what, const std::string& of, const models::WeightedGraph& net,
           const std::string& gain, std::optional<double> bar = std::nullopt) {
    const std::string name = what + " (" + gain + "): points of accuracy lost";
    const double lost = std::round(1e4 * (accuracy_ - accuracy_of(net))) / 100;
    claims_.push_back(bar ? at_most(name, lost, *bar, published(of))
                          : printed(name, lost, published(of)));
  }

  [[nodiscard]] std::int64_t all_bytes() const { return 4 * net_.graph.totals().parameters(); }

  [[nodiscard]] std::string published(const std::string& of) const {
    for (const models::DataTable& figure : file_.tables("figure"))
      if (figure.text("of") == of)
        return std::string(to_string(figure.origin().provenance)) + ": " + figure.text("says");
    file_.refuse("figure", "no figure of '" + of + "'");
  }

  learn::Dataset data_, unseen_;
  bool quick_;
  models::WeightedGraph net_{models::lenet()};
  double accuracy_ = 0;
  models::DataTable file_;
  std::vector<Claim> claims_;
};

/// The published shares of every layer, put on the zoo's network: do they make the published total?
void add_totals(std::vector<Claim>& claims) {
  const auto file = published_file();
  for (const models::DataTable& network : file.tables("network")) {
    const models::Graph graph = models::zoo(network.text("name"));
    const std::vector<std::string> shares = network.texts("kept_percent");
    const double published = network.positive("million_kept");
    const double all = static_cast<double>(graph.totals().weights) / 1e6;
    double kept = 0;
    std::size_t next = 0;
    for (models::LayerId id = 1; id < graph.size(); ++id)
      if (models::has_products(graph.layer(id).kind()))
        kept += static_cast<double>(graph.layer(id).weights) * parse_number(shares.at(next++)) / 100;
    claims.push_back(near(network.text("name") + ", pruned as published: million weights", kept / 1e6,
                          published, kRounding * all / published, network.origin().source));
  }
}

}  // namespace

std::vector<Claim> model_compression_rows(const CheckOptions& options) {
  Curves curves(options.quick);
  curves.pruned();
  curves.codebooks();
  curves.integers();
  curves.low_rank();
  curves.filters();
  curves.students();
  std::vector<Claim> claims = curves.take();
  add_totals(claims);
  return claims;
}

}  // namespace lastmile::scenarios
