// What the kinds of `lastmile import` share.
#pragma once

#include <string>

#include "scenarios/host/verbs.hpp"

namespace lastmile::scenarios {

std::string text_of_file(const std::string& file);
/// ConfigError if write_whole_file() would fail now: for work that takes long before it writes.
void check_writable(const std::string& file);
/// Beside the target first, then renamed: a reader never meets half of it.
void write_whole_file(const std::string& file, const std::string& text);
/// ConfigError if it was not given.
std::string import_option(const Arguments& arguments, const std::string& option);

int import_profile_file(const Arguments& arguments);
int import_network_file(const Arguments& arguments);

}  // namespace lastmile::scenarios
