// What was built: release number and commit ("unknown" outside a checkout, "-dirty" when edited).
#pragma once

namespace lastmile::analysis {

const char* software_version();
const char* software_commit();

}  // namespace lastmile::analysis
