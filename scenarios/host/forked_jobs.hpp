// Jobs in forked children of this process, because ns-3 allows one network a process. A job returns
// text; what it throws comes back as `error`.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/host/forked_child.hpp"

namespace lastmile::scenarios {

/// Answers in the order of the jobs, at most `processes` at a time. `ended` is told of every job.
std::vector<ForkedAnswer> in_children(const std::vector<ForkedJob>& jobs, int processes,
                                      const std::function<void(std::size_t job)>& ended = {});

/// As many as there are cores, at most 16.
[[nodiscard]] int usual_processes();

/// Numbers as text and back, bit by bit.
[[nodiscard]] std::string packed(const std::vector<double>& figures);
[[nodiscard]] std::vector<double> unpacked(const std::string& text);

}  // namespace lastmile::scenarios
