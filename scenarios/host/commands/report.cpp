#include "scenarios/host/verbs.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

int run(const Arguments&) {
  throw ConfigError("report is done by the launcher: call ./lastmile report in the source folder");
}

}  // namespace

Verb report_verb() {
  return {{"report", "FILE|DIR", "one page with pictures and tables of a result file, or of a sweep's folder", {}, false}, run};
}

}  // namespace lastmile::scenarios
