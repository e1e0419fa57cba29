// What the points of a sweep left on the disk, one sealed record each.
//
// Places  DIR/parts/NNN/NNNNNNNNN.part, a file a point, which appears whole or not at all; or
//         DIR/parts/HOST-PID-TIME.parts, where a process appends (--few-files, for file systems
//         with quotas of files).
// Record  mark, number, state, hash, peak memory, payload, digest over all before it. A record that
//         is cut off or changed counts as missing; in a file of many, reading goes on at the next
//         mark.
// Rule    of several records of one point the one that is done counts, else the last in order of
// names.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::scenarios {

enum class PartState : std::uint8_t { done = 1, failed = 2 };

struct Part {
  std::uint64_t number = 0;
  PartState state = PartState::done;
  std::string hash;  ///< 32 digits
  double peak_memory_bytes = 0;
  std::string payload;  ///< PointResult::bytes(), or the error's text
};

/// Where a record lies.
struct PartPlace {
  PartState state = PartState::done;
  std::string hash;
  std::uint32_t file = 0;  ///< in Parts::files
  std::uint64_t offset = 0, size = 0;
};

struct Parts {
  std::vector<std::string> files;
  std::map<std::uint64_t, PartPlace> found;
  std::vector<std::string> damaged;  ///< "FILE: why"

  /// ConfigError when the record is no longer as it was found.
  [[nodiscard]] Part read(std::uint64_t number) const;
};

/// Everything in DIR/parts of these folders. `each` sees every record that is whole, in no order of
/// numbers.
Parts find_parts(const std::vector<std::string>& folders,
                 const std::function<void(const Part&)>& each = {});

class PartWriter {
 public:
  PartWriter(std::string folder, bool few_files)
      : folder_(std::move(folder)), few_files_(few_files) {}
  PartWriter(const PartWriter&) = delete;
  PartWriter& operator=(const PartWriter&) = delete;
  ~PartWriter();
  /// ConfigError when the disk is full; nothing of the record is left then.
  void write(const Part& part);

 private:
  void append(const std::string& record);
  std::string folder_;
  bool few_files_;
  std::string file_path_;
  int file_ = -1;
};

/// Temporary files that killed writers left behind.
void remove_leftovers(const std::string& folder);

}  // namespace lastmile::scenarios
