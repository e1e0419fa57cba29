// A line behind the end of a file that tells whether its bytes are as they were written.
//
// Form     "lastmile seal 1 DIGEST\n", 32 hexadecimal digits over all bytes before it. HDF5 reads
//          a file with bytes behind its end as ever, but may crash on one whose bytes were changed.
// Guards   against accidents; the digest is no cryptographic one
// Tests    tests/unit/scenarios/sample_trace_test.cpp
#pragma once

#include <string>

namespace lastmile::scenarios {

/// ConfigError if it cannot be written.
void seal(const std::string& file);
/// ConfigError: there is no such file, it has no seal, or was changed.
void check_seal(const std::string& file);

}  // namespace lastmile::scenarios
