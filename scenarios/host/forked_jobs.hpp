// Jobs in forked children of this process, because ns-3 allows one network a process. A job returns
// text; what it throws comes back as `error`.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lastmile::scenarios {

struct ForkedAnswer {
  bool ok = false;
  std::string text;          ///< what the job returned
  std::string error;         ///< or what it threw, or how it died
  double cpu_s = 0;          ///< of the child and of its own children
  double peak_memory_bytes = 0;
};

using ForkedJob = std::function<std::string()>;

/// Answers in the order of the jobs, at most `processes` at a time. `ended` is told of every job.
std::vector<ForkedAnswer> in_children(const std::vector<ForkedJob>& jobs, int processes,
                                      const std::function<void(std::size_t job)>& ended = {});

/// As many as there are cores, at most 16.
[[nodiscard]] int usual_processes();

/// Numbers as text and back, bit by bit.
[[nodiscard]] std::string packed(const std::vector<double>& figures);
[[nodiscard]] std::vector<double> unpacked(const std::string& text);

}  // namespace lastmile::scenarios
