#include <doctest/doctest.h>

#include "scenarios/host/sweep/slurm.hpp"

using namespace lastmile::scenarios;

TEST_CASE("array indices are written as ranges") {
  CHECK(ranges({}) == "");
  CHECK(ranges({4}) == "4");
  CHECK(ranges({0, 1, 2, 3}) == "0-3");
  CHECK(ranges({0, 2, 3, 7, 8, 9, 11}) == "0,2-3,7-9,11");
}
