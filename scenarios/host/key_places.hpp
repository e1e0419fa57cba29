// Where in a scenario's text a key of a constructor's table stands. Lua tells the line of a call
// only.
#pragma once

#include <string>
#include <string_view>

namespace lastmile::scenarios {

/// The line of `key = ...` in the outermost table of the call `constructor {` at or after
/// `call_line`; `call_line` itself when it cannot be found.
int key_line(std::string_view source, int call_line, std::string_view constructor,
             std::string_view key);

}  // namespace lastmile::scenarios
