// The fifteen shapes in int8: bytes to bytes, a scale for each output channel. The fastest of our
// algorithms against the fastest of oneDNN's (Winograd among both, which is not exact), our exact
// one and our direct fp32.
#include <algorithm>
#include <optional>

#include "kernels/operator.hpp"
#include "tests/bench/kernels/ours.hpp"
#include "tests/bench/kernels/peers.hpp"
#include "tests/bench/kernels/shapes.hpp"

namespace lastmile::bench {
namespace {

Contender named(const char* prefix, Contender contender) {
  contender.name = std::string(prefix) + " " + contender.name;
  return contender;
}

/// The fastest of our algorithms that do without Winograd.
Contender without_winograd(kernels::KernelCall call) {
  std::optional<Contender> best;
  for (const std::string& name : kernels::algorithms(call)) {
    if (name.rfind("winograd", 0) == 0 || name == "reference") continue;
    call.algorithm = name;
    Contender one = ours(call);
    if (!best || quick_best_s(one.run) < quick_best_s(best->run)) best = std::move(one);
  }
  return best ? *best : ours(call);
}

/// The exact one (the default) and what else is worth a trial; the faster first.
std::vector<Contender> our_bytes(kernels::KernelCall call) {
  const std::vector<std::string> known = kernels::algorithms(call);
  call.algorithm = known.front();
  Contender exact = ours(call);
  call.algorithm = "winograd2";
  if (std::find(known.begin(), known.end(), call.algorithm) == known.end()) return {exact};
  const Contender winograd = ours(call);
  if (quick_best_s(exact.run) <= quick_best_s(winograd.run)) return {exact};
  return {winograd, named(kOurExact, exact)};
}

}  // namespace

std::vector<Row> int8_rows(bool quick, const std::string& only) {
  std::vector<Row> rows;
  for (const Shape& shape : shapes(kernels::Precision::int8)) {
    const std::string name = "int8 " + shape.name;
    if (name.find(only) == std::string::npos) continue;
    std::vector<Contender> contenders = our_bytes(shape.call);
    if (const auto peer = onednn(shape.call)) contenders.insert(contenders.begin() + 1, *peer);
    kernels::KernelCall fp32 = shape.call;
    fp32.precision = kernels::Precision::fp32;
    contenders.push_back(named(kOurFp32, without_winograd(fp32)));
    rows.push_back({name, kernels::work(shape.call).flop, interleave(contenders, quick ? 3 : 15)});
  }
  return rows;
}

}  // namespace lastmile::bench
