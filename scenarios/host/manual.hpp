// The manual page, made of what the verbs declare.
#pragma once

#include <string>

namespace lastmile::scenarios {

/// troff with the macros of man(7), for section 1.
std::string manual_text();

}  // namespace lastmile::scenarios
