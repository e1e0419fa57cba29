#include "network/network.hpp"

namespace lastmile::network {

// What a backend leaves to the layer above it (network/service).
TransferId Network::multicast(const Multicast&, MulticastCompletion) {
  return kNoTransfer;
}
void Network::set_up(NodeId, bool) { throw InternalError("this network knows no dead nodes"); }

}  // namespace lastmile::network
