#include "scenarios/host/commands/show_graph.hpp"

#include <cstdio>
#include <fstream>

#include "models/network.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/host/graph_picture.hpp"
#include "scenarios/host/graph_report.hpp"
#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

void write(const std::string& path, const std::string& picture) {
  std::ofstream file(path, std::ios::binary);
  file << picture;
  file.close();
  if (!file) throw ConfigError("cannot write '" + path + "'");
}

}  // namespace

int show_graph(const std::string& name, const std::string& picture, bool json) {
  const models::ZooEntry* entry = models::zoo_entry(name);
  const GraphReport report(models::network(name), entry ? *entry : models::ZooEntry{});
  std::fputs((json ? report.json() + "\n" : report.text()).c_str(), stdout);
  if (picture.empty()) return kDone;
  write(picture, graph_picture(report.graph()));
  if (!json) std::printf("\npicture: %s\n", picture.c_str());
  return kDone;
}

int show_cuts(const std::string& name, const CutQuestion& question, bool json) {
  const CutTable table(models::network(name), question);
  std::fputs((json ? table.json() + "\n" : table.text()).c_str(), stdout);
  return kDone;
}

}  // namespace lastmile::scenarios
