// What of Lua's standard library a scenario may use, and nothing that could run long, read the
// machine or differ between two runs: pairs() goes in sorted order, patterns and math.random are
// gone.
#pragma once

namespace lastmile::scenarios {

class LuaState;

void open_sandbox(LuaState& state);

}  // namespace lastmile::scenarios
