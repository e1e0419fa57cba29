#include "kernels/fastest.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace lastmile::kernels;

TEST_CASE("fastest: one of the call's algorithms, the same one each time, never the plain loops") {
  for (const char* line : {"conv c=32 h=12 w=12 oc=32 k=3x3 p=1", "conv c=48 h=9 w=9 oc=24",
                           "dense n=16 c=40 oc=40"}) {
    KernelCall call = parse_call(line);
    const std::string name = fastest_algorithm(call);
    const auto known = algorithms(call);
    CHECK(std::find(known.begin(), known.end(), name) != known.end());
    CHECK(name != "reference");
    call.algorithm = "reference";  // is not read
    CHECK(fastest_algorithm(call) == name);
    call.algorithm = name;
    CHECK(make_operator(call, {std::vector<float>(weight_count(call)).data(), nullptr})
              ->algorithm() == name);
  }
}

TEST_CASE("fastest: the plain loops where there is nothing else") {
  const KernelCall call = parse_call("lrn c=8 h=2 w=2");
  if (algorithms(call).size() == 1) CHECK(fastest_algorithm(call) == "reference");
}
