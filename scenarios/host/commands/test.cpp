#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

int run(const Arguments&) {
  throw ConfigError("test is done by the launcher: call ./lastmile test in the source folder");
}

}  // namespace

Verb test_verb() {
  return {{"test", "", "builds and runs all tests", {}}, run};
}

}  // namespace lastmile::scenarios
