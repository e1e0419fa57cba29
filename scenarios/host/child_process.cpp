#include "scenarios/host/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "sim/error.hpp"
#include "sim/installation.hpp"

extern char** environ;

namespace lastmile::scenarios {
namespace {

constexpr std::size_t kMostErrorText = 64 * 1024;

[[noreturn]] void system_failed(const char* what, int number) {
  throw InternalError(std::string(what) + ": " + std::strerror(number));
}

struct Pipe {
  int read_end = -1, write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) system_failed("pipe", errno);
    read_end = ends[0];
    write_end = ends[1];
  }
};

/// What posix_spawn does to the child's files and signals.
class SpawnPlan {
 public:
  SpawnPlan(int progress_fd, int error_fd) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, error_fd, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, error_fd, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, progress_fd, kProgressFd);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  pid_t start(std::vector<std::string> words) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = -1;
    const int error =
        posix_spawn(&pid, this_program().c_str(), &actions_, &attributes_, argv.data(), environ);
    if (error != 0) system_failed("cannot start a worker", error);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

/// Reads what is there; closes the end and sets it to -1 when nothing more can come.
std::string read_some(int& fd) {
  std::array<char, 4096> buffer{};
  const ssize_t n = ::read(fd, buffer.data(), buffer.size());
  if (n > 0) return std::string(buffer.data(), static_cast<std::size_t>(n));
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return "";
  ::close(fd);
  fd = -1;
  return "";
}

ChildResult result_of(int status, const rusage& usage) {
  ChildResult result;
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  result.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.peak_memory_bytes = static_cast<double>(usage.ru_maxrss) * 1024;
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    result.status = 128 + signal;
    result.how = "killed by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  } else {
    result.status = WEXITSTATUS(status);
    result.how = "exit status " + std::to_string(result.status);
  }
  result.ok = status == 0;
  return result;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& words) {
  const Pipe progress, errors;
  progress_fd_ = progress.read_end;
  error_fd_ = errors.read_end;
  SpawnPlan plan(progress.write_end, errors.write_end);
  pid_ = plan.start(words);
  ::close(progress.write_end);
  ::close(errors.write_end);
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill();
    wait();
  }
  if (progress_fd_ >= 0) ::close(progress_fd_);
  if (error_fd_ >= 0) ::close(error_fd_);
}

void ChildProcess::read_progress() {
  line_ += read_some(progress_fd_);
  const std::size_t end = line_.rfind('\n');
  if (end == std::string::npos) return;
  const std::size_t before = end == 0 ? std::string::npos : line_.rfind('\n', end - 1);
  const std::size_t start = before == std::string::npos ? 0 : before + 1;
  fraction_ = std::strtod(line_.substr(start, end - start).c_str(), nullptr);
  line_.erase(0, end + 1);
}

void ChildProcess::read_errors() {
  errors_ += read_some(error_fd_);
  if (errors_.size() > kMostErrorText) errors_.erase(0, errors_.size() - kMostErrorText);
}

ChildResult ChildProcess::wait() {
  int status = 0;
  rusage usage{};
  while (wait4(pid_, &status, 0, &usage) < 0) {
    if (errno != EINTR) system_failed("wait", errno);
  }
  pid_ = -1;
  return result_of(status, usage);
}

void ChildProcess::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

bool fix_addresses_of_children() {
  const int now = personality(0xffffffff);
  if (now < 0) return false;
  return personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE) >= 0;
}

}  // namespace lastmile::scenarios
