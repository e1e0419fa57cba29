#include "network/backends.hpp"

#include "network/fluid/fluid.hpp"
#include "network/routes.hpp"
#include "network/service/service.hpp"
#ifdef LASTMILE_WITH_NS3
#include "network/ns3/backend.hpp"
#endif

namespace lastmile::network {

std::vector<std::string> backend_names() {
#ifdef LASTMILE_WITH_NS3
  return {"fluid", "ns3"};
#else
  return {"fluid"};
#endif
}

namespace {

std::unique_ptr<Network> make_backend(const std::string& name, Engine& engine, const Topology& topology,
                                      const BackendOptions& options) {
  if (name == "fluid" && !options.pcap.empty()) {
    throw ConfigError("packet captures need packets: the network backend 'ns3'");
  }
  if (name == "fluid") return make_fluid(engine, topology);
#ifdef LASTMILE_WITH_NS3
  if (name == "ns3") {
    Ns3Options ns3;
    ns3.frozen = options.frozen;
    ns3.records = options.records;
    ns3.pcap = options.pcap;
    return make_ns3(engine, topology, ns3);
  }
#endif
  static_cast<void>(options);
  throw ConfigError(unknown_name_message("network backend", name, backend_names()));
}

}  // namespace

std::unique_ptr<Network> make_network(const std::string& name, Engine& engine, const Topology& topology,
                                      const BackendOptions& options) {
  validate(topology);
  return std::make_unique<Service>(engine, topology, make_backend(name, engine, topology, options));
}

}  // namespace lastmile::network
