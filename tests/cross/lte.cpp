// Runs LTE at packet level through the seam and prints what happened, a line each.
//   cross_lte KEY=VALUE...
// cells=X,...          sites on the x axis [m]; the first is the gateway
// ues=X,...            UEs at y = 10 m
// move=UE,TO_X,MPS     that UE drives from where it stands to TO_X
// away=UE,AT_S,X,S     that UE is at x = X from AT_S on for S seconds
// send=FROM,TO,BYTES,START_MS[,u]   0 the gateway, 1.. the UEs; u: udp
// rb earfcn up_earfcn power ue_power scheduler=pf|rr fading=epa|eva|etu mps srs hysteresis a3_ms
// other=1 a second network; seed frozen=0|1 until_s (at least so long)
// Prints: transfer I OK DELIVERED START_NS TOOK_NS / cell UE NS CELL (0: none) when it has changed /
//         connected UE NS 0|1 / link CARRIED / cpu S wall ns-3's NS / events N
// C++17.
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-rrc.h>
#include <ns3/node-list.h>
#include <ns3/node.h>
#include <ns3/simulator.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "network/ns3/backend.hpp"
#include "network/routes.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

struct Send {
  NodeId from, to;
  double bytes;
  SimTime start;
  bool udp;
};

struct Job {
  Topology topology;
  LteLink link;
  std::vector<Send> sends;
  std::uint64_t seed = 1;
  bool frozen = true;
  double until_s = 0;
};

std::vector<std::string> words(const std::string& text, char separator = ',') {
  std::stringstream in(text);
  std::vector<std::string> list;
  for (std::string word; std::getline(in, word, separator);) list.push_back(word);
  return list;
}

NodeId add_node(Topology& t, const std::string& name, double x, double y) {
  Node node;
  node.name = name;
  node.position = {x, y, 1.5};
  t.nodes.push_back(node);
  return static_cast<NodeId>(t.nodes.size() - 1);
}

SimTime at_s(double s) { return SimTime(Duration(static_cast<std::int64_t>(s * 1e9))); }

// The gateway is node 0 and a cell; UEs come next, further cells last, so that UE numbers are fixed.
void add_cells(Job& job, const std::vector<std::string>& places, const std::vector<std::string>& ues) {
  Topology& t = job.topology;
  job.link.cells = {add_node(t, "site1", std::stod(places[0]), 0)};
  for (std::size_t i = 0; i < ues.size(); ++i) {
    job.link.ues.push_back(add_node(t, "ue" + std::to_string(i + 1), std::stod(ues[i]), 10));
  }
  for (std::size_t i = 1; i < places.size(); ++i) {
    job.link.cells.push_back(add_node(t, "site" + std::to_string(i + 1), std::stod(places[i]), 0));
  }
}

void drive(Job& job, const std::vector<std::string>& w) {
  Node& ue = job.topology.nodes.at(std::stoul(w[0]));
  const Position from = ue.position;
  Position to = from;
  to.x_m = std::stod(w[1]);
  const double s = std::abs(to.x_m - from.x_m) / std::stod(w[2]);
  ue.motion = Track{{{at_s(0), from}, {at_s(s), to}}};
}

void leave(Job& job, const std::vector<std::string>& w) {
  Node& ue = job.topology.nodes.at(std::stoul(w[0]));
  const Position home = ue.position;
  Position away = home;
  away.x_m = std::stod(w[2]);
  const double at = std::stod(w[1]), length = std::stod(w[3]);
  ue.motion = Track{{{at_s(at), home}, {at_s(at + 0.001), away}, {at_s(at + length), away},
                     {at_s(at + length + 0.001), home}}};
}

void add_send(Job& job, const std::vector<std::string>& w) {
  job.sends.push_back({static_cast<NodeId>(std::stoul(w[0])), static_cast<NodeId>(std::stoul(w[1])),
                       std::stod(w[2]), at_s(1e-3 * std::stod(w[3])), w.size() > 4});
}

bool set_radio(LteLink& link, const std::string& key, const std::string& value) {
  if (key == "rb") link.bandwidth_rb = std::stoi(value);
  else if (key == "earfcn") link.downlink_earfcn = std::stoi(value);
  else if (key == "up_earfcn") link.uplink_earfcn = std::stoi(value);
  else if (key == "power") link.enb_power = Dbm(std::stod(value));
  else if (key == "ue_power") link.ue_power = Dbm(std::stod(value));
  else if (key == "mps") link.fading_mps = std::stod(value);
  else if (key == "srs") link.srs_period_ms = std::stoi(value);
  else if (key == "hysteresis") link.a3_hysteresis_db = std::stod(value);
  else if (key == "a3_ms") link.a3_time = std::chrono::milliseconds(std::stoi(value));
  else if (key == "scheduler" && value == "rr") link.scheduler = LteScheduler::round_robin;
  else if (key == "scheduler" && value == "pf") link.scheduler = LteScheduler::proportional_fair;
  else if (key == "fading" && value == "epa") link.fading = LteFading::epa;
  else if (key == "fading" && value == "eva") link.fading = LteFading::eva;
  else if (key == "fading" && value == "etu") link.fading = LteFading::etu;
  else return false;
  return true;
}

// A second LTE network on another band, whose gateway and UE are the last two nodes.
void add_other(Job& job) {
  LteLink link;
  link.name = "other";
  link.downlink_earfcn = 300;
  link.uplink_earfcn = 18300;
  link.gateway = add_node(job.topology, "other site", 0, 400);
  link.cells = {link.gateway};
  link.ues = {add_node(job.topology, "other ue", 100, 400)};
  job.topology.links.push_back(link);
}

Job parse(int argc, char** argv) {
  Job job;
  job.link.name = "cell";
  std::vector<std::string> cells{"0"}, ues;
  std::vector<std::pair<std::string, std::string>> later;
  bool other = false;
  for (int i = 1; i < argc; ++i) {
    const std::string text = argv[i], key = text.substr(0, text.find('='));
    const std::string value = text.substr(key.size() + 1);
    if (key == "cells") cells = words(value);
    else if (key == "ues") ues = words(value);
    else if (key == "seed") job.seed = std::stoull(value);
    else if (key == "frozen") job.frozen = value == "1";
    else if (key == "other") other = value == "1";
    else if (key == "until_s") job.until_s = std::stod(value);
    else if (!set_radio(job.link, key, value)) later.emplace_back(key, value);
  }
  add_cells(job, cells, ues);
  for (const auto& [key, value] : later) {
    if (key == "move") drive(job, words(value));
    else if (key == "away") leave(job, words(value));
    else if (key == "send") add_send(job, words(value));
    else throw ConfigError("argument '" + key + "=" + value + "'");
  }
  job.link.gateway = job.link.cells.front();
  job.topology.links.push_back(job.link);
  if (other) add_other(job);
  return job;
}

ns3::Ptr<ns3::LteUeRrc> rrc_of(NodeId ue) {
  const auto node = ns3::NodeList::GetNode(ue);
  for (std::uint32_t i = 0; i < node->GetNDevices(); ++i) {
    const auto device = ns3::DynamicCast<ns3::LteUeNetDevice>(node->GetDevice(i));
    if (device != nullptr) return device->GetRrc();
  }
  return nullptr;
}

// Looks where every UE is served, and prints what has changed.
struct Watch {
  const Job& job;
  std::vector<int> cell, connected;

  explicit Watch(const Job& j) : job(j), cell(j.link.ues.size(), -1), connected(j.link.ues.size(), -1) {}
  void look(SimTime now) {
    const auto ns = static_cast<long long>(now.time_since_epoch().count());
    for (std::size_t i = 0; i < cell.size(); ++i) {
      const auto rrc = rrc_of(job.link.ues[i]);
      const int here = rrc->GetCellId(), up = rrc->GetState() == ns3::LteUeRrc::CONNECTED_NORMALLY;
      if (here != cell[i]) std::printf("cell %zu %lld %d\n", i + 1, ns, cell[i] = here);
      if (up != connected[i]) std::printf("connected %zu %lld %d\n", i + 1, ns, connected[i] = up);
    }
  }
};

void start(Network& network, const Send& send, std::size_t index) {
  const Transfer what(send.from, send.to, Bytes(send.bytes), send.udp ? Transport::udp : Transport::tcp);
  network.start(what, [index](const Outcome& o) {
    std::printf("transfer %zu %d %.0f %lld %lld\n", index, o.ok ? 1 : 0, o.delivered.value(),
                static_cast<long long>(o.started.time_since_epoch().count()),
                static_cast<long long>((o.finished - o.started).count()));
  });
}

void run(const Job& job) {
  Engine engine(job.seed);
  Ns3Options options;
  options.frozen = job.frozen;
  validate(job.topology);
  const auto network = make_ns3(engine, job.topology, options);
  Watch watch(job);
  watch.look(engine.now());
  SimTime end = at_s(job.until_s);
  for (std::size_t i = 0; i < job.sends.size(); ++i) {
    end = std::max(end, job.sends[i].start + std::chrono::milliseconds(1));
    engine.at(job.sends[i].start, [&network, &job, i] { start(*network, job.sends[i], i); });
  }
  const std::clock_t before = std::clock();
  while ((engine.now() < end || network->view().in_flight() > 0) && engine.now() < at_s(200)) {
    engine.run(engine.now() + std::chrono::milliseconds(10));
    watch.look(engine.now());
  }
  std::printf("link %.0f\ncpu %.3f %lld\nevents %llu\n", network->view().link_use(0).carried.value(),
              static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC,
              static_cast<long long>(ns3::Simulator::Now().GetNanoSeconds()),
              static_cast<unsigned long long>(ns3_counters(*network).events));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(parse(argc, argv));
  } catch (const ConfigError& error) {
    std::printf("config_error %s\n", error.what());
    return 2;
  }
}
