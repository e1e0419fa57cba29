#include "network/topology.hpp"

namespace lastmile::network {

const std::string& link_name(const Link& link) {
  return std::visit([](const auto& l) -> const std::string& { return l.name; }, link);
}

}  // namespace lastmile::network
