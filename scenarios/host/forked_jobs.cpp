#include "scenarios/host/forked_jobs.hpp"

#include <poll.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <thread>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

struct Running {
  std::size_t job;
  std::unique_ptr<ForkedChild> child;
};

void wait_for_one(std::vector<Running>& running, const std::function<void(Running&)>& finished) {
  std::vector<pollfd> ends;
  for (const Running& one : running) ends.push_back({one.child->pipe(), POLLIN, 0});
  if (poll(ends.data(), ends.size(), -1) < 0) return;
  for (std::size_t i = ends.size(); i-- > 0;) {
    if (ends[i].revents == 0 || running[i].child->read_some()) continue;
    finished(running[i]);
    running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

std::vector<ForkedAnswer> in_children(const std::vector<ForkedJob>& jobs, int processes,
                                      const std::function<void(std::size_t)>& ended) {
  std::vector<ForkedAnswer> answers(jobs.size());
  std::vector<Running> running;
  const auto finished = [&](Running& one) {
    answers[one.job] = one.child->answer();
    if (ended) ended(one.job);
  };
  const auto most = static_cast<std::size_t>(std::max(1, processes));
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    while (running.size() >= most) wait_for_one(running, finished);
    running.push_back({i, std::make_unique<ForkedChild>(jobs[i])});
  }
  while (!running.empty()) wait_for_one(running, finished);
  return answers;
}

int usual_processes() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 16U));
}

std::string packed(const std::vector<double>& figures) {
  std::string text(figures.size() * sizeof(double), '\0');
  if (!figures.empty()) std::memcpy(text.data(), figures.data(), text.size());
  return text;
}

std::vector<double> unpacked(const std::string& text) {
  std::vector<double> figures(text.size() / sizeof(double));
  if (!figures.empty()) std::memcpy(figures.data(), text.data(), figures.size() * sizeof(double));
  return figures;
}

}  // namespace lastmile::scenarios
