#include "models/cost/layer_calls.hpp"

#include <map>
#include <utility>

#include "models/lower.hpp"

namespace lastmile::models {
namespace {

std::vector<std::string> lowered_calls(const Graph& graph, int batch) {
  const Lowered lowered = lower(graph, batch);
  std::vector<std::string> calls(graph.size());
  for (std::size_t step = 0; step < lowered.program.steps.size(); ++step) {
    calls[lowered.head(step)] = kernels::text(lowered.program.steps[step].call);
  }
  return calls;
}

}  // namespace

// One map a thread: the references stay good until the thread asks about `most` other networks.
const std::vector<std::string>& layer_calls(const Graph& graph, int batch) {
  constexpr std::size_t most = 256;
  thread_local std::map<std::pair<std::uint64_t, int>, std::vector<std::string>> known;
  const std::pair key(graph.revision(), batch);
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  if (known.size() >= most) known.clear();
  return known.emplace(key, lowered_calls(graph, batch)).first->second;
}

std::string layer_call(const Graph& graph, LayerId id, int batch) { return layer_calls(graph, batch).at(id); }

}  // namespace lastmile::models
