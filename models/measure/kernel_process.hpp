// The timing program lastmile-kernels as a child: a line of text to it, a line of JSON back.
//
// Protocol   kernels/harness/session.hpp; a CUDA program may stand in for it
// Trouble    ConfigError for a program that cannot be started, speaks another protocol, answers {"error": ...},
//            ends, or does not answer within the limit (then it is killed, by its own process number)
// Tests      tests/unit/models/kernel_process_test.cpp
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "models/json_reader.hpp"

namespace lastmile::models {

/// $LASTMILE_KERNELS, or lastmile-kernels beside the running program or in kernels/ of its build folder.
std::filesystem::path kernel_program();

class KernelProcess {
 public:
  explicit KernelProcess(const std::filesystem::path& program = kernel_program(), double limit_s = 60,
                         const std::vector<std::string>& arguments = {});
  KernelProcess(const KernelProcess&) = delete;
  KernelProcess& operator=(const KernelProcess&) = delete;
  ~KernelProcess();

  /// `command` may have several lines (a network's text); one answer.
  Json ask(const std::string& command);
  [[nodiscard]] const Json& greeting() const { return greeting_; }

 private:
  [[noreturn]] void give_up(const std::string& why);
  void send(const std::string& text);
  Json receive();
  void end() noexcept;

  std::string name_;
  double limit_s_;
  pid_t pid_ = -1;
  int socket_ = -1;
  std::string received_;
  Json greeting_{nullptr, ""};
};

}  // namespace lastmile::models
