// lm.levels: the seven strategies of edge intelligence, level 0 (cloud intelligence) to 6 (all on-
// device). Source: Zhou et al. 2019, "Edge Intelligence", doi:10.1109/JPROC.2019.2918951, section
// III.
#pragma once

#include "sim/schema.hpp"

namespace lastmile::scenarios {

class Script;

/// A list of lm.strategy{}; `arguments` are those of the schema "levels".
Value make_levels(Script& script, const Parameters& arguments);

}  // namespace lastmile::scenarios
