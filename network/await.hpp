// co_await transfer(network, Transfer(a, b, size)): goes on when the transfer has ended, with its
// Outcome. co_await multicast(network, what): goes on when the last receiver's has ended, with an Outcome
// each. Destroying the awaiting coroutine cancels the transfer.
#pragma once

#include <coroutine>
#include <utility>
#include <vector>

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

class [[nodiscard]] MulticastAwaiter {
 public:
  MulticastAwaiter(Network& network, const Multicast& what) : network_(network), what_(what) {}
  MulticastAwaiter(const MulticastAwaiter&) = delete;
  MulticastAwaiter& operator=(const MulticastAwaiter&) = delete;
  ~MulticastAwaiter() {
    if (running_) network_.cancel(id_);
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    running_ = true;
    id_ = network_.multicast(what_, [this](const std::vector<Outcome>& outcomes) { ended(outcomes); });
  }
  std::vector<Outcome> await_resume() { return std::move(outcomes_); }

 private:
  void ended(const std::vector<Outcome>& outcomes) {
    outcomes_ = outcomes;
    running_ = false;
    waiting_.resume();
  }

  Network& network_;
  Multicast what_;
  std::coroutine_handle<> waiting_;
  TransferId id_ = 0;
  bool running_ = false;
  std::vector<Outcome> outcomes_;
};

inline TransferAwaiter transfer(Network& network, const Transfer& what) {
  return TransferAwaiter(network, what);
}
inline MulticastAwaiter multicast(Network& network, const Multicast& what) {
  return MulticastAwaiter(network, what);
}

}  // namespace lastmile::network
