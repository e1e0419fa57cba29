#include "scenarios/host/packet_cost.hpp"

#include <algorithm>
#include <set>

#include "models/data_file.hpp"

namespace lastmile::scenarios {
namespace {

struct KindOf {
  std::string operator()(const network::WifiLink&) const { return "wifi"; }
  std::string operator()(const network::AdhocLink&) const { return "wifi"; }
  std::string operator()(const network::LteLink&) const { return "lte"; }
  std::string operator()(const network::NrLink&) const { return "nr"; }
  template <class Other>
  std::string operator()(const Other&) const {
    return "wire";
  }
};

struct MembersOf {
  double operator()(const network::WifiLink& link) const {
    return double(link.stations.size() + link.access_points.size());
  }
  double operator()(const network::AdhocLink& link) const { return double(link.members.size()); }
  double operator()(const network::LteLink& link) const { return double(link.ues.size()); }
  double operator()(const network::NrLink& link) const { return double(link.ues.size()); }
  template <class Other>
  double operator()(const Other&) const {
    return 2;
  }
};

}  // namespace

TrafficCounter::TrafficCounter(const network::Topology& topology) : topology_(topology), routes_(topology) {
  for (network::NodeId node = 0; node < topology.nodes.size(); ++node)
    nodes_[topology.nodes[node].name] = node;
  for (const network::Link& link : topology.links) {
    traffic_[std::visit(KindOf{}, link)].members += std::visit(MembersOf{}, link);
  }
}

void TrafficCounter::declare(const TableSchema& table) {
  if (table.name != "transfers") return;
  for (std::size_t i = 0; i < table.columns.size(); ++i) columns_[table.columns[i].name] = i;
}

void TrafficCounter::record(const std::string& table, const Row& row) {
  if (table != "transfers") return;
  const auto text = [&](const char* name) { return std::get<std::string>(row[columns_.at(name)]); };
  const auto real = [&](const char* name) { return std::get<double>(row[columns_.at(name)]); };
  const double bytes = real("bytes");
  const Span span{real("start_s"), real("finish_s")};
  sent_ += bytes;
  last_s_ = std::max(last_s_, span.to);
  std::set<std::string> kinds;
  for (const network::Hop& hop : routes_.between(nodes_.at(text("from")), nodes_.at(text("to")))) {
    const std::string kind = std::visit(KindOf{}, topology_.links[hop.link]);
    traffic_[kind].bytes += bytes;
    kinds.insert(kind);
  }
  for (const std::string& kind : kinds) add_span(spans_[kind], span);
}

// Messages come in the order of their ends, so that a new one swallows from the back.
void TrafficCounter::add_span(std::vector<Span>& spans, Span span) {
  while (!spans.empty() && spans.back().to >= span.from) {
    span.from = std::min(span.from, spans.back().from);
    span.to = std::max(span.to, spans.back().to);
    spans.pop_back();
  }
  spans.push_back(span);
}

TrafficByKind TrafficCounter::traffic() const {
  TrafficByKind all = traffic_;
  for (const auto& [kind, spans] : spans_) {
    for (const Span& span : spans) all[kind].busy_s += span.to - span.from;
  }
  return all;
}

PacketCost packet_cost(const TrafficByKind& traffic) {
  const auto file =
      models::DataTable::read(models::default_data_folder() / "simulator" / "packet_level.toml");
  PacketCost cost;
  for (const models::DataTable& kind : file.tables("link")) {
    const auto found = traffic.find(kind.text("kind"));
    if (found == traffic.end()) continue;
    const Traffic& sent = found->second;
    cost.cpu_s += sent.members * kind.number("seconds_per_member") +
                  sent.busy_s * sent.members * kind.number("seconds_per_member_second") +
                  sent.bytes * 1e-6 * kind.number("seconds_per_megabyte");
    cost.memory_bytes += sent.members * kind.number("bytes_per_member");
  }
  return cost;
}

}  // namespace lastmile::scenarios
