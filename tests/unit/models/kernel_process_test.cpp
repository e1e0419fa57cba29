#include "models/measure/kernel_process.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
namespace fs = std::filesystem;

namespace {

/// A shell script that stands in for the timing program.
struct Script {
  fs::path path = fs::temp_directory_path() / ("lastmile_script_" + std::to_string(getpid()));
  explicit Script(const std::string& text) {
    std::ofstream(path) << "#!/bin/sh\n" << text << '\n';
    chmod(path.c_str(), 0755);
  }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() { fs::remove(path); }
};

const std::string kGreeting = "echo '{\"program\": \"fake\", \"protocol\": 1}'\n";

std::string why(const std::function<void()>& act) {
  try {
    act();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::string talk(const std::string& script, double limit_s = 10) {
  const Script file(script);
  const std::string text = why([&] {
    KernelProcess process(file.path, limit_s);
    process.ask("x");
  });
  const std::size_t name = text.find(file.path.string());
  return name == std::string::npos ? text : text.substr(name + file.path.string().size());
}

}  // namespace

TEST_CASE("kernel process: the real program times a call and refuses another") {
  KernelProcess process(LASTMILE_KERNELS_PROGRAM);
  CHECK(process.greeting().at("program").text() == "lastmile-kernels");
  CHECK(process.ask("time repeats=2 dense c=16 oc=8").at("minimum_s").number() > 0);
  CHECK(why([&] { process.ask("time dense c=0"); }).find("dense: c must be positive") != std::string::npos);
  const Json network = process.ask("program p\nbuffer 3 4 4\nbuffer 3 4 4\nstep 0 -> 1 activate c=3 h=4 w=4\nend");
  CHECK(network.at("steps").list().size() == 1);
}

TEST_CASE("kernel process: a program that is missing, ends, hangs or talks nonsense is named with the reason") {
  CHECK(why([] { KernelProcess("/nowhere/lastmile-kernels"); }) ==
        "timing program '/nowhere/lastmile-kernels' cannot be started: No such file or directory; "
        "$LASTMILE_KERNELS names it");
  CHECK(talk("exit 0") == "' ended without an answer");
  CHECK(talk("echo '{\"protocol\": 2}'; cat") == "' does not speak protocol 1");
  CHECK(talk("echo hello; cat").find("no JSON") != std::string::npos);
  CHECK(talk(kGreeting + "read x; exit 1") == "' ended without an answer");
  CHECK(talk(kGreeting + "read x; echo '[1]'; cat") == "' answers something that is no object");
  CHECK(talk(kGreeting + "read x; echo '{\"error\": \"no\"}'; cat") == ": no");
  CHECK(talk(kGreeting + "read x; echo '{\"x\": 1}'; cat").empty());
}

TEST_CASE("kernel process: no answer in time ends the wait and the process; later questions are refused") {
  const Script file(kGreeting + "exec sleep 1000");
  KernelProcess process(file.path, 0.3);
  const auto start = std::chrono::steady_clock::now();
  CHECK(why([&] { process.ask("x"); }).find("gave no answer within 0.3") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(100));
  CHECK(why([&] { process.ask("x"); }).find("has ended") != std::string::npos);
}
