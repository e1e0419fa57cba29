#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "sim/progress.hpp"

using namespace lastmile;

TEST_CASE("the line shows share, time left and detail") {
  CHECK(progress_line("running", 0.5, 30, "L3", 120) ==
        "running  [############------------]   50%  ETA 30.0 s  L3");
  CHECK(progress_line("running", 0, 5, "", 120) == "running  [------------------------]    0%");
  CHECK(progress_line("running", 2, 5, "", 120).find("100%") != std::string::npos);
}

TEST_CASE("a narrow terminal gets a shorter line") {
  CHECK(progress_line("running", 0.5, 30, "L3", 20).size() == 20);
  CHECK(progress_line("running", 0.5, 30, "L3", -1).empty());
}

TEST_CASE("nothing is drawn where no terminal is") {
  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  {
    Progress progress(file, "running");
    CHECK_FALSE(progress.live());
    progress.update(0.5, "x");
  }
  CHECK(std::ftell(file) == 0);
  CHECK_FALSE(wants_colour(file));
  std::fclose(file);
}
