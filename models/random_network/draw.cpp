#include "models/random_network/draw.hpp"

#include <cmath>
#include <cstdio>
#include <iterator>
#include <sstream>

#include "models/data_file.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

Frequencies read_list(const DataTable& table, const char* key) {
  Frequencies list;
  std::istringstream words(table.text(key));
  for (std::string word; words >> word;) {
    int value = 0, count = 0;
    if (std::sscanf(word.c_str(), "%d:%d", &value, &count) != 2 || value < 1 || count < 1)
      throw ConfigError("prior.toml: '" + std::string(key) + "': '" + word +
                        "' is not VALUE:COUNT");
    list.counts.emplace_back(value, count);
    list.total += count;
  }
  return list;
}

Prior read_prior() {
  const DataTable table = DataTable::read(default_data_folder() / "random_network" / "prior.toml");
  table.allow({"channels", "kernels", "depthwise_kernels"});
  return {read_list(table, "channels"), read_list(table, "kernels"),
          read_list(table, "depthwise_kernels")};
}

}  // namespace

const Prior& Prior::get() {
  static const Prior prior = read_prior();
  return prior;
}

int Draw::between(int least, int most) {
  return least + static_cast<int>(random_.below(static_cast<std::uint64_t>(most - least + 1)));
}

int Draw::one_of(std::initializer_list<int> values) {
  return *std::next(values.begin(), between(0, static_cast<int>(values.size()) - 1));
}

int Draw::from(const Frequencies& frequencies) {
  int left = between(1, frequencies.total);
  for (const auto& [value, count] : frequencies.counts) {
    left -= count;
    if (left <= 0) return value;
  }
  return frequencies.counts.back().first;
}

int Draw::channels(double about) {
  constexpr double anywhere = 0.1, near = 0.35;
  if (chance(anywhere)) return between(3, 300);
  Frequencies close;
  for (const auto& one : Prior::get().channels.counts) {
    if (std::abs(one.first - about) > near * about) continue;
    close.counts.push_back(one);
    close.total += one.second;
  }
  return close.counts.empty() ? std::max(4, static_cast<int>(about)) : from(close);
}

}  // namespace lastmile::models
