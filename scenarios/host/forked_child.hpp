// One job in a forked child of this process, or in a fresh process of this program; its answer
// comes through a pipe. The child dies with its parent.
//
// Fresh    for work on ns-3: a program that starts anew, with addresses that do not change,
// computes
//          the same whatever its parent did before. A fork costs about 1 ms, a start about 50 ms.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace lastmile::scenarios {

struct ForkedAnswer {
  bool ok = false;
  std::string text;   ///< what the job returned
  std::string error;  ///< or what it threw, or how it died
  double cpu_s = 0;   ///< of the child and of its own children
  double peak_memory_bytes = 0;
};

using ForkedJob = std::function<std::string()>;

class ForkedChild {
 public:
  /// The child runs the job. InternalError when the system has no process left.
  explicit ForkedChild(const ForkedJob& job);
  /// The child becomes this program with these words; it answers with answer_parent().
  explicit ForkedChild(const std::vector<std::string>& words);
  ForkedChild(const ForkedChild&) = delete;
  ForkedChild& operator=(const ForkedChild&) = delete;
  ~ForkedChild();  ///< kills it if nobody waited for it

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int pipe() const { return pipe_; }
  /// Takes what is there; false when nothing more can come.
  bool read_some();
  /// Waits for its end.
  ForkedAnswer answer();

 private:
  template <class Body>
  void start(const Body& body);
  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string text_;
};

/// In a fresh process: runs the job and answers; the exit status to end with.
int answer_parent(const ForkedJob& job);

}  // namespace lastmile::scenarios
