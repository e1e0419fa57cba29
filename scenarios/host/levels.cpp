#include "scenarios/host/levels.hpp"

#include <algorithm>

#include "scenarios/host/language.hpp"
#include "scenarios/host/script.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using Members = std::vector<Member>;

class LevelMaker {
 public:
  LevelMaker(Script& script, const Parameters& arguments)
      : script_(script), arguments_(arguments), devices_(arguments.text("devices")),
        edge_(arguments.text("edge")), cloud_(arguments.text("cloud")) {}

  Value make() {
    Value all(std::vector<Value>{});
    add(all, "cloud", central(), place(cloud_));
    add(all, "cloud-edge co-inference", central(), partition(edge_, cloud_));
    add(all, "in-edge co-inference", central(), partition(devices_, edge_));
    add(all, "on-device inference", central(), place(devices_));
    add(all, "cloud-edge co-training", federated(cloud_, edge_), partition(edge_, cloud_));
    add(all, "all in-edge", federated(edge_, ""), partition(devices_, edge_));
    add(all, "all on-device", policy("gossip", {}), place(devices_));
    return all;
  }

 private:
  void add(Value& all, const char* name, Value training, Value inference) {
    const int level = static_cast<int>(all.list.size());
    all.list.push_back(object("strategy", {{"name", Value(name)}, {"level", Value(level)},
                                           {"training", std::move(training)},
                                           {"inference", std::move(inference)}}));
  }
  Value object(const std::string& constructor, Members members) {
    Value value;
    value.kind = Value::Kind::object;
    value.members = std::move(members);
    for (Member& member : value.members) {
      if (member.value.place.line == 0) member.value.place = arguments_.place();
    }
    const Schema* schema = find_schema(constructor);
    if (schema == nullptr) {
      fail_at(arguments_.place(), "levels{}: the policy '" + constructor + "' is not built in");
    }
    return script_.construct(*schema, std::move(value), arguments_.place());
  }
  /// Arguments that the level implies, then those the scenario adds.
  Value policy(const std::string& name, Members members) {
    if (arguments_.has(name)) add_given(name, members);
    return object(name, std::move(members));
  }
  void add_given(const std::string& name, Members& members) const {
    const Value& given = arguments_.raw(name);
    const bool is_empty = given.kind == Value::Kind::list && given.list.empty();
    if (!is_empty && (given.kind != Value::Kind::object || !given.tag.empty())) {
      fail_at(given.place, "'" + name + "' in levels{}: expected a table, got " + describe(given));
    }
    for (const Member& member : given.members) {
      const bool implied = std::any_of(members.begin(), members.end(), [&](const Member& other) {
        return other.name == member.name;
      });
      if (implied) {
        fail_at(given.place, "'" + member.name + "' of " + name + "{} is implied by the level");
      }
      members.push_back(member);
    }
  }
  Value central() { return policy("central", {{"at", Value(cloud_)}}); }
  Value place(const std::string& where) { return policy("place", {{"at", Value(where)}}); }
  Value partition(const std::string& near, const std::string& far) {
    return policy("partition",
                  {{"between", Value(std::vector<Value>{Value(near), Value(far)})}});
  }
  Value federated(const std::string& server, const std::string& through) {
    Members members = {{"server", Value(server)}};
    if (!through.empty()) members.push_back({"through", Value(through)});
    return policy("federated", std::move(members));
  }

  Script& script_;
  const Parameters& arguments_;
  std::string devices_, edge_, cloud_;
};

}  // namespace

Value make_levels(Script& script, const Parameters& arguments) {
  return LevelMaker(script, arguments).make();
}

}  // namespace lastmile::scenarios
