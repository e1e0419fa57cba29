// SimGrid's side of the switch: actors that sleep, wake and sleep again.
//   peer_engine_simgrid ACTORS SLEEPS        prints: CPU time [s]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <simgrid/s4u.hpp>

namespace sg4 = simgrid::s4u;

int main(int argc, char** argv) {
  sg4::Engine engine(&argc, argv);
  sg4::Engine::set_config("contexts/stack-size:64");
  if (argc < 3) return 2;
  const int actors = std::atoi(argv[1]);
  const int sleeps = std::atoi(argv[2]);
  auto* zone = sg4::create_full_zone("all");
  auto* host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  for (int i = 0; i < actors; ++i) {
    sg4::Actor::create("napper", host, [i, sleeps] {
      for (int k = 0; k < sleeps; ++k) sg4::this_actor::sleep_for(1 + 1e-3 * i);
    });
  }
  const double before = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  engine.run();
  std::printf("%.6f\n", static_cast<double>(std::clock()) / CLOCKS_PER_SEC - before);
}
