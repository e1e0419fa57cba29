// Does fidelity change a decision: the best partition point and the ranking of four strategies under
// both backends, over random situations (decision_case.hpp).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "network/backends.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/decision_case.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/network_cells.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kCases = 100, kQuickCases = 20, kRequests = 32;

// Mean latencies by placement: the cuts in order, then the cloud.
using Latencies = std::vector<double>;

struct Judged {
  bool same_cut, same_ranking;
  double regret;               // of following fluid, relative to the best on ns3
  std::size_t swapped_pairs;   // of the 6
  std::vector<double> errors;  // of fluid's latencies
};

std::size_t best_cut(const Latencies& seen) {
  return static_cast<std::size_t>(std::min_element(seen.begin(), seen.end() - 1) - seen.begin());
}

// All on the device, the best cut between device and edge, all at the edge, all in the cloud.
std::array<double, 4> strategies(const Latencies& seen) {
  const double split = *std::min_element(seen.begin() + 1, seen.end() - 2);
  return {seen[seen.size() - 2], split, seen.front(), seen.back()};
}

Judged judge_case(const Latencies& fluid, const Latencies& packets) {
  Judged judged{};
  const std::size_t ours = best_cut(fluid), theirs = best_cut(packets);
  judged.same_cut = ours == theirs;
  judged.regret = packets[ours] / packets[theirs] - 1;
  const auto a = strategies(fluid), b = strategies(packets);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      judged.swapped_pairs += (a[i] < a[j]) != (b[i] < b[j]) ? 1 : 0;
    }
  }
  judged.same_ranking = judged.swapped_pairs == 0;
  for (std::size_t i = 0; i < fluid.size(); ++i) {
    judged.errors.push_back(std::abs(fluid[i] / packets[i] - 1));
  }
  return judged;
}

struct Job {
  std::size_t situation;
  const Placement* placement;
};

std::vector<Job> jobs_of(const std::vector<DecisionCase>& cases) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const Placement& cut : cases[i].cuts) jobs.push_back({i, &cut});
    jobs.push_back({i, &cases[i].cloud});
  }
  return jobs;
}

// By situation; shorter where a run failed, which is said.
std::vector<Latencies> simulated(const std::vector<DecisionCase>& cases, const std::string& backend) {
  const std::vector<Job> jobs = jobs_of(cases);
  std::vector<ForkedJob> work;
  for (const Job& job : jobs) {
    work.emplace_back([&cases, job, &backend] {
      return packed({mean_latency_s(cases[job.situation], *job.placement, backend, kRequests)});
    });
  }
  std::size_t done = 0;
  const auto tell = [&](std::size_t) {
    if (++done % 50 == 0) std::fprintf(stderr, "  %s: %zu of %zu\n", backend.c_str(), done, jobs.size());
  };
  const std::vector<ForkedAnswer> answers = in_children(work, usual_processes(), tell);
  std::vector<Latencies> seen(cases.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const DecisionCase& about = cases[jobs[i].situation];
    if (answers[i].ok) {
      seen[jobs[i].situation].push_back(unpacked(answers[i].text).front());
      continue;
    }
    std::fprintf(stderr, "  %s, %s, %s on %s: %s\n", about.name.c_str(), about.text.c_str(),
                 jobs[i].placement->name.c_str(), backend.c_str(), answers[i].error.c_str());
  }
  return seen;
}

void tell(const DecisionCase& what, const Latencies& fluid, const Latencies& packets) {
  std::fprintf(stderr, "  %s: %s:", what.name.c_str(), what.text.c_str());
  for (std::size_t i = 0; i < fluid.size(); ++i) {
    const Placement& p = i < what.cuts.size() ? what.cuts[i] : what.cloud;
    std::fprintf(stderr, " %s %.4g/%.4g", p.name.c_str(), fluid[i], packets[i]);
  }
  std::fprintf(stderr, " s\n");
}

// Wilson's interval of a share.
std::string share_interval(double share, double n) {
  constexpr double z = 1.96;
  const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  const auto percent = [](double x) { return exact_number(std::round(x * 1000) / 10); };
  return "95 % interval " + percent(std::max(0.0, middle - half)) + " to " + percent(middle + half) + " %";
}

Claim share(const std::string& name, const std::vector<Judged>& all, bool (*counts)(const Judged&)) {
  const auto n = static_cast<double>(all.size());
  const double found = static_cast<double>(std::count_if(all.begin(), all.end(), counts)) / n;
  return printed("share of " + exact_number(n) + " random situations " + name, found,
                 share_interval(found, n));
}

double middle_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<Claim> summary(const std::vector<Judged>& all) {
  std::vector<double> regrets, pairs, errors;
  for (const Judged& one : all) {
    regrets.push_back(one.regret);
    pairs.push_back(static_cast<double>(one.swapped_pairs) / 6);
    errors.insert(errors.end(), one.errors.begin(), one.errors.end());
  }
  const Interval regret = mean_interval(regrets), swaps = mean_interval(pairs);
  const auto interval = [](const Interval& i) {
    return "95 % interval " + exact_number(i.low) + " to " + exact_number(i.high);
  };
  return {share("where the best partition point differs", all, [](const Judged& j) { return !j.same_cut; }),
          share("where following fluid costs more than 5 % on ns3", all,
                [](const Judged& j) { return j.regret > 0.05; }),
          share("where the ranking of four strategies differs", all,
                [](const Judged& j) { return !j.same_ranking; }),
          printed("share of pairs of strategies that swap", swaps.mean, interval(swaps)),
          printed("mean latency lost on ns3 by following fluid's cut, relative", regret.mean,
                  interval(regret) + ", largest " +
                      exact_number(*std::max_element(regrets.begin(), regrets.end()))),
          printed("median error of fluid's mean latency over all placements", middle_of(errors),
                  std::to_string(errors.size()) + " of " + std::to_string(kRequests) +
                      " requests or more; cuts beyond twice the best nominal time are not simulated")};
}

}  // namespace

std::vector<Claim> decision_rows(bool quick) {
  if (!has_packet_level()) return {printed("decisions", 0, "skipped: built without ns-3")};
  std::vector<DecisionCase> cases;
  for (int i = 0; i < (quick ? kQuickCases : kCases); ++i) cases.push_back(draw_case(i));
  const std::vector<Latencies> fluid = simulated(cases, "fluid"), packets = simulated(cases, "ns3");
  std::vector<Judged> judged;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::size_t placements = cases[i].cuts.size() + 1;
    if (fluid[i].size() != placements || packets[i].size() != placements) continue;
    tell(cases[i], fluid[i], packets[i]);
    judged.push_back(judge_case(fluid[i], packets[i]));
  }
  const auto failed = static_cast<double>(cases.size() - judged.size());
  std::vector<Claim> claims = judged.empty() ? std::vector<Claim>{} : summary(judged);
  claims.push_back(at_most("situations that could not be run on a backend", failed, 0, "named on stderr"));
  return claims;
}

}  // namespace lastmile::scenarios
