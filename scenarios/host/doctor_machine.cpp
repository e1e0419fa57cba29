#include <sched.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

#include "scenarios/host/child_process.hpp"
#include "scenarios/host/doctor.hpp"
#include "scenarios/host/free_memory.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kEnoughDisk = 1e9, kLeastDisk = 1e7;  // bytes: a run's file is a few MB
constexpr double kEnoughMemory = 1e9;                  // bytes: a run takes 0.1 to 0.5 GB
constexpr double kNoLimit = std::numeric_limits<double>::infinity();

std::string first_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

/// Processors' worth of time: "quota period", or "max period".
double quota_cores() {
  std::istringstream words(first_line("/sys/fs/cgroup/cpu.max"));
  double quota = 0, period = 0;
  return words >> quota >> period && period > 0 ? quota / period : kNoLimit;
}

Finding cores() {
  char text[64];
  std::snprintf(text, sizeof text, "%.3g usable of %ld", usable_cores(), sysconf(_SC_NPROCESSORS_ONLN));
  return {"processors", Health::ok, text, ""};
}

Finding memory() {
  const double left = free_memory_bytes();
  const std::string says = format_bytes(Bytes(left)) + " left for us";
  if (left >= kEnoughMemory) return {"memory", Health::ok, says, ""};
  return {"memory", Health::note, says, "--jobs 1, or a machine or job with more"};
}

Finding addresses() {
  if (fix_addresses_of_children()) return {"addresses", Health::ok, "processes can have fixed addresses", ""};
  return {
      "addresses", Health::note,
      "processes cannot have fixed addresses: runs on ns-3 with several radios may differ in the last digits",
      "docker: --security-opt seccomp=unconfined"};
}

/// A file of one's own in the folder, gone afterwards.
class Scratch {
 public:
  Scratch() : path_(".lastmile-doctor.XXXXXX") { file_ = mkstemp(path_.data()); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    if (file_ < 0) return;
    close(file_);
    unlink(path_.c_str());
  }
  [[nodiscard]] int file() const { return file_; }

 private:
  std::string path_;
  int file_;
};

Finding writable(const Scratch& scratch) {
  if (scratch.file() >= 0) return {"this folder", Health::ok, "can be written", ""};
  return {"this folder", Health::problem, "cannot be written: results go there",
          "cd elsewhere, or --out FILE"};
}

Finding disk() {
  struct statvfs disk {};
  if (statvfs(".", &disk) != 0) return {"disk", Health::note, "its space cannot be asked for", ""};
  const double left = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
  const Health health = left < kLeastDisk ? Health::problem : left < kEnoughDisk ? Health::note : Health::ok;
  return {"disk", health, format_bytes(Bytes(left)) + " left here",
          health == Health::ok ? "" : "make room, or --out FILE"};
}

/// HDF5 locks the files that it opens.
Finding locking(const Scratch& scratch) {
  if (scratch.file() < 0) return {"file locks", Health::note, "not tried", ""};
  if (flock(scratch.file(), LOCK_EX | LOCK_NB) == 0)
    return {"file locks", Health::ok, "this file system has them", ""};
  return {"file locks", Health::note, std::string("this file system has none: ") + std::strerror(errno),
          "export HDF5_USE_FILE_LOCKING=FALSE"};
}

}  // namespace

std::string to_string(Health health) {
  switch (health) {
    case Health::ok:
      return "ok";
    case Health::note:
      return "note";
    case Health::problem:
      return "problem";
  }
  return "";
}

double usable_cores() {
  cpu_set_t mine;
  CPU_ZERO(&mine);
  const bool known = sched_getaffinity(0, sizeof mine, &mine) == 0;
  const double affine = known ? CPU_COUNT(&mine) : static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN));
  return std::min(affine, quota_cores());
}

std::vector<Finding> findings_of_machine() { return {cores(), memory(), addresses()}; }

std::vector<Finding> findings_of_folder() {
  const Scratch scratch;
  return {writable(scratch), disk(), locking(scratch)};
}

}  // namespace lastmile::scenarios
