// What an application may know: its own past messages, signal levels.
#include <doctest/doctest.h>

#include "tests/unit/network/service_fake.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::literals;

TEST_CASE("view: the last message of a pair that arrived") {
  FakeWorld w(row_of(3));
  CHECK(w.service->view().last_transfer(0, 1).size.value() == 0);
  w.send(0, 1, 1e5);
  w.send(0, 1, 2e5);
  w.send(0, 1, 1e7, 0, 1s);  // given up
  w.send(1, 0, 3e5);
  w.engine.run();
  const LastTransfer last = w.service->view().last_transfer(0, 1);
  CHECK(last.size.value() == 2e5);
  CHECK(last.took == 210ms);
  CHECK(last.finished == SimTime(210ms));
  CHECK(w.service->view().last_transfer(1, 0).size.value() == 3e5);
  CHECK(w.service->view().last_transfer(0, 2).size.value() == 0);
}

TEST_CASE("view: signal levels by hand, of the strongest site, where the node is now") {
  Topology t;
  t.nodes = {{"ap1", {0, 0}}, {"ap2", {100, 0}}, {"phone", {10, 0}}, {"car", {1000, 0}}};
  Track walk;
  walk.points = {{SimTime(0s), {10, 0}}, {SimTime(10s), {90, 0}}};
  t.nodes[2].motion = walk;
  WifiLink wifi;
  wifi.name = "wifi", wifi.access_points = {0, 1}, wifi.stations = {2}, wifi.transmit_power = Dbm(20);
  LteLink lte;
  lte.name = "lte", lte.cells = {0}, lte.ues = {3}, lte.enb_power = Dbm(30);
  NrLink nr;
  nr.name = "nr", nr.cells = {0}, nr.ues = {3};
  nr.options.band = "n78", nr.options.environment = NrEnvironment::umi, nr.options.gnb_power = Dbm(44);
  nr.options.gnb_elements = 1, nr.options.gnb_element_gain_db = 0;
  t.links = {wifi, lte, nr};
  t.holes = {{{90, 0}, 5, 30}};
  FakeWorld w(t);
  const View& view = w.service->view();
  CHECK(view.signal(2, 0)->value() == doctest::Approx(20 - 46.6777 - 30));
  CHECK_FALSE(view.signal(3, 0));
  CHECK_FALSE(view.signal(0, 0));
  // Friis at 1805 + 0.1 x 375 MHz: 20 lg(4 pi 1000 f / c)
  CHECK(view.signal(3, 1)->value() == doctest::Approx(30 - 97.76).epsilon(0.001));
  CHECK(view.signal(3, 2)->value() < 44 - 100);
  w.engine.after(5s, [&] {  // 50 m from both
    CHECK(view.signal(2, 0)->value() == doctest::Approx(20 - 46.6777 - 30 * 1.69897));
  });
  w.engine.after(10s, [&] {  // 10 m from the second, in the hole
    CHECK(view.signal(2, 0)->value() == doctest::Approx(20 - 46.6777 - 30 - 30));
  });
  w.engine.run();
}
