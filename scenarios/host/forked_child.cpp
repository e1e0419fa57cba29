#include "scenarios/host/forked_child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

constexpr char kReturned = 'r', kThrown = 't';
constexpr int kAnswerFd = 3;  // in a fresh process

int answer_through(int pipe, const ForkedJob& job) {
  std::string answer;
  try {
    answer = kReturned + job();
  } catch (const std::exception& error) {
    answer = kThrown + std::string(error.what());
  }
  std::fflush(nullptr);
  return write_all(pipe, answer) == 0 ? 0 : 1;
}

/// Signals as the shell gave them, none blocked; nobody is left alone.
void settle_in(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGINT, SIG_IGN);  // Ctrl-C reaches the whole group: the parent decides
  signal(SIGTERM, SIG_DFL);
}

[[noreturn]] void become(const std::vector<std::string>& words, int pipe) {
  std::vector<std::string> copies = words;
  std::vector<char*> argv;
  for (std::string& word : copies) argv.push_back(word.data());
  argv.push_back(nullptr);
  if (pipe != kAnswerFd)
    dup2(pipe, kAnswerFd);
  else
    fcntl(pipe, F_SETFD, 0);
  const int now = personality(0xffffffff);
  if (now >= 0) personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE);
  execv(this_program().c_str(), argv.data());
  write_all(kAnswerFd,
            std::string(1, kThrown) + "cannot start the program: " + std::strerror(errno));
  _exit(1);
}

double to_s(const timeval& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

}  // namespace

template <class Body>
void ForkedChild::start(const Body& body) {
  std::array<int, 2> ends{};
  std::fflush(nullptr);
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw InternalError("no pipe for a child");
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) {
    close(ends[0]);
    close(ends[1]);
    throw InternalError("no process for a child");
  }
  if (pid_ == 0) {
    settle_in(parent);
    body(ends[1]);
  }
  close(ends[1]);
  pipe_ = ends[0];
}

ForkedChild::ForkedChild(const ForkedJob& job) {
  start([&](int pipe) { _exit(answer_through(pipe, job)); });
}

ForkedChild::ForkedChild(const std::vector<std::string>& words) {
  start([&](int pipe) { become(words, pipe); });
}

ForkedChild::~ForkedChild() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  answer();
}

bool ForkedChild::read_some() {
  std::array<char, 65536> buffer;
  const ssize_t n = read(pipe_, buffer.data(), buffer.size());
  if (n > 0) text_.append(buffer.data(), static_cast<std::size_t>(n));
  return n > 0 || (n < 0 && errno == EINTR);
}

ForkedAnswer ForkedChild::answer() {
  close(pipe_);
  int status = 0;
  rusage usage{};
  while (wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  ForkedAnswer answer;
  answer.cpu_s = to_s(usage.ru_utime) + to_s(usage.ru_stime);
  answer.peak_memory_bytes = static_cast<double>(usage.ru_maxrss) * 1024;
  answer.ok = status == 0 && !text_.empty() && text_[0] == kReturned;
  if (answer.ok)
    answer.text = text_.substr(1);
  else if (WIFSIGNALED(status))
    answer.error = "killed by signal " + std::to_string(WTERMSIG(status)) + " (" +
                   strsignal(WTERMSIG(status)) + ")";
  else
    answer.error = text_.empty() ? "it ended without an answer" : text_.substr(1);
  return answer;
}

int answer_parent(const ForkedJob& job) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return answer_through(kAnswerFd, job);
}

}  // namespace lastmile::scenarios
