// Peak memory of running or training a network.
//
// Formulae   inference  e (w + B max over steps of the elements alive), layers in topological order
//            training   e ((2 + n) w + B sum of all outputs, the input included)
// Symbols    e bytes per element; w parameters; B batch; n what the optimiser keeps of each
//            parameter: momentum 1, Adam 2, and one more where a proximal term pulls to w0
// Source     counted from the graph. An output is alive from its layer to its last consumer; what
//            comes from outside the range is alive from the start, what is needed outside it until
//            the end. Fused layers (see cost_class) work in place when nothing else reads their
//            input. What a cache keeps from before is alive all the time. Training keeps parameters, gradients, momentum and every output for the
//            backward pass.
// Ignores    code, framework, work buffers of convolutions (Winograd, im2col), allocator waste,
//            gradients of activations; weights tied to a layer outside the range.
// Tests      tests/unit/models/memory_test.cpp (against brute force)
#pragma once

#include <vector>

#include "models/device.hpp"
#include "models/graph.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

/// Elements alive while each of `layers` (ascending) runs, for one image.
std::vector<std::int64_t> live_elements(const Graph& graph, const std::vector<LayerId>& layers);
/// The most of them; 0 without layers.
std::int64_t peak_live_elements(const Graph& graph, const std::vector<LayerId>& layers);

struct MemoryNeed {
  Bytes weights{0};  ///< parameters; a device may keep them in a memory of their own
  Bytes working{0};  ///< the rest
  [[nodiscard]] Bytes total() const { return weights + working; }
};
MemoryNeed inference_memory(const Graph& graph, const std::vector<LayerId>& layers, int batch,
                            double bytes_per_element = 4);
/// The parameters change, so they are working memory too.
MemoryNeed training_memory(const Graph& graph, int batch, int optimiser_copies = 1,
                           double bytes_per_element = 4);
/// Whether the device has it; where it has flash, that holds the weights of inference.
bool fits(const DeviceProfile& device, const MemoryNeed& need);

}  // namespace lastmile::models
