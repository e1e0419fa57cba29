// co_await transfer(network, Transfer(a, b, size)): goes on when the transfer has ended, with its
// Outcome. Destroying the awaiting coroutine cancels the transfer.
#pragma once

#include <coroutine>

#include "network/network.hpp"

namespace lastmile::network {

class [[nodiscard]] TransferAwaiter {
 public:
  TransferAwaiter(Network& network, const Transfer& what) : network_(network), what_(what) {}
  TransferAwaiter(const TransferAwaiter&) = delete;
  TransferAwaiter& operator=(const TransferAwaiter&) = delete;
  ~TransferAwaiter() {
    if (running_) network_.cancel(id_);
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    running_ = true;
    id_ = network_.start(what_, [this](const Outcome& outcome) { ended(outcome); });
  }
  Outcome await_resume() const { return outcome_; }

 private:
  // The coroutine may destroy this awaiter while it goes on: nothing is touched after the resume.
  void ended(const Outcome& outcome) {
    outcome_ = outcome;
    running_ = false;
    waiting_.resume();
  }

  Network& network_;
  Transfer what_;
  std::coroutine_handle<> waiting_;
  TransferId id_ = 0;
  bool running_ = false;
  Outcome outcome_;
};

inline TransferAwaiter transfer(Network& network, const Transfer& what) {
  return TransferAwaiter(network, what);
}

}  // namespace lastmile::network
