// MNN: its benchmark program, one line a network, in milliseconds.
//
// Form       [ - ] mobilenet-v1-1.0.mnn    max =   5.40 ms  min =   4.90 ms  avg =   5.00 ms
//            with or without blanks before "ms"
// Beside it  headings ("MNN benchmark", "Forward type: **CPU** thread=4** precision=2",
//            "--------> Benchmarking..."):
//            "thread=" and "Forward type:" are noted, the rest passed over
// Source     outputs of MNN's benchmark.out in public repositories
// Name       the file's, without ".mnn"; names of our zoo where they differ only in "-" and version
#include <algorithm>
#include <sstream>

#include "models/import/formats.hpp"

namespace lastmile::models {
namespace {

constexpr std::string_view mark = "[ - ]";

std::string without_units(std::string line) {
  for (std::size_t at; (at = line.find("ms")) != std::string::npos;) line.replace(at, 2, "  ");
  return line;
}

std::string network_name(std::string name) {
  const std::size_t ending = name.rfind(".mnn");
  if (ending != std::string::npos) name.erase(ending);
  if (name == "mobilenet-v1-1.0") return "mobilenet_v1";
  if (name == "mobilenet-v2-1.0") return "mobilenet_v2";
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

TimeTable result(const std::string& line, const std::string& file, std::size_t number,
                 const ProfileOptions& options) {
  const std::size_t name_ends = line.find(" max");
  if (name_ends == std::string::npos)
    refuse_line(file, number, "expected '[ - ] NETWORK max = MS min = MS avg = MS'");
  const std::vector<std::string> name = words_of(line.substr(mark.size(), name_ends - mark.size()));
  const std::vector<std::string> w = words_of(without_units(line.substr(name_ends)));
  const bool form = name.size() == 1 && w.size() == 9 && w[0] == "max" && w[1] == "=" && w[3] == "min" &&
                    w[4] == "=" && w[6] == "avg" && w[7] == "=";
  if (!form) refuse_line(file, number, "expected '[ - ] NETWORK max = MS min = MS avg = MS'");
  const double most = time_number(w[2], file, number), least = time_number(w[5], file, number),
               mean = time_number(w[8], file, number);
  if (least <= 0 || least > mean || mean > most) refuse_line(file, number, "expected 0 < min <= avg <= max");
  return whole_network(network_name(name[0]), least * 1e-3, mean * 1e-3, options);
}

void note_heading(const std::string& line, ImportedProfile& profile, const std::string& file,
                  std::size_t number) {
  for (std::string word : words_of(line)) {
    word.erase(std::remove(word.begin(), word.end(), '*'), word.end());
    if (word.rfind("thread=", 0) == 0)
      profile.threads = static_cast<int>(time_number(word.substr(7), file, number));
  }
  const std::size_t type = line.find("Forward type:");
  if (type == std::string::npos) return;
  const std::vector<std::string> words = words_of(line.substr(type + 13));
  const bool cpu = !words.empty() && words[0].find("CPU") != std::string::npos;
  profile.kind = cpu ? ProcessorKind::cpu : ProcessorKind::gpu;
}

}  // namespace

ImportedProfile read_mnn(std::string_view text, const std::string& file, const ProfileOptions& options) {
  ImportedProfile profile;
  profile.framework = "MNN";
  std::istringstream lines{std::string(text)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.rfind(mark, 0) == 0)
      profile.tables.push_back(result(line, file, number, options));
    else
      note_heading(line, profile, file, number);
  }
  return profile;
}

}  // namespace lastmile::models
