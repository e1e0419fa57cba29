#include "scenarios/host/link_series.hpp"

#include "scenarios/host/radio_figures.hpp"

namespace lastmile::scenarios {
namespace {

TableSchema links() {
  using T = ColumnType;
  TableSchema table{"links", "one row a link and interval in which it carried something",
                    policies::label_columns()};
  const std::vector<Column> columns = {
      {"link", T::text, "", "name of the link"},
      {"start_s", T::real, "s", "simulated time at which the interval begins"},
      {"length_s", T::real, "s", "of the interval"},
      {"bytes", T::real, "B", "payload that the link carried in it, both ways"},
      {"share", T::real, "1",
       "of what the link carries alone in that time, both ways of a wire together"}};
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  return table;
}

struct Capacity {
  const network::Topology& topology;

  double operator()(const network::WiredLink& l) const { return 2 * l.rate.value(); }
  double operator()(const network::RecordedLink& l) const {
    const network::TraceStep mean = network::mean_of(topology.traces[l.trace]);
    return mean.down.value() + mean.up.value();
  }
  double operator()(const network::NarrowLink& l) const { return l.down.value() + l.up.value(); }
  /// Members of an ad hoc link: as if the first were its access point.
  double operator()(const network::AdhocLink& l) const {
    network::WifiLink star;
    star.name = l.name;
    star.standard = l.standard;
    star.access_points = {l.members.front()};
    star.gateway = l.members.front();
    star.stations.assign(l.members.begin() + 1, l.members.end());
    star.channels = {l.channel};
    star.width_mhz = l.width_mhz;
    star.streams = l.streams;
    star.transmit_power = l.transmit_power;
    return (*this)(star);
  }
  template <class RadioLink>
  double operator()(const RadioLink& l) const {
    double sum = 0;
    const std::vector<RadioFigures> figures = radio_figures(topology, l);
    for (const RadioFigures& row : figures) sum += (row.down.value() + row.up.value()) / 2;
    return sum / static_cast<double>(figures.size());
  }
};

}  // namespace

void declare_link_table(Recorder& recorder) { recorder.declare(links()); }

LinkSeries::LinkSeries(policies::World& world, Duration interval)
    : world_(world), interval_(interval), since_(world.engine.now()) {
  declare_link_table(world_.recorder);
  for (network::LinkIndex i = 0; i < world_.topology.links.size(); ++i) {
    capacity_.push_back(std::visit(Capacity{world_.topology}, world_.topology.links[i]));
    carried_.push_back(world_.network.view().link_use(i).carried.value());
  }
  world_.engine.after(interval_, [this] { tick(); });
}

void LinkSeries::tick() {
  sample();
  world_.engine.after(interval_, [this] { tick(); });
}

void LinkSeries::finish() {
  if (world_.engine.now() > since_) sample();
}

void LinkSeries::sample() {
  const double length_s = to_seconds(world_.engine.now() - since_);
  for (network::LinkIndex i = 0; i < carried_.size(); ++i) {
    const double carried = world_.network.view().link_use(i).carried.value();
    const double bytes = carried - carried_[i];
    carried_[i] = carried;
    if (bytes <= 0) continue;
    Row row = policies::label_cells(world_.labels);
    const Row cells = {network::link_name(world_.topology.links[i]), to_seconds(since_), length_s,
                       bytes, bytes / (capacity_[i] * length_s)};
    row.insert(row.end(), cells.begin(), cells.end());
    world_.recorder.record("links", row);
  }
  since_ = world_.engine.now();
}

}  // namespace lastmile::scenarios
