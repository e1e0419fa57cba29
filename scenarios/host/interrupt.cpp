#include "scenarios/host/interrupt.hpp"

#include <signal.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

volatile sig_atomic_t signal_came = 0;  // a handler can reach nothing else

void note_signal(int) { signal_came = 1; }

}  // namespace

struct InterruptGuard::Saved {
  struct sigaction interrupt {};
  struct sigaction terminate {};
  sigset_t mask{};
};

InterruptGuard::InterruptGuard() : saved_(std::make_unique<Saved>()) {
  signal_came = 0;
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGTERM);
  sigprocmask(SIG_BLOCK, &both, &saved_->mask);
  struct sigaction action {};
  action.sa_handler = note_signal;
  sigaction(SIGINT, &action, &saved_->interrupt);
  sigaction(SIGTERM, &action, &saved_->terminate);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &saved_->interrupt, nullptr);
  sigaction(SIGTERM, &saved_->terminate, nullptr);
  sigprocmask(SIG_SETMASK, &saved_->mask, nullptr);
}

bool InterruptGuard::interrupted() const { return signal_came != 0; }

void InterruptGuard::poll(std::vector<pollfd>& descriptors, int timeout_ms) const {
  const timespec timeout{timeout_ms / 1000, (timeout_ms % 1000) * 1'000'000L};
  sigset_t open = saved_->mask;
  sigdelset(&open, SIGINT);
  sigdelset(&open, SIGTERM);
  if (ppoll(descriptors.data(), descriptors.size(), &timeout, &open) < 0 && errno != EINTR) {
    throw InternalError(std::string("poll: ") + std::strerror(errno));
  }
}

}  // namespace lastmile::scenarios
