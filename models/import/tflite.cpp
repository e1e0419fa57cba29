// TFLite: what benchmark_model --enable_op_profiling=true prints.
//
// Form       ============================== Run Order ==============================
//            | [node type] | [start] | [first] | [avg ms] ... | [times called] | [Name]
//            | CONV_2D     | 0.000   | 4.269   | 4.269    ... | 1              | [conv/Relu6]:0
//            with tabs where | stands here, until an empty line; newer versions lack [start]. The last such
//            table is that of the runs, one before it that of the start
// Time       [avg ms], of all calls of the operator in one run
// Names      without brackets and the number behind; what was run as one is joined by ";"
// Noise      std over avg of the last line "count=50 first=... avg=8680.33 std=591", for every row
// Threads    "Num threads: [4]" or "#threads used for CPU inference: [4]"
// Source     tensorflow/lite/tools/benchmark/README.md, outputs pasted into tensorflow issues 25021, 42507
#include <algorithm>
#include <sstream>

#include "models/import/formats.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The cells of a row; what stands before the first tab is empty, or a log's prefix.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(trimmed(cell));
  return cells;
}

std::size_t column(const std::vector<std::string>& heading, const char* name, const std::string& file,
                   std::size_t line) {
  const auto found = std::find(heading.begin(), heading.end(), name);
  if (found == heading.end()) refuse_line(file, line, std::string("the table has no column ") + name);
  return static_cast<std::size_t>(found - heading.begin());
}

// "[a;b]:3" -> a, b
std::vector<std::string> names_of(std::string cell) {
  const std::size_t colon = cell.rfind(':');
  const bool numbered = colon != std::string::npos && colon + 1 < cell.size() &&
                        cell.find_first_not_of("0123456789", colon + 1) == std::string::npos;
  if (numbered) cell.erase(colon);
  if (cell.size() >= 2 && cell.front() == '[' && cell.back() == ']') cell = cell.substr(1, cell.size() - 2);
  std::vector<std::string> names;
  std::istringstream in(cell);
  for (std::string name; std::getline(in, name, ';');) {
    if (!trimmed(name).empty()) names.push_back(trimmed(name));
  }
  return names;
}

class Reader {
 public:
  Reader(const std::string& file, const ProfileOptions& options) : file_(file) {
    profile_.framework = "TensorFlow Lite";
    table_.network = network_given(options, "tflite");
    table_.batch = options.batch;
  }

  void line(const std::string& text) {
    ++number_;
    if (text.find("= Run Order =") != std::string::npos) return start_table();
    if (state_ == State::heading) return read_heading(text);
    if (state_ == State::rows) return read_row(text);
    note(text);
  }

  ImportedProfile finish() {
    if (table_.layers.empty()) throw ConfigError(file_ + ": no table 'Run Order' with rows");
    for (auto& [name, time] : table_.layers) time.noise_relative = noise_;
    profile_.tables.push_back(std::move(table_));
    return std::move(profile_);
  }

 private:
  enum class State { outside, heading, rows };

  void start_table() {
    state_ = State::heading;
    table_.layers.clear();
    table_.run_with.clear();
  }

  void read_heading(const std::string& text) {
    const std::vector<std::string> cells = cells_of(text);
    width_ = cells.size();
    time_ = column(cells, "[avg ms]", file_, number_);
    name_ = column(cells, "[Name]", file_, number_);
    state_ = State::rows;
  }

  void read_row(const std::string& text) {
    if (trimmed(text).empty()) {
      state_ = State::outside;
      return;
    }
    const std::vector<std::string> cells = cells_of(text);
    if (cells.size() != width_) {
      refuse_line(file_, number_,
                  "expected " + std::to_string(width_) + " columns between tabs, got " +
                      std::to_string(cells.size()));
    }
    add(names_of(cells[name_]), time_number(cells[time_], file_, number_) * 1e-3);
  }

  void add(const std::vector<std::string>& names, double seconds) {
    if (names.empty()) refuse_line(file_, number_, "an operator without a name");
    for (const std::string& name : names) {
      const bool again = table_.layers.count(name) + table_.run_with.count(name) > 0;
      if (again) refuse_line(file_, number_, "operator '" + name + "' is listed twice");
      if (name == names.front())
        table_.layers[name] = {seconds, 0};
      else
        table_.run_with[name] = names.front();
    }
  }

  void note(const std::string& text) {
    for (const char* key : {"Num threads: [", "#threads used for CPU inference: ["}) {
      const std::size_t at = text.find(key);
      if (at == std::string::npos) continue;
      const std::size_t from = at + std::string(key).size();
      profile_.threads =
          static_cast<int>(time_number(text.substr(from, text.find(']', from) - from), file_, number_));
    }
    if (text.find("count=") != std::string::npos) note_spread(text);
  }

  void note_spread(const std::string& text) {
    double mean = 0, deviation = 0;
    for (const std::string& word : words_of(text)) {
      if (word.rfind("avg=", 0) == 0) mean = time_number(word.substr(4), file_, number_);
      if (word.rfind("std=", 0) == 0) deviation = time_number(word.substr(4), file_, number_);
    }
    if (mean > 0) noise_ = deviation / mean;
  }

  const std::string& file_;
  ImportedProfile profile_;
  TimeTable table_;
  State state_ = State::outside;
  std::size_t number_ = 0, width_ = 0, time_ = 0, name_ = 0;
  double noise_ = 0;
};

}  // namespace

ImportedProfile read_tflite(std::string_view text, const std::string& file, const ProfileOptions& options) {
  Reader reader(file, options);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) reader.line(line);
  return reader.finish();
}

}  // namespace lastmile::models
