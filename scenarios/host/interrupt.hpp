// Ctrl-C and SIGTERM, noticed at a quiet moment.
#pragma once

#include <poll.h>

#include <memory>
#include <vector>

namespace lastmile::scenarios {

/// While it lives, SIGINT and SIGTERM only set a flag; they are delivered inside poll().
class InterruptGuard {
 public:
  InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();

  [[nodiscard]] bool interrupted() const;
  /// Waits until a descriptor is readable, a signal came, or the time is over.
  void poll(std::vector<pollfd>& descriptors, int timeout_ms) const;

 private:
  struct Saved;
  std::unique_ptr<Saved> saved_;
};

}  // namespace lastmile::scenarios
