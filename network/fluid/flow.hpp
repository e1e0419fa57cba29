// A flow: bytes that move over some resources at a common rate.
#pragma once

#include <cstdint>
#include <vector>

#include "network/fluid/indexed_heap.hpp"
#include "network/fluid/max_min.hpp"
#include "sim/units.hpp"

namespace lastmile::network::fluid {

using FlowIndex = std::uint32_t;

/// Told that a flow has sent its last byte; the flow's number is free again.
class FlowSink {
 public:
  virtual ~FlowSink() = default;
  virtual void flow_done(std::uint32_t tag) = 0;
};

struct Flow {
  struct Member {
    Use use;
    std::uint32_t place;  // among the members of the resource, on the general path
    double most = 0;      // of the resource, at the rate that the flow's other resources allow
  };
  double weight = 1;
  std::vector<Member> uses;
  std::uint32_t tag = 0;
  std::uint64_t order = 0;   // of beginning; decides ties
  // General path only: bytes left at `touched`, at this rate since.
  double left = 0, rate = 0;
  SimTime touched{};
  std::uint64_t visit = 0;   // last component search that met it
};

struct FlowTable {
  std::vector<Flow> flows;
  HeapPositions positions;   // a flow is in one heap at most
};

}  // namespace lastmile::network::fluid
