// saturation: what the fluid network's Wi-Fi carries when every station always has a frame, on the
// terms of Bianchi's model (bianchi.hpp): one basic rate, one packet a turn, no aggregation, no TCP.
// The turns, the contention and the airtime are those of every fluid Wi-Fi network; only the
// standard's numbers are those of 802.11a, and no coefficient is fitted.
#pragma once

#include "network/fluid/bianchi.hpp"
#include "network/fluid/coefficients.hpp"

namespace lastmile::network::fluid {

/// The standard's numbers of the frames in `dcf`; backoff and collisions as Bianchi has them.
[[nodiscard]] Coefficients basic_access(const Dcf& dcf);
/// Payload bits per second of all stations together, over so many packets of each.
[[nodiscard]] double fluid_saturation(int stations, const Dcf& dcf, int packets);

}  // namespace lastmile::network::fluid
