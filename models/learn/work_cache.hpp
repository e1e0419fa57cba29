// A memory on disk for pure functions: the digest of everything a result depends on names it.
//
// Several processes may share the folder: a blob is written under a private name and renamed, so a
// reader sees all of it or nothing. A damaged or foreign file counts as missing.
// Checked: tests/unit/learn/work_cache_test.cpp
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/learn/digest.hpp"

namespace lastmile::learn {

using Blob = std::vector<std::byte>;
class Rehearsal;

class WorkCache {
 public:
  /// Makes the folder if needed; ConfigError if it cannot.
  explicit WorkCache(std::filesystem::path folder);
  /// Keeps nothing: the learning that is asked of it is to be counted there.
  explicit WorkCache(Rehearsal& rehearsal) : rehearsal_(&rehearsal) {}

  [[nodiscard]] Rehearsal* rehearsal() const { return rehearsal_; }  ///< null: learning is done

  [[nodiscard]] std::optional<Blob> get(const Digest& key) const;
  /// Failing to write (a full disk) is no error: the cache then forgets.
  void put(const Digest& key, const Blob& blob) const;

 private:
  [[nodiscard]] std::filesystem::path file(const Digest& key) const;
  std::filesystem::path folder_;
  Rehearsal* rehearsal_ = nullptr;
};

}  // namespace lastmile::learn
