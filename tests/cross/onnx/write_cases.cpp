// write_cases FOLDER: every case as NUMBER.onnx, its input NUMBER.txt; a line NUMBER NAME each on standard
// output.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/cross/onnx/cases.hpp"

using namespace lastmile::models::test;

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: write_cases FOLDER\n"), 2;
  const std::filesystem::path folder = argv[1];
  int number = 0;
  for (const Case& one : all_cases()) {
    const std::string stem = std::to_string(number++);
    std::ofstream(folder / (stem + ".onnx"), std::ios::binary) << one.sample.file();
    std::ofstream input(folder / (stem + ".txt"));
    for (const float value : input_of(one)) input << value << '\n';
    std::printf("%s %s\n", stem.c_str(), one.name.c_str());
  }
}
