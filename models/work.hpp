// What a processor did besides being busy: what its energy depends on.
#pragma once

namespace lastmile::models {

struct Work {
  double macs = 0;
  double moved_bytes = 0;  ///< outputs and weights, at the processor's bytes per element
  double layers = 0;       ///< that cost something: fused ones do not

  Work& operator+=(const Work& other) {
    macs += other.macs;
    moved_bytes += other.moved_bytes;
    layers += other.layers;
    return *this;
  }
  Work& operator*=(double factor) {
    macs *= factor;
    moved_bytes *= factor;
    layers *= factor;
    return *this;
  }
};

}  // namespace lastmile::models
