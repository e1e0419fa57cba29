// benchncnn: ncnn's benchmark program, one line a network, in milliseconds.
//
// Form       loop_count = 8                     settings, one a line; gpu_device -1 is the CPU
//            num_threads = 4
//            squeezenet  min =  93.77  max =  94.78  avg =  94.25
// Beside it  "[0 NAME] ..." lines about GPUs and "0 max freq = 1804800 khz" lines about cores: passed over
// Source     Tencent/ncnn, benchmark/README.md and outputs pasted into its issues 3451, 3485, 3142
// Refused    rates ("4.43/s") and any other line; a minimum of 0 or above the mean, a mean above the maximum
#include <sstream>

#include "models/import/formats.hpp"

namespace lastmile::models {
namespace {

bool passed_over(const std::vector<std::string>& words) {
  if (words.empty() || words[0].front() == '[') return true;
  return words.size() >= 3 && words[1] == "max" && words[2] == "freq";
}

bool is_setting(const std::vector<std::string>& words) { return words.size() == 3 && words[1] == "="; }

void note_setting(const std::vector<std::string>& words, ImportedProfile& profile, const std::string& file,
                  std::size_t line) {
  if (words[0] == "num_threads") profile.threads = static_cast<int>(time_number(words[2], file, line));
  if (words[0] == "gpu_device") profile.kind = words[2] == "-1" ? ProcessorKind::cpu : ProcessorKind::gpu;
}

// NAME min = A max = B avg = C
bool is_result(const std::vector<std::string>& w) {
  return w.size() == 10 && w[1] == "min" && w[2] == "=" && w[4] == "max" && w[5] == "=" && w[7] == "avg" &&
         w[8] == "=";
}

TimeTable result(const std::vector<std::string>& words, const std::string& file, std::size_t line,
                 const ProfileOptions& options) {
  const double least = time_number(words[3], file, line), most = time_number(words[6], file, line),
               mean = time_number(words[9], file, line);
  if (least <= 0 || least > mean || mean > most) refuse_line(file, line, "expected 0 < min <= avg <= max");
  return whole_network(words[0], least * 1e-3, mean * 1e-3, options);
}

}  // namespace

ImportedProfile read_benchncnn(std::string_view text, const std::string& file,
                               const ProfileOptions& options) {
  ImportedProfile profile;
  profile.framework = "ncnn";
  std::istringstream lines{std::string(text)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::vector<std::string> words = words_of(line);
    if (passed_over(words)) continue;
    if (is_setting(words))
      note_setting(words, profile, file, number);
    else if (is_result(words))
      profile.tables.push_back(result(words, file, number, options));
    else
      refuse_line(file, number, "expected 'NETWORK min = MS max = MS avg = MS' or 'SETTING = VALUE'");
  }
  return profile;
}

}  // namespace lastmile::models
