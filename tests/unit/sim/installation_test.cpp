// Where the files that come with the program are looked for.
#include "sim/installation.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
namespace fs = std::filesystem;

namespace {

/// A variable of the environment, as it was again afterwards.
class Setting {
 public:
  Setting(const char* name, const std::string& value) : name_(name), before_(environment_text(name)) {
    setenv(name, value.c_str(), 1);
  }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;
  ~Setting() { before_.empty() ? unsetenv(name_) : setenv(name_, before_.c_str(), 1); }

 private:
  const char* name_;
  std::string before_;
};

}  // namespace

TEST_CASE("installation: what the variable names comes first") {
  const tests::Folder folder;
  fs::create_directories(folder.path / "models");
  const Setting home("LASTMILE_HOME", folder.path.string());
  CHECK(home_folder() == folder.path);
}

TEST_CASE("installation: a variable that names another folder is refused") {
  const tests::Folder folder;
  const Setting home("LASTMILE_HOME", folder.path.string());
  CHECK_THROWS_WITH_AS(home_folder(), doctest::Contains("LASTMILE_HOME="), ConfigError);
}

TEST_CASE("installation: share/ beside the program, whatever name it was started by") {
  const tests::Folder folder;
  const fs::path share = folder.path / "share" / "lastmile";
  fs::create_directories(share / "models");
  fs::create_symlink(folder.write("bin/program", ""), folder.path / "link");
  const Setting home("LASTMILE_HOME", "");
  const Setting program("LASTMILE_RESTART", (folder.path / "link").string());
  CHECK(program_file() == fs::canonical(folder.path / "bin/program"));
  CHECK(program_folder() == fs::canonical(folder.path / "bin"));
  CHECK(fs::equivalent(home_folder(), share));
  CHECK(this_program() == folder.path / "link");
}

TEST_CASE("installation: the source tree for a program that was not installed") {
  const tests::Folder folder;
  const Setting home("LASTMILE_HOME", "");
  const Setting program("LASTMILE_RESTART", folder.write("bin/program", "").string());
  CHECK(fs::is_regular_file(home_folder() / "sim" / "installation.hpp"));
}
