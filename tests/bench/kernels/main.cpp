// Our kernels against oneDNN, OpenBLAS and XNNPACK on one core, interleaved in this one program.
// Formulae   ratio = their best time / our best time; the mean of ratios is geometric
// Validity   direct-FLOP convention; weights packed and tensors in each side's own layout
// beforehand; the peak is
//            probed before and after, for a shared machine's clock wanders
//   bench_kernels [--json] [--quick] [--only TEXT]
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/bench/kernels/ours.hpp"
#include "tests/bench/kernels/peers.hpp"
#include "tests/bench/kernels/probe.hpp"
#include "tests/bench/kernels/shapes.hpp"
#include "tests/bench/kernels/table.hpp"

using namespace lastmile;
using namespace lastmile::bench;

namespace {

struct Options {
  bool json = false;
  bool quick = false;
  std::string only;
};

/// The libraries read their number of threads when they are loaded: set it, and start anew.
void use_one_thread(char** argv) {
  const char* threads = std::getenv("OMP_NUM_THREADS");
  if (threads != nullptr && std::strcmp(threads, "1") == 0) return;
  setenv("OMP_NUM_THREADS", "1", 1);
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  execv("/proc/self/exe", argv);
  std::perror("bench_kernels");
  std::exit(1);
}

void pin_thread() {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(sched_getcpu(), &set);
  sched_setaffinity(0, sizeof set, &set);
}

bool read_options(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0)
      options.json = true;
    else if (std::strcmp(argv[i], "--quick") == 0)
      options.quick = true;
    else if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc)
      options.only = argv[++i];
    else
      return false;
  }
  return true;
}

std::vector<Row> fp32_rows(const Options& options) {
  std::vector<Row> rows;
  for (const Shape& shape : shapes()) {
    if (shape.name.find(options.only) == std::string::npos) continue;
    std::vector<Contender> contenders = {ours(shape.call)};
    for (const auto& peer : {onednn(shape.call), openblas(shape.call), xnnpack(shape.call)})
      if (peer) contenders.push_back(*peer);
    rows.push_back({shape.name, kernels::work(shape.call).flop,
                    interleave(contenders, options.quick ? 3 : 15)});
  }
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options))
    return std::fprintf(stderr, "usage: bench_kernels [--json] [--quick] [--only TEXT]\n"), 2;
  use_one_thread(argv);
  pin_thread();
  const double before = fma_peak();
  const std::vector<Row> rows = fp32_rows(options);
  const std::vector<Row> bytes = int8_rows(options.quick, options.only);
  const double after = fma_peak();
  if (options.json) {
    std::printf("[");
    print_json(rows, true);
    print_json(bytes, rows.empty());
    std::printf("]\n");
    return 0;
  }
  std::printf("FMA peak of this core %.1f GFLOP/s before, %.1f after\n", before / 1e9, after / 1e9);
  print_table(rows, "fp32");
  for (const char* peer : {kOneDnn, kOpenBlas, kXnnPack}) print_summary(rows, peer);
  if (!bytes.empty())
    print_table(bytes, "int8"), print_summary(bytes, kOneDnn), print_summary(bytes, kOurFp32);
  return 0;
}
