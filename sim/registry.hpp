// Named products that register themselves before main: policies, checks, benches.
//
//   const Registration<Policy> registration{{"confidence", "Leave at the first sure exit.", schema,
//                                            [](const Parameters& p) { return ...; }}};
//
// A registry is filled by static objects, of the program or of a plug-in, and only read afterwards. A static
// archive drops such objects silently, so whoever registers is linked as a CMake OBJECT library. Sorted by
// name, so the order of linking shows nowhere. Checked: tests/unit/sim/registry_test.cpp
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/schema.hpp"

namespace lastmile {

/// `Product` names the registry; `Factory` is what an entry makes one with.
template <class Product,
          class Factory = std::function<std::unique_ptr<Product>(const Parameters&)>>
class Registry {
 public:
  struct Entry {
    std::string name;
    std::string description;
    Schema schema;
    Factory make;
  };

  static Registry& global() {
    static Registry registry;
    return registry;
  }

  /// Throws nothing: it runs before main, or while a plug-in is loaded. Who reads learns of a name added twice.
  void add(Entry entry) {
    const std::string name = entry.name;
    if (!entries_.emplace(name, std::move(entry)).second) twice_.push_back(name);
  }
  [[nodiscard]] const std::vector<std::string>& twice() const { return twice_; }
  [[nodiscard]] bool has(const std::string& name) const { return entries_.count(name) > 0; }

  /// Throws ConfigError "unknown KIND 'NAME'; did you mean ..." without a place.
  [[nodiscard]] const Entry& find(const std::string& kind, const std::string& name) const {
    const auto found = entries().find(name);
    if (found == entries_.end()) throw ConfigError(unknown_name_message(kind, name, names()));
    return found->second;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& [name, entry] : entries()) result.push_back(name);
    return result;
  }
  [[nodiscard]] const std::map<std::string, Entry>& entries() const {
    SIM_CHECK(twice_.empty(), "registered twice: " + twice_.front());
    return entries_;
  }

 private:
  std::map<std::string, Entry> entries_;
  std::vector<std::string> twice_;
};

template <class Product,
          class Factory = std::function<std::unique_ptr<Product>(const Parameters&)>>
struct Registration {
  explicit Registration(typename Registry<Product, Factory>::Entry entry) {
    Registry<Product, Factory>::global().add(std::move(entry));
  }
};

}  // namespace lastmile
