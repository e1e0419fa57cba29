// One reader a format; what the formats look like is said in their files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/import/profile.hpp"

namespace lastmile::models {

ImportedProfile read_benchncnn(std::string_view text, const std::string& file, const ProfileOptions& options);
ImportedProfile read_trtexec(std::string_view text, const std::string& file, const ProfileOptions& options);
ImportedProfile read_tflite(std::string_view text, const std::string& file, const ProfileOptions& options);
ImportedProfile read_tvm(std::string_view text, const std::string& file, const ProfileOptions& options);
ImportedProfile read_mnn(std::string_view text, const std::string& file, const ProfileOptions& options);

// Shared by them.

[[noreturn]] void refuse_line(const std::string& file, std::size_t line, const std::string& why);
std::vector<std::string> words_of(const std::string& line);
/// A finite number that is not negative.
double time_number(const std::string& word, const std::string& file, std::size_t line);
/// What the user must say because the file does not.
const std::string& network_given(const ProfileOptions& options, const std::string& format);
/// Its network under the name that our zoo has for it.
std::string zoo_name(const std::string& network);
/// "name: min ... max ... avg" of one network. The minimum is the time, as in the fits of the device library;
/// the mean over it less 1 is the noise.
TimeTable whole_network(const std::string& network, double least_s, double mean_s,
                        const ProfileOptions& options);

}  // namespace lastmile::models
