// Times kernel calls beside what this core allows: multiply-adds from registers, and a copy of as
// many bytes as the call must move or, where most are weights, a read of as many; both stay in the
// cache that holds them.
//
//     calls_bench [ISA] [CALL...]    without calls: layers of known networks
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/harness/peak.hpp"
#include "kernels/operator.hpp"
#include "kernels/random_values.hpp"

using namespace lastmile::kernels;

namespace {

constexpr const char* kLayers[] = {"depthwise c=32 h=112 w=112 k=3x3 p=1 act=relu6",
                                   "depthwise c=96 h=112 w=112 k=3x3 s=2 p=1 act=relu6",
                                   "depthwise c=144 h=56 w=56 k=3x3 p=1 act=relu6",
                                   "depthwise c=192 h=28 w=28 k=3x3 p=1 act=relu6",
                                   "depthwise c=384 h=14 w=14 k=3x3 p=1 act=relu6",
                                   "depthwise c=576 h=14 w=14 k=3x3 s=2 p=1 act=relu6",
                                   "depthwise c=960 h=7 w=7 k=3x3 p=1 act=relu6",
                                   "depthwise c=240 h=28 w=28 k=5x5 p=2 act=hard_swish",
                                   "depthwise c=672 h=14 w=14 k=5x5 p=2 act=hard_swish",
                                   "depthwise c=96 h=56 w=56 k=7x7 p=3",
                                   "max_pool c=64 h=112 w=112 k=3x3 s=2 p=1",
                                   "avg_pool c=192 h=28 w=28 k=2x2 s=2",
                                   "global_pool c=1280 h=7 w=7",
                                   "dense c=1280 oc=1000",
                                   "dense c=2048 oc=1000",
                                   "dense c=9216 oc=4096",
                                   "dense c=25088 oc=4096",
                                   "dense n=4 c=9216 oc=4096",
                                   "add c=256 h=56 w=56 inputs=2 act=relu",
                                   "add c=64 h=28 w=28 inputs=2 act=relu",
                                   "multiply c=96 h=56 w=56",
                                   "activate c=96 h=56 w=56 act=hard_swish",
                                   "activate c=96 h=56 w=56 act=sigmoid",
                                   "activate c=96 h=56 w=56 act=gelu",
                                   "scale c=256 h=28 w=28 act=relu",
                                   "concat h=28 w=28 parts=64,128,32,32",
                                   "concat h=28 w=28 parts=130,30,12",
                                   "shuffle c=116 h=28 w=28 g=2",
                                   "shuffle c=240 h=28 w=28 g=3",
                                   "lrn c=96 h=55 w=55",
                                   "softmax c=1000",
                                   "softmax c=21 h=65 w=65",
                                   "layer_norm c=384 h=1 w=197",
                                   "lstm c=256 oc=512",
                                   "attention c=384 w=197 g=6",
                                   "copy c=256 h=56 w=56"};

template <class F>
double best_seconds(F f) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::duration d) { return std::chrono::duration<double>(d).count(); };
  double best = 1e9;
  const auto end = Clock::now() + std::chrono::milliseconds(150);
  for (int repeats = 1; Clock::now() < end;) {
    const auto start = Clock::now();
    for (int i = 0; i < repeats; ++i) f();
    const double spent = seconds(Clock::now() - start);
    if (spent > 5e-5)
      best = std::min(best, spent / repeats);
    else
      repeats *= 2;
  }
  return best;
}

double copy_seconds(double bytes) {
  const std::vector<char> from(static_cast<std::size_t>(bytes / 2));
  std::vector<char> to(from.size(), 1);
  return best_seconds([&] {
    std::memcpy(to.data(), from.data(), from.size());
    asm volatile("" : : "r"(to.data()) : "memory");
  });
}

void time_call(const char* line, Isa isa, double peak) {
  const KernelCall call = parse_call(line);
  const RandomParameters random(call, 1);
  const auto made = make_operator(call, random.parameters(), isa);
  std::vector<Floats> inputs;
  std::vector<const void*> pointers;
  for (int i = 0; i < call.input_count(); ++i) {
    inputs.emplace_back(input_shape(call, i).elements());
    fill_random(input_shape(call, i), 2, inputs.back().data());
  }
  for (const Floats& one : inputs) pointers.push_back(one.data());
  Floats out(output_shape(call).elements()), scratch(made->scratch_bytes() / sizeof(float) + 1);
  const double own = best_seconds([&] { made->run(pointers.data(), out.data(), scratch.data()); });
  const Work moved = work(call);
  const double bytes = moved.input_bytes + moved.output_bytes + moved.weight_bytes;
  const bool reads = moved.weight_bytes > bytes / 2;
  const double bound =
      reads ? bytes / bandwidth("weights", bytes, isa).read_bytes_per_s : copy_seconds(bytes);
  std::printf("%-58s %-9s %9.2f us %7.1f GFLOP/s (%3.0f %%) %6.1f GB/s, %s %6.1f GB/s: %4.0f %%\n",
              line, made->algorithm().c_str(), own * 1e6, moved.flop / own * 1e-9,
              100 * moved.flop / own / peak, bytes / own * 1e-9, reads ? "read" : "copy",
              bytes / bound * 1e-9, 100 * bound / own);
}

}  // namespace

int main(int argc, char** argv) {
  const Isa isa = argc > 1 ? isa_from(argv[1]) : best_isa();
  const double peak = peak_flops(isa);
  std::printf("multiply-adds from registers: %.1f GFLOP/s\n", peak * 1e-9);
  if (argc > 2)
    for (int i = 2; i < argc; ++i) time_call(argv[i], isa, peak);
  else
    for (const char* line : kLayers) time_call(line, isa, peak);
}
