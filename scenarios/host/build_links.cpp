#include "scenarios/host/build.hpp"
#include "scenarios/host/known_links.hpp"
#include "scenarios/host/link_arguments.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

struct LinkKind {
  const char* constructor;
  void (*add)(LinkArguments&);
};
constexpr LinkKind kKinds[] = {
    {"wifi", add_wifi},    {"direct", add_direct}, {"adhoc", add_adhoc}, {"lte", add_lte},
    {"nr", add_nr},        {"wire", add_wires},    {"wan", add_wires},   {"recorded", add_recorded},
    {"narrow", add_narrow}};

const LinkKind* kind_of(const Value& made) {
  for (const LinkKind& kind : kKinds) {
    if (made.tag == kind.constructor) return &kind;
  }
  return nullptr;
}

}  // namespace

/// A link for every node of a group at the one end.
void add_wires(LinkArguments& a) {
  const std::vector<NodeId> from = a.nodes("from");
  for (const NodeId node : from) {
    network::WiredLink link;
    link.name = a.name_of(node, from.size() > 1);
    link.a = node;
    link.b = a.one_node("to");
    link.rate = a.given().byte_rate("rate");
    link.wan = a.constructor() == "wan";
    link.delay = link.wan ? a.given().duration("rtt") / 2 : a.given().duration("delay");
    link.jitter = a.given().duration("jitter");
    link.loss = a.given().number("loss");
    link.background = a.given().number("background");
    a.add(std::move(link));
  }
}

void add_recorded(LinkArguments& a) {
  const std::vector<NodeId> from = a.nodes("from");
  const std::uint32_t trace =
      load_trace(a.scenario(), a.given().text("trace"), a.given().place("trace"));
  for (const NodeId node : from) {
    network::RecordedLink link;
    link.name = a.name_of(node, from.size() > 1);
    link.device = node;
    link.site = a.one_node("to");
    link.trace = trace;
    link.loop = a.given().flag("loop");
    a.add(std::move(link));
  }
}

void add_narrow(LinkArguments& a) {
  const std::vector<NodeId> from = a.nodes("from");
  for (const NodeId node : from) {
    network::NarrowLink link =
        narrow_profile(a.given().text("profile"), a.given().place("profile"));
    link.name = a.name_of(node, from.size() > 1);
    link.device = node;
    link.site = a.one_node("to");
    a.add(std::move(link));
  }
}

void build_links(Scenario& scenario, const Value& links) {
  if (links.kind != Value::Kind::list) {
    fail_at(links.place,
            "'network' in scenario{}: expected a list of links, got " + describe(links));
  }
  for (const Value& made : links.list) {
    const LinkKind* kind = kind_of(made);
    if (kind == nullptr) {
      fail_at(made.place.line > 0 ? made.place : links.place,
              "'network' in scenario{}: expected wifi{}, direct{}, adhoc{}, lte{}, nr{}, wire{}, "
              "wan{}, recorded{} or narrow{}, got " +
                  describe(made));
    }
    LinkArguments arguments(scenario, made);
    kind->add(arguments);
  }
}

}  // namespace lastmile::scenarios
