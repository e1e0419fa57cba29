#include "models/ncnn/lines.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "sim/error.hpp"

namespace lastmile::models::ncnn {

void refuse(const Line& line, const std::string& why) {
  const std::string who = line.name.empty() ? "" : ", layer '" + line.name + "' (" + line.type + ")";
  throw ConfigError("ncnn, line " + std::to_string(line.number) + who + ": " + why);
}

int whole_in(const Line& line, double value) {
  if (value != std::floor(value) || std::abs(value) > 2e9) refuse(line, "expected a whole number");
  return static_cast<int>(value);
}

namespace {

constexpr std::size_t most_layers = 20'000;

double number_in(const Line& line, std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    refuse(line, "'" + std::string(text) + "' is not a number");
  return value;
}

void read_setting(Line& line, std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) refuse(line, "'" + std::string(word) + "' is no setting KEY=VALUE");
  const int key = whole_in(line, number_in(line, word.substr(0, equals)));
  std::vector<double> values;
  for (std::string_view rest = word.substr(equals + 1); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    values.push_back(number_in(line, rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (values.empty()) refuse(line, "'" + std::string(word) + "' has no value");
  if (key > -23300) {
    line.settings[key] = values[0];
    return;
  }
  if (values[0] != static_cast<double>(values.size() - 1))
    refuse(line, "'" + std::string(word) + "' announces another number of values than follow");
  values.erase(values.begin());
  line.lists[-23300 - key] = values;
}

Line line_of(const std::string& text, std::size_t number) {
  Line line;
  line.number = number;
  std::istringstream words(text);
  std::size_t inputs = 0, outputs = 0;
  if (!(words >> line.type >> line.name >> inputs >> outputs) || inputs > 256 || outputs > 256)
    refuse(line, "expected TYPE NAME INPUTS OUTPUTS ...");
  for (std::size_t i = 0; i < inputs + outputs; ++i) {
    std::string blob;
    if (!(words >> blob)) refuse(line, "names of inputs and outputs are missing");
    (i < inputs ? line.inputs : line.outputs).push_back(blob);
  }
  for (std::string word; words >> word;) read_setting(line, word);
  return line;
}

}  // namespace

std::vector<Line> lines_of(std::string_view text) {
  std::istringstream rows{std::string(text)};
  std::string row;
  Line header;
  header.number = 1;
  if (!std::getline(rows, row) || row.rfind("7767517", 0) != 0)
    refuse(header, "expected 7767517, as text (binary files are not known)");
  header.number = 2;
  std::size_t layers = 0, blobs = 0;
  if (!std::getline(rows, row) || !(std::istringstream(row) >> layers >> blobs) || layers > most_layers)
    refuse(header, "expected the numbers of layers and blobs");
  std::vector<Line> lines;
  for (std::size_t number = 3; std::getline(rows, row); ++number)
    if (row.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(line_of(row, number));
  header.number = 2;
  if (lines.size() != layers)
    refuse(header,
           std::to_string(layers) + " layers are announced, " + std::to_string(lines.size()) + " follow");
  return lines;
}

}  // namespace lastmile::models::ncnn
