#include "analysis/version.hpp"

#include "generated_version.hpp"

namespace lastmile::analysis {

const char* software_version() { return LASTMILE_VERSION; }
const char* software_commit() { return LASTMILE_COMMIT; }

}  // namespace lastmile::analysis
