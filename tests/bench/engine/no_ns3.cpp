// Stands in for ns3_hold.cpp where ns-3 is not built.
#include "tests/bench/engine/hold.hpp"

namespace lastmile::bench {
std::vector<std::string> ns3_schedulers() { return {}; }
Hold* new_ns3_hold(const std::string&, std::size_t) { return nullptr; }
}  // namespace lastmile::bench
