// lastmile-kernels [FILE]: times kernels on this machine. Reads commands (session.hpp), a line each, from FILE
// or from standard input; writes a greeting and then one line of JSON for each.
//   ssh board ./lastmile-kernels < commands.txt > answers.txt
#include <cstdio>
#include <fstream>
#include <iostream>

#include "kernels/harness/session.hpp"

namespace {

int talk(std::istream& in) {
  using lastmile::kernels::Session;
  Session session;
  std::cout << Session::greeting() << std::endl;
  for (std::string line; !session.ended() && std::getline(in, line);) {
    if (const auto answer = session.answer(line)) std::cout << *answer << std::endl;
    if (!std::cout) return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2) return std::fprintf(stderr, "usage: lastmile-kernels [FILE]\n"), 2;
  if (argc < 2) return talk(std::cin);
  std::ifstream file(argv[1]);
  if (!file) return std::fprintf(stderr, "lastmile-kernels: cannot read %s\n", argv[1]), 2;
  return talk(file);
}
