#include "kernels/harness/environment.hpp"

#include <sys/utsname.h>

#include <fstream>
#include <sstream>

#include "kernels/harness/json_line.hpp"

namespace lastmile::kernels {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

double number(const std::string& text) {
  std::istringstream in(text);
  double value = 0;
  return in >> value ? value : 0;
}

// Values of "key : value" lines; the first of each key that is asked for.
class CpuInfo {
 public:
  explicit CpuInfo(const fs::path& root) {
    std::ifstream in(root / "proc/cpuinfo");
    for (std::string line; std::getline(in, line);) lines_.push_back(line);
  }
  [[nodiscard]] std::string value(const std::string& key) const {
    for (const std::string& line : lines_) {
      const std::size_t colon = line.find(':');
      if (colon == std::string::npos || line.substr(0, line.find_last_not_of("\t ", colon - 1) + 1) != key) continue;
      const std::size_t start = line.find_first_not_of(' ', colon + 1);
      return start == std::string::npos ? "" : line.substr(start);
    }
    return "";
  }
  [[nodiscard]] int processors() const {
    int count = 0;
    for (const std::string& line : lines_) count += line.rfind("processor", 0) == 0 ? 1 : 0;
    return count;
  }

 private:
  std::vector<std::string> lines_;
};

std::string model_name(const CpuInfo& info, const fs::path& root) {
  if (const std::string name = info.value("model name"); !name.empty()) return name;
  std::ifstream tree(root / "proc/device-tree/model");  // a board; ends with a zero byte
  std::string name;
  std::getline(tree, name, '\0');
  const std::string part = info.value("CPU part");
  return part.empty() ? name : name + (name.empty() ? "" : ", ") + "CPU part " + part;
}

// "0", "0,8" or "0-1": how many that are.
int listed(const std::string& list) {
  int count = 0;
  std::istringstream parts(list);
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t dash = part.find('-');
    count += dash == std::string::npos
                 ? 1
                 : static_cast<int>(number(part.substr(dash + 1)) - number(part.substr(0, dash))) + 1;
  }
  return count;
}

double clock_hz(const CpuInfo& info, const fs::path& frequency) {
  const double khz = number(first_line(frequency / "scaling_cur_freq"));
  return khz > 0 ? khz * 1e3 : number(info.value("cpu MHz")) * 1e6;
}

std::string machine(const CpuInfo& info, const fs::path& root) {
  const std::string flags = " " + info.value("flags") + " ";
  const bool is_virtual = flags.find(" hypervisor ") != std::string::npos || fs::exists(root / "sys/hypervisor/type");
  const bool contained = fs::exists(root / ".dockerenv") || fs::exists(root / "run/.containerenv");
  if (is_virtual) return contained ? "container in a virtual machine" : "virtual machine";
  return contained ? "container" : "hardware";
}

std::vector<double> load_averages(const fs::path& root) {
  std::istringstream in(first_line(root / "proc/loadavg"));
  std::vector<double> found;
  double one = 0;
  while (found.size() < 3 && in >> one) found.push_back(one);
  return found;
}

constexpr const char* kCompiler =
#ifdef __clang__
    "clang " __clang_version__;
#else
    "gcc " __VERSION__;
#endif

}  // namespace

Environment read_environment(const fs::path& root) {
  const CpuInfo info(root);
  const fs::path cpu = root / "sys/devices/system/cpu/cpu0", frequency = cpu / "cpufreq";
  Environment found;
  found.cpu_model = model_name(info, root);
  utsname system{};
  if (uname(&system) == 0) found.architecture = system.machine;
  found.cpus_online = info.processors();
  found.threads_per_core = listed(first_line(cpu / "topology/thread_siblings_list"));
  found.governor = first_line(frequency / "scaling_governor");
  found.clock_hz = clock_hz(info, frequency);
  found.most_clock_hz = number(first_line(frequency / "cpuinfo_max_freq")) * 1e3;
  found.caches = cache_sizes();
  found.kernel = first_line(root / "proc/sys/kernel/osrelease");
  found.compiler = kCompiler;
  found.machine = machine(info, root);
  found.load = load_averages(root);
  return found;
}

std::string json(const Environment& e) {
  std::vector<std::string> isas, load;
  for (const Isa isa : runnable_isas()) isas.push_back('"' + std::string(to_string(isa)) + '"');
  for (const double one : e.load) load.push_back(std::to_string(one));
  JsonLine caches;
  caches.add("l1_bytes", static_cast<double>(e.caches.l1)).add("l2_bytes", static_cast<double>(e.caches.l2));
  caches.add("l3_bytes", static_cast<double>(e.caches.l3));
  JsonLine line;
  line.add("cpu_model", e.cpu_model).add("architecture", e.architecture).add("cpus_online", e.cpus_online);
  line.add("threads_per_core", e.threads_per_core).add("governor", e.governor).add("clock_hz", e.clock_hz);
  line.add("most_clock_hz", e.most_clock_hz).add_json("caches", caches.text()).add("kernel", e.kernel);
  line.add("compiler", e.compiler).add("machine", e.machine).add_json("isas", json_list(isas));
  line.add("byte_dot", has_byte_dot()).add_json("load_average", json_list(load));
  return line.text();
}

}  // namespace lastmile::kernels
