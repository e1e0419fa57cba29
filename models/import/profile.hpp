// Profiles that other frameworks write, read into a device file with [[processor.table]].
//
// Formats    one file each: benchncnn, trtexec, tflite, tvm, mnn
// Errors     ConfigError "FILE:LINE: why"; a line that the format does not have is refused
// Tests      tests/unit/models/import_profile_test.cpp, tests/fuzz/profile_fuzz_test.cpp
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/device.hpp"

namespace lastmile::models {

struct ProfileOptions {
  std::string network;  ///< what was run, where the file does not say; "" otherwise
  int batch = 1;
  bool whole = false;  ///< the sum of a network's layers instead of them
};

struct ImportedProfile {
  std::vector<TimeTable> tables;
  std::optional<int> threads;  ///< that the file says it ran with
  std::optional<ProcessorKind> kind;
  std::string framework;
};

std::vector<std::string> profile_formats();
/// `file` is for messages.
ImportedProfile import_profile(std::string_view text, const std::string& file, const std::string& format,
                               const ProfileOptions& options);

struct DerivedDevice {
  std::string name, base, processor, source;
};
/// The device file. ConfigError if the profile was made with other threads, or on another kind of processor.
std::string device_text(const ImportedProfile& profile, const DerivedDevice& device,
                        const Processor& processor);

}  // namespace lastmile::models
