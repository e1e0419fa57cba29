// Jobs that run on one device's processor at the same time: they slow each other (models/interference.hpp) and
// heat the device (models/thermal.hpp), which slows them all.
//
//   co_await jobs.run(work, demand);      // `work`: how long it takes alone on a cool device
//
// Formulae   a job's work left falls at the rate (speed of the device) / (slowdown by the others); rates change
//            when a job begins or ends and when the device reaches its limit of temperature
// Events     one: the first job that ends, or the limit; at least 1 ns ahead, rounded to the clock's steps
// Tests      tests/unit/policies/running_jobs_test.cpp
#pragma once

#include <coroutine>
#include <optional>
#include <vector>

#include "models/device.hpp"
#include "models/interference.hpp"
#include "sim/engine.hpp"

namespace lastmile::policies {

class RunningJobs {
 public:
  RunningJobs(Engine& engine, const models::DeviceProfile& device, const models::Processor& processor);
  RunningJobs(const RunningJobs&) = delete;
  RunningJobs& operator=(const RunningJobs&) = delete;
  ~RunningJobs() { engine_.cancel(next_); }

  class [[nodiscard]] Run {
   public:
    Run(RunningJobs& jobs, Duration work, const models::Demand& demand)
        : jobs_(jobs), left_s_(to_seconds(work)), demand_(demand) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() {
      if (running_) jobs_.leave(*this);
      jobs_.engine_.cancel(wake_);
    }
    bool await_ready() const noexcept { return left_s_ <= 0; }
    void await_suspend(std::coroutine_handle<> waiting) {
      waiting_ = waiting;
      jobs_.enter(*this);
    }
    void await_resume() const noexcept {}

   private:
    friend class RunningJobs;
    RunningJobs& jobs_;
    double left_s_;
    models::Demand demand_;
    double rate_ = 1;
    bool running_ = false;
    std::coroutine_handle<> waiting_;
    EventId wake_;
  };

  Run run(Duration work, const models::Demand& demand) { return Run(*this, work, demand); }
  [[nodiscard]] std::size_t running() const { return runs_.size(); }
  [[nodiscard]] const std::optional<models::ThermalState>& heat() const { return heat_; }

 private:
  void enter(Run& run);
  void leave(Run& run);
  void settle();        // what has been done since the last change
  void finish();        // those whose work is done
  void plan();          // new rates, next event
  [[nodiscard]] double slowdown(const Run& run) const;

  Engine& engine_;
  const models::Sharing* sharing_;  // null: no interference
  std::optional<models::ThermalState> heat_;
  std::vector<Run*> runs_;
  SimTime since_{};
  EventId next_;
};

}  // namespace lastmile::policies
