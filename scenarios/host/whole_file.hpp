// A file that appears whole or not at all, whatever kills the writer.
#pragma once

#include <string>
#include <string_view>

namespace lastmile::scenarios {

/// Written under another name beside it, then renamed. ConfigError if it cannot be; nothing is left
/// then.
void write_whole_file(const std::string& path, std::string_view bytes);

/// All of the bytes to an open file or pipe; 0, or errno.
int write_all(int file, std::string_view bytes);

/// All of it. ConfigError.
std::string read_whole_file(const std::string& path);

}  // namespace lastmile::scenarios
