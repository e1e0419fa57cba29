// Runs traffic over a world that its arguments describe, on one backend; prints what cross_traffic prints.
//   cross_world BACKEND SEED FROZEN STATEMENT...        a statement is one argument of words:
//   node X,Y,Z [track [T_S X,Y,Z]...]         numbered from 0; links too
//   wire A B MBIT_S DELAY_MS [jitter MS] [loss P] [background SHARE]
//   wifi AP STATION... | adhoc MEMBER... | lte SITE UE...
//   nr BAND MHZ CELL,CELL... GATEWAY UE...    clear sky, TR 38.901 UMa
//   outage LINK FROM_S LENGTH_S | hole X,Y RADIUS_M LOSS_DB | bbr
//   send FROM TO BYTES AT_MS [u]
//   round DEVICES BYTES COMPUTE_S ROUNDS      to every device, compute, back, all at once; node 0 serves
// A program of its own because ns-3 allows one world a process.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "network/backends.hpp"
#include "network/ns3/backend.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

struct Send {
  Transfer what;
  Duration at;
};

struct Rounds {
  NodeId devices = 0;
  double bytes = 0;
  Duration compute{};
  int rounds = 0;
};

struct Plan {
  Topology topology;
  std::vector<Send> sends;
  Rounds rounds;
};

using Words = std::istringstream;

template <class T>
T next(Words& in) {
  T value{};
  if (!(in >> value)) throw ConfigError("statement '" + in.str() + "' is too short");
  return value;
}
Duration next_ms(Words& in) { return seconds(next<double>(in) * 1e-3); }
Duration next_s(Words& in) { return seconds(next<double>(in)); }

std::vector<NodeId> rest(Words& in) {
  std::vector<NodeId> nodes;
  for (NodeId node = 0; in >> node;) nodes.push_back(node);
  return nodes;
}

Position next_place(Words& in) {
  Position p;
  const auto text = next<std::string>(in);
  if (std::sscanf(text.c_str(), "%lf,%lf,%lf", &p.x_m, &p.y_m, &p.z_m) < 2) throw ConfigError("place " + text);
  return p;
}

std::string next_name(const Topology& t) { return "link" + std::to_string(t.links.size()); }

void add_node(Plan& plan, Words& in) {
  Node node;
  node.name = "n" + std::to_string(plan.topology.nodes.size());
  node.position = next_place(in);
  Track track;
  std::string word;
  if (in >> word && word != "track") throw ConfigError("node: " + word);
  for (double time_s = 0; in >> time_s;) track.points.push_back({SimTime(seconds(time_s)), next_place(in)});
  if (!track.points.empty()) node.motion = track;
  plan.topology.nodes.push_back(node);
}

void add_wire(Plan& plan, Words& in) {
  WiredLink link;
  link.name = next_name(plan.topology);
  link.a = next<NodeId>(in);
  link.b = next<NodeId>(in);
  link.rate = bits_per_second(next<double>(in) * 1e6);
  link.delay = next_ms(in);
  for (std::string word; in >> word;) {
    if (word == "jitter") link.jitter = next_ms(in);
    else if (word == "loss") link.loss = next<double>(in);
    else if (word == "background") link.background = next<double>(in);
    else throw ConfigError("wire: " + word);
  }
  plan.topology.links.emplace_back(link);
}

void add_wifi(Plan& plan, Words& in) {
  WifiLink link;
  link.name = next_name(plan.topology);
  link.gateway = next<NodeId>(in);
  link.access_points = {link.gateway};
  link.stations = rest(in);
  plan.topology.links.emplace_back(link);
}

void add_adhoc(Plan& plan, Words& in) {
  AdhocLink link;
  link.name = next_name(plan.topology);
  link.members = rest(in);
  plan.topology.links.emplace_back(link);
}

void add_lte(Plan& plan, Words& in) {
  LteLink link;
  link.name = next_name(plan.topology);
  link.gateway = next<NodeId>(in);
  link.cells = {link.gateway};
  link.ues = rest(in);
  plan.topology.links.emplace_back(link);
}

void add_nr(Plan& plan, Words& in) {
  NrLink link;
  link.name = next_name(plan.topology);
  link.options.band = next<std::string>(in);
  link.options.bandwidth_mhz = next<double>(in);
  link.options.sight = NrSight::always;
  link.options.shadowing = false;
  std::istringstream cells(next<std::string>(in));
  for (std::string cell; std::getline(cells, cell, ',');) link.cells.push_back(static_cast<NodeId>(std::stoul(cell)));
  link.gateway = next<NodeId>(in);
  link.ues = rest(in);
  plan.topology.links.emplace_back(link);
}

void add_send(Plan& plan, Words& in) {
  const auto from = next<NodeId>(in), to = next<NodeId>(in);
  const auto bytes = next<double>(in);
  const Duration at = next_ms(in);
  std::string how;
  in >> how;
  plan.sends.push_back({Transfer(from, to, Bytes(bytes), how == "u" ? Transport::udp : Transport::tcp), at});
}

const std::map<std::string, std::function<void(Plan&, Words&)>> kStatements = {
    {"node", add_node}, {"wire", add_wire}, {"wifi", add_wifi}, {"adhoc", add_adhoc},
    {"lte", add_lte},   {"nr", add_nr},     {"send", add_send},
    {"bbr", [](Plan& plan, Words&) { plan.topology.congestion = Congestion::bbr; }},
    {"outage", [](Plan& plan, Words& in) {
       const auto link = next<LinkIndex>(in);
       const SimTime from(next_s(in));
       plan.topology.outages.push_back({link, from, next_s(in)});
     }},
    {"hole", [](Plan& plan, Words& in) {
       const Position centre = next_place(in);
       const auto radius = next<double>(in);
       plan.topology.holes.push_back({centre, radius, next<double>(in)});
     }},
    {"round", [](Plan& plan, Words& in) {
       Rounds& r = plan.rounds;
       r.devices = next<NodeId>(in);
       r.bytes = next<double>(in);
       r.compute = next_s(in);
       r.rounds = next<int>(in);
     }}};

Plan plan_of(int argc, char** argv) {
  Plan plan;
  for (int i = 4; i < argc; ++i) {
    Words in(argv[i]);
    const auto kind = next<std::string>(in);
    if (kStatements.count(kind) == 0) throw ConfigError("statement '" + kind + "'");
    kStatements.at(kind)(plan, in);
  }
  return plan;
}

class Run {
 public:
  Run(Engine& engine, Network& network, const Plan& plan) : engine_(engine), network_(network), plan_(plan) {}

  void all() {
    for (std::size_t i = 0; i < plan_.sends.size(); ++i) {
      engine_.at(SimTime(plan_.sends[i].at), [this, i] { start(i, plan_.sends[i].what); });
    }
    left_ = plan_.sends.size();
    if (plan_.rounds.rounds > 0) engine_.at(kTimeZero, [this] { begin_round(); });
    while ((left_ > 0 || rounds_done_ < plan_.rounds.rounds) && engine_.now() < SimTime(std::chrono::hours(2))) {
      engine_.run(engine_.now() + std::chrono::milliseconds(50));
    }
  }

 private:
  void start(std::size_t index, const Transfer& what) {
    network_.start(what, [this, index](const Outcome& o) {
      --left_;
      print(index, o);
    });
  }
  static void print(std::size_t index, const Outcome& o) {
    std::printf("transfer %zu %d %.0f %lld %lld\n", index, o.ok ? 1 : 0, o.delivered.value(),
                static_cast<long long>(o.finished.time_since_epoch().count()),
                static_cast<long long>((o.finished - o.started).count()));
  }
  void begin_round() {
    round_began_ = engine_.now();
    round_left_ = plan_.rounds.devices;
    for (NodeId device = 1; device <= plan_.rounds.devices; ++device) {
      network_.start(Transfer(0, device, Bytes(plan_.rounds.bytes)), [this, device](const Outcome& o) {
        carried_ += o.delivered.value();
        engine_.after(plan_.rounds.compute, [this, device] { send_back(device); });
      });
    }
  }
  void send_back(NodeId device) {
    network_.start(Transfer(device, 0, Bytes(plan_.rounds.bytes)), [this](const Outcome& o) {
      carried_ += o.delivered.value();
      if (--round_left_ > 0) return;
      const Duration took = engine_.now() - round_began_ - plan_.rounds.compute;
      std::printf("transfer %d 1 %.0f %lld %lld\n", rounds_done_, carried_,
                  static_cast<long long>(engine_.now().time_since_epoch().count()),
                  static_cast<long long>(took.count()));
      carried_ = 0;
      if (++rounds_done_ < plan_.rounds.rounds) engine_.after(Duration(0), [this] { begin_round(); });
    });
  }

  Engine& engine_;
  Network& network_;
  const Plan& plan_;
  std::size_t left_ = 0;
  int rounds_done_ = 0;
  NodeId round_left_ = 0;
  double carried_ = 0;
  SimTime round_began_{};
};

int run(const char* backend, unsigned long seed, bool frozen, const Plan& plan) {
  Engine engine(seed);
  BackendOptions options;
  options.frozen = frozen;
  const auto network = make_network(backend, engine, plan.topology, options);
  const std::clock_t began = std::clock();
  Run(engine, *network, plan).all();
  const double cpu_s = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  for (LinkIndex i = 0; i < plan.topology.links.size(); ++i) {
    std::printf("link %u %.0f\n", i, network->view().link_use(i).carried.value());
  }
  const Ns3Counters counters = ns3_counters(*network);
  std::printf("inside 0\nin_flight %zu\ncpu %.3f\nevents %llu %lld\n", network->view().in_flight(), cpu_s,
              static_cast<unsigned long long>(counters.events), static_cast<long long>(counters.frozen.count()));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  try {
    return run(argv[1], std::strtoul(argv[2], nullptr, 10), argv[3][0] == '1', plan_of(argc, argv));
  } catch (const ConfigError& error) {
    std::printf("config_error %s\n", error.what());
    return 2;
  }
}
