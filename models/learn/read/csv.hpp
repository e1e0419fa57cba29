// Tables of numbers as comma-separated values.
//
// Layout   RFC 4180 (quotes, "" within them; lines end in LF or CRLF); the first line names the
//          columns. One column is the label (the one named label, class, target or y, unless
//          another is asked for), one named "user" tells whose a row is, all others are features
//          in the order of the file.
// Labels   whole numbers 0..255 as they are, else names in alphabetical order
// Errors   ConfigError "FILE, line N, column NAME: what is wrong"
// Ignores  other separators, missing values (they are errors), lines inside quotes
// Tests    tests/unit/learn/csv_test.cpp, tests/fuzz/
#pragma once

#include <string>
#include <string_view>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

/// `label` empty: by the usual names. Samples have the shape {features, 1, 1}.
Dataset parse_csv(std::string_view text, const std::string& file, const std::string& label = "");

}  // namespace lastmile::learn
