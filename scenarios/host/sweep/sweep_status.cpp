#include "scenarios/host/sweep/sweep_status.hpp"

#include <cstdio>
#include <filesystem>

#include "scenarios/host/json_text.hpp"
#include "scenarios/host/sweep/agenda.hpp"
#include "scenarios/host/sweep/part_store.hpp"
#include "scenarios/host/sweep/point.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::size_t kErrorsShown = 5;

struct Status {
  std::uint64_t done = 0, failed = 0, foreign = 0, damaged = 0, wanted = 0;
  double cpu_s = 0;
  bool merged = false;
  std::vector<std::string> errors;
};

Status status_of(const SweepPlan& plan, const std::string& folder) {
  Status status;
  DonePoints done;
  const Parts parts = find_parts({folder}, [&](const Part& part) {
    if (part.state != PartState::done) return;
    done[part.number] = point_indicator(plan, part.payload);
    status.cpu_s += PointResult::from(part.payload).cpu_s;
  });
  for (const auto& [number, place] : parts.found) {
    const bool ours = number < plan.points() && place.hash == plan.hash(number);
    if (!ours || place.state != PartState::done) done.erase(number);
    if (!ours) {
      ++status.foreign;
    } else if (place.state == PartState::failed) {
      ++status.failed;
      if (status.errors.size() < kErrorsShown)
        status.errors.push_back("point " + std::to_string(number) + " (" + plan.describe(number) +
                                "): " + parts.read(number).payload);
    }
  }
  status.done = done.size();
  status.damaged = parts.damaged.size();
  status.wanted = Agenda(plan, {}, std::move(done)).wanted_now();
  std::error_code error;
  status.merged = std::filesystem::exists(folder + "/merged.h5", error);
  return status;
}

void print_json(const Status& status) {
  const auto number = [](std::uint64_t n) { return json_number(static_cast<double>(n)); };
  std::printf("%s\n", json_object({{"done", number(status.done)},
                                   {"failed", number(status.failed)},
                                   {"missing", number(status.wanted - status.done - status.failed)},
                                   {"damaged_files", number(status.damaged)},
                                   {"foreign", number(status.foreign)},
                                   {"scenario_cpu_s", json_number(status.cpu_s)},
                                   {"merged", status.merged ? "true" : "false"}})
                          .c_str());
}

void print_text(const SweepPlan& plan, const Status& status) {
  const std::uint64_t missing = status.wanted - status.done - status.failed;
  std::printf(
      "%s: %llu of %llu%s points done, %llu failed, %llu missing\n", plan.base.name.c_str(),
      static_cast<unsigned long long>(status.done), static_cast<unsigned long long>(status.wanted),
      plan.precision ? " (as far as is known)" : "", static_cast<unsigned long long>(status.failed),
      static_cast<unsigned long long>(missing));
  if (status.damaged > 0)
    std::printf("%llu files damaged: resume runs their points again\n",
                static_cast<unsigned long long>(status.damaged));
  if (status.foreign > 0)
    std::printf("%llu results belong to another scenario or program\n",
                static_cast<unsigned long long>(status.foreign));
  if (status.done > 0 && missing > 0)
    std::printf("CPU time so far %s, still wanted about %s\n",
                format_duration(seconds(status.cpu_s)).c_str(),
                format_duration(seconds(status.cpu_s / static_cast<double>(status.done) *
                                        static_cast<double>(missing)))
                    .c_str());
  for (const std::string& error : status.errors) std::printf("%s\n", error.c_str());
  std::printf("%s\n", status.merged ? "merged.h5 is there" : "not merged yet");
}

}  // namespace

int print_status(const SweepPlan& plan, const std::string& folder, bool json) {
  const Status status = status_of(plan, folder);
  if (json)
    print_json(status);
  else
    print_text(plan, status);
  return status.done == status.wanted ? 0 : 1;
}

}  // namespace lastmile::scenarios
