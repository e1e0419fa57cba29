#include "scenarios/host/corun_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "kernels/call.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

std::vector<kernels::KernelCall> calls_of(const std::vector<std::string>& plan) {
  std::vector<kernels::KernelCall> calls;
  for (const std::string& line : plan) {
    if (line.rfind("corun ", 0) != 0) continue;
    const std::size_t middle = line.find(" ; ");
    calls.push_back(kernels::parse_call(line.substr(6, middle - 6)));
    calls.push_back(kernels::parse_call(line.substr(middle + 3)));
  }
  return calls;
}

double mebibytes(const kernels::KernelCall& call) {
  const kernels::Work work = kernels::work(call);
  return (work.input_bytes + work.output_bytes + work.weight_bytes) / (1024 * 1024);
}

}  // namespace

TEST_CASE("co-run plan: pairs of valid calls, working sets from inside the caches to far beyond") {
  const std::vector<std::string> plan = corun_plan("fit", {40, 80, 2});
  REQUIRE(plan.size() == 161);
  CHECK(plan[1] == plan[81]);
  CHECK(plan[0] == "environment");
  const auto calls = calls_of(plan);
  REQUIRE(calls.size() == 320);
  double least = 1e9, most = 0;
  std::set<std::string> different;
  std::set<kernels::KernelType> types;
  for (const kernels::KernelCall& call : calls) {
    least = std::min(least, mebibytes(call)), most = std::max(most, mebibytes(call));
    different.insert(text(call)), types.insert(call.type);
  }
  CHECK(least > 0.2);
  CHECK(least < 1);
  CHECK(most > 40);
  CHECK(most < 70);
  CHECK(different.size() == 40);
  CHECK(types.size() >= 6);
}

TEST_CASE("co-run plan: the same for the same set, of other kernels for another") {
  CHECK(corun_plan("fit", {12, 24, 1}) == corun_plan("fit", {12, 24, 1}));
  std::set<std::string> fitted;
  for (const auto& call : calls_of(corun_plan("fit", corun_size(false)))) fitted.insert(text(call));
  for (const auto& call : calls_of(corun_plan("unseen", {24, 60, 1}))) CHECK(fitted.count(text(call)) == 0);
}
