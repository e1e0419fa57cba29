#include "scenarios/host/forked_jobs.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <thread>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr char kReturned = 'r', kThrown = 't';

struct Running {
  pid_t pid;
  int pipe;
  std::size_t job;
  std::string text;
};

bool write_all(int pipe, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = write(pipe, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

[[noreturn]] void run_in_child(const ForkedJob& job, int pipe) {
  std::string answer;
  try {
    answer = kReturned + job();
  } catch (const std::exception& error) {
    answer = kThrown + std::string(error.what());
  }
  std::fflush(nullptr);
  _exit(write_all(pipe, answer) ? 0 : 1);
}

Running start(const ForkedJob& job, std::size_t index) {
  std::array<int, 2> ends{};
  std::fflush(nullptr);
  if (pipe(ends.data()) != 0) throw InternalError("no pipe for a child");
  const pid_t pid = fork();
  if (pid < 0) throw InternalError("no process for a child");
  if (pid == 0) run_in_child(job, ends[1]);
  close(ends[1]);
  return {pid, ends[0], index, ""};
}

// False when nothing more can come.
bool read_some(Running& child) {
  std::array<char, 65536> buffer{};
  const ssize_t n = read(child.pipe, buffer.data(), buffer.size());
  if (n > 0) child.text.append(buffer.data(), static_cast<std::size_t>(n));
  return n > 0 || (n < 0 && errno == EINTR);
}

double to_s(const timeval& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

ForkedAnswer answer_of(Running& child) {
  close(child.pipe);
  int status = 0;
  rusage usage{};
  while (wait4(child.pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ForkedAnswer answer;
  answer.cpu_s = to_s(usage.ru_utime) + to_s(usage.ru_stime);
  answer.peak_memory_bytes = static_cast<double>(usage.ru_maxrss) * 1024;
  answer.ok = status == 0 && !child.text.empty() && child.text[0] == kReturned;
  if (answer.ok) answer.text = child.text.substr(1);
  else if (WIFSIGNALED(status)) answer.error = strsignal(WTERMSIG(status));
  else answer.error = child.text.empty() ? "it ended without an answer" : child.text.substr(1);
  return answer;
}

void wait_for_one(std::vector<Running>& running, const std::function<void(Running&)>& finished) {
  std::vector<pollfd> ends;
  for (const Running& child : running) ends.push_back({child.pipe, POLLIN, 0});
  if (poll(ends.data(), ends.size(), -1) < 0) return;
  for (std::size_t i = ends.size(); i-- > 0;) {
    if (ends[i].revents == 0 || read_some(running[i])) continue;
    finished(running[i]);
    running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

std::vector<ForkedAnswer> in_children(const std::vector<ForkedJob>& jobs, int processes,
                                      const std::function<void(std::size_t)>& ended) {
  std::vector<ForkedAnswer> answers(jobs.size());
  std::vector<Running> running;
  const auto finished = [&](Running& child) {
    answers[child.job] = answer_of(child);
    if (ended) ended(child.job);
  };
  const auto most = static_cast<std::size_t>(std::max(1, processes));
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    while (running.size() >= most) wait_for_one(running, finished);
    running.push_back(start(jobs[i], i));
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
