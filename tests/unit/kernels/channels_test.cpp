#include "kernels/channels/channels.hpp"

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

TEST_CASE("concat: every instruction set moves the channels of the plain loops") {
  RandomValues random(21);
  for (int i = 0; i < 80; ++i) {
    KernelCall call;
    call.type = KernelType::concat;
    const int parts = random.between(1, 4);
    for (int p = 0; p < parts; ++p) call.parts.push_back(random.between(5, 40));
    call.height = random.between(1, 12);
    call.width = random.between(1, 12);
    call.batch = random.between(1, 3);
    check_call(call, 0, random.bits());
  }
}

TEST_CASE("shuffle: every instruction set moves the channels of the plain loops") {
  RandomValues random(22);
  for (int i = 0; i < 80; ++i) {
    KernelCall call;
    call.type = KernelType::shuffle;
    call.groups = random.between(1, 5);
    call.channels = call.groups * random.between(5, 20);
    call.height = random.between(1, 12);
    call.width = random.between(1, 12);
    call.batch = random.between(1, 3);
    check_call(call, 0, random.bits());
  }
}

TEST_CASE("channels: layers of known networks") {
  for (const char* line : {"concat h=28 w=28 parts=64,128,32,32", "concat n=64 h=3 w=3 parts=58,58",
                           "shuffle c=116 h=28 w=28 g=2"})
    check_call(parse_call(line), 0);
  CHECK(algorithms(parse_call("concat h=4 w=4 parts=3,16")) ==
        std::vector<std::string>{"reference"});
  CHECK(algorithms(parse_call("concat h=4 w=4 parts=8,16 act=relu")) ==
        std::vector<std::string>{"reference"});
}
