#include "kernels/program_memory.hpp"

#include <algorithm>
#include <numeric>

namespace lastmile::kernels {
namespace {

struct Life {
  std::size_t floats = 0;
  std::size_t born = 0;
  std::size_t last_use = 0;
  [[nodiscard]] bool meets(const Life& other) const {
    return born <= other.last_use && other.born <= last_use;
  }
};

std::vector<Life> lives(const Program& program) {
  constexpr std::size_t line = 16;
  std::vector<Life> all;
  for (const MapShape& shape : program.buffers)
    all.push_back({(shape.elements() + line - 1) / line * line, 0, 0});
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    all[static_cast<std::size_t>(program.steps[i].output)].born = i;
    for (const int input : program.steps[i].inputs)
      all[static_cast<std::size_t>(input)].last_use = i;
  }
  for (std::size_t b = 0; b < all.size(); ++b)
    if (b == 0 || all[b].last_use == 0) all[b].last_use = program.steps.size();
  return all;
}

}  // namespace

MemoryPlan plan_memory(const Program& program) {
  const std::vector<Life> all = lives(program);
  std::vector<std::size_t> order(all.size()), placed;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return all[a].floats > all[b].floats; });
  MemoryPlan plan;
  plan.offset.assign(all.size(), 0);
  for (const std::size_t one : order) {
    std::size_t at = 0;
    for (const std::size_t other : placed) {  // by offset
      if (!all[one].meets(all[other])) continue;
      if (at + all[one].floats <= plan.offset[other]) break;
      at = std::max(at, plan.offset[other] + all[other].floats);
    }
    plan.offset[one] = at;
    plan.floats = std::max(plan.floats, at + all[one].floats);
    const auto later = [&](std::size_t other) { return plan.offset[other] > at; };
    placed.insert(std::find_if(placed.begin(), placed.end(), later), one);
  }
  return plan;
}

}  // namespace lastmile::kernels
