#include "models/measure/kernel_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "sim/error.hpp"
#include "sim/installation.hpp"

extern char** environ;

namespace lastmile::models {
namespace {

constexpr double kProtocol = 1;
constexpr std::size_t kLongestAnswer = std::size_t{64} << 20;

using Clock = std::chrono::steady_clock;

// The child's standard input and output are one socket, in a process group of its own, so that an interrupt
// from the keyboard reaches the parent alone.
int start(std::vector<std::string> words, int socket, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int error = posix_spawnp(&pid, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

int milliseconds_until(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

}  // namespace

std::filesystem::path kernel_program() {
  if (const std::string chosen = environment_text("LASTMILE_KERNELS"); !chosen.empty()) return chosen;
  const std::filesystem::path here = program_folder();
  for (const auto& folder : {here, here.parent_path() / "kernels"})
    if (std::filesystem::exists(folder / "lastmile-kernels")) return folder / "lastmile-kernels";
  return here / "lastmile-kernels";
}

KernelProcess::KernelProcess(const std::filesystem::path& program, double limit_s,
                             const std::vector<std::string>& arguments)
    : name_(program.string()), limit_s_(limit_s) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw InternalError(std::string("socketpair: ") + std::strerror(errno));
  socket_ = ends[0];
  std::vector<std::string> words{name_};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const int error = start(std::move(words), ends[1], pid_);
  ::close(ends[1]);
  if (error != 0) {
    pid_ = -1;
    give_up(std::string("cannot be started: ") + std::strerror(error) + "; $LASTMILE_KERNELS names it");
  }
  greeting_ = receive();
  const Json* protocol = greeting_.is_object() ? greeting_.find("protocol") : nullptr;
  if (protocol == nullptr || !protocol->is_number() || protocol->number() != kProtocol)
    give_up("does not speak protocol 1");
}

KernelProcess::~KernelProcess() { end(); }

Json KernelProcess::ask(const std::string& command) {
  if (socket_ < 0) give_up("has ended");
  send(command + '\n');
  Json answer = receive();
  if (!answer.is_object()) give_up("answers something that is no object");
  if (const Json* error = answer.find("error")) throw ConfigError(name_ + ": " + error->text());
  return answer;
}

void KernelProcess::give_up(const std::string& why) {
  end();
  throw ConfigError("timing program '" + name_ + "' " + why);
}

void KernelProcess::send(const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t n = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (n > 0) {
      sent += static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      give_up("has ended");
    }
  }
}

Json KernelProcess::receive() {
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limit_s_));
  std::size_t newline = 0;
  while ((newline = received_.find('\n')) == std::string::npos) {
    pollfd wait{socket_, POLLIN, 0};
    const int ready = poll(&wait, 1, milliseconds_until(end));
    if (ready == 0) give_up("gave no answer within " + std::to_string(limit_s_) + " s");
    if (ready < 0 && errno == EINTR) continue;
    std::array<char, 65536> some{};
    const ssize_t n = ::recv(socket_, some.data(), some.size(), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) give_up("ended without an answer");
    received_.append(some.data(), static_cast<std::size_t>(n));
    if (received_.size() > kLongestAnswer) give_up("does not stop answering");
  }
  const std::string line = received_.substr(0, newline);
  received_.erase(0, newline + 1);
  try {
    return Json::parse(line);
  } catch (const ConfigError& error) {
    give_up(std::string("answers something that is no JSON: ") + error.what());
  }
}

void KernelProcess::end() noexcept {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

}  // namespace lastmile::models
