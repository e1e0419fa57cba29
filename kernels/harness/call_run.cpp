#include "kernels/harness/call_run.hpp"

#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>

#include "kernels/random_values.hpp"

namespace lastmile::kernels {
namespace {

constexpr std::size_t kLine = 64;

float read_lines(const float* from, std::size_t bytes) {
  float sum = 0;
  for (std::size_t i = 0; i < bytes / sizeof(float); i += kLine / sizeof(float)) sum += from[i];
  return sum;
}

void read_for_good(const Floats& memory) {
  [[maybe_unused]] volatile float sink = read_lines(memory.data(), memory.size() * sizeof(float));
}

std::size_t size_in_words(const std::string& text) {  // "1024K"
  std::size_t end = 0;
  const std::size_t number = std::stoul(text, &end);
  return number << (text.substr(end) == "M" ? 20 : text.substr(end) == "K" ? 10 : 0);
}

CacheSizes read_cache_sizes() {
  CacheSizes sizes;
  for (int i = 0; i < 8; ++i) {
    const std::string folder = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(i) + "/";
    std::ifstream level_file(folder + "level"), type_file(folder + "type"), size_file(folder + "size");
    std::string type, size;
    int level = 0;
    if (!(level_file >> level) || !(type_file >> type) || !(size_file >> size) || type == "Instruction") continue;
    std::size_t* const wanted = level == 1 ? &sizes.l1 : level == 2 ? &sizes.l2 : level == 3 ? &sizes.l3 : nullptr;
    if (wanted != nullptr) *wanted = size_in_words(size);
  }
  return sizes;
}

void check_fits(const KernelCall& call) {
  const Work what = work(call);
  const double wanted = what.input_bytes + what.output_bytes + 2 * what.weight_bytes;  // plain and packed
  const double most = 0.5 * static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  if (wanted <= most) return;
  throw std::invalid_argument("the call takes " + std::to_string(wanted) + " bytes; allowed: " + std::to_string(most));
}

}  // namespace

CacheSizes cache_sizes() {
  static const CacheSizes sizes = read_cache_sizes();
  return sizes;
}

CallRun::CallRun(const KernelCall& call, Isa isa) {
  check_fits(call);
  const RandomParameters random(call, 1);
  operator_ = make_operator(call, random.parameters(), isa);
  for (int i = 0; i < call.input_count(); ++i) {
    const MapShape shape = input_shape(call, i);
    inputs_.emplace_back(shape.elements());
    fill_random(shape, static_cast<std::uint64_t>(i) + 2, inputs_.back().data());
  }
  for (const Floats& input : inputs_) pointers_.push_back(input.data());
  output_ = Floats(output_shape(call).elements());
  scratch_ = Floats(operator_->scratch_bytes() / sizeof(float) + 1);
}

void CallRun::touch_inputs() const {
  for (const Floats& input : inputs_) read_for_good(input);
}

std::size_t CallRun::footprint_bytes() const {
  std::size_t floats = output_.size() + scratch_.size();
  for (const Floats& input : inputs_) floats += input.size();
  return floats * sizeof(float) + operator_->packed_bytes();
}

Runnable runnable(CallRun& run, CacheState state) {
  Runnable made{run.chosen().algorithm(), [&run] { run.run(); }, {}};
  if (state == CacheState::warm) return made;
  const std::size_t cache = state == CacheState::l3 ? cache_sizes().l2 : cache_sizes().l3;
  auto other = std::make_shared<const Floats>(2 * cache / sizeof(float), 1.0F);
  made.before = [&run, other] {
    read_for_good(*other);
    run.touch_inputs();
  };
  return made;
}

}  // namespace lastmile::kernels
