// A process of this program that reports progress on one pipe and its troubles on another.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace lastmile::scenarios {

inline constexpr int kProgressFd = 3;  ///< in the child

struct ChildResult {
  bool ok = false;
  int status = 0;            ///< exit status; 128 + signal when it was killed
  std::string how;           ///< "exit status 1", "killed by signal 9 (Killed)"
  double cpu_s = 0;
  double peak_memory_bytes = 0;
};

class ChildProcess {
 public:
  /// Starts this program with these words. Throws InternalError when the system refuses.
  explicit ChildProcess(const std::vector<std::string>& words);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  ///< kills it if it still runs

  [[nodiscard]] int progress_fd() const { return progress_fd_; }
  [[nodiscard]] int error_fd() const { return error_fd_; }
  void read_progress();
  void read_errors();
  /// Both pipes have ended: the child is gone, or about to be.
  [[nodiscard]] bool ended() const { return progress_fd_ < 0 && error_fd_ < 0; }
  [[nodiscard]] double fraction() const { return fraction_; }
  [[nodiscard]] const std::string& errors() const { return errors_; }
  ChildResult wait();
  void kill();

 private:
  pid_t pid_ = -1;
  int progress_fd_ = -1, error_fd_ = -1;
  double fraction_ = 0;
  std::string line_, errors_;
};

/// Children start with addresses that do not change from run to run, so that no container of a
/// third party that is ordered by pointers can make two runs differ. False where the system
/// refuses.
bool fix_addresses_of_children();

}  // namespace lastmile::scenarios
