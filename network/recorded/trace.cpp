#include "network/recorded/trace.hpp"

#include <algorithm>
#include <cmath>

#include "network/recorded/csv.hpp"

namespace lastmile::network {
namespace {

constexpr double kMostBitsPerS = 1e13;
constexpr double kLongest_s = 1e8;
constexpr double kLatest_s = 1e12;  // series may carry epoch times

TraceStep step_of(const CsvRow& row, double start_s) {
  TraceStep step;
  const double time_s = row.number("time_s", -kLatest_s, kLatest_s);
  if (time_s < start_s) row.fail("time_s", "time goes backwards, to before the first row");
  if (time_s > start_s + kLongest_s)
    row.fail("time_s", "more than three years after the first row");
  step.at = seconds(time_s - start_s);
  step.down = bits_per_second(row.number("down_bps", 0, kMostBitsPerS));
  step.up = bits_per_second(row.number("up_bps", 0, kMostBitsPerS));
  step.rtt = seconds(row.number("rtt_s", 0, 100));
  step.loss = row.number("loss", 0, 1);
  return step;
}

Duration hold_of(const Trace& trace, std::size_t i) {
  const Duration end = i + 1 < trace.steps.size() ? trace.steps[i + 1].at : trace.length;
  return end - trace.steps[i].at;
}

void close(Trace& trace) {
  const std::size_t n = trace.steps.size();
  if (n == 0) throw ConfigError(trace.name + ": the series has no rows");
  if (n > 1) trace.length = 2 * trace.steps[n - 1].at - trace.steps[n - 2].at;
  const auto carries = [](const TraceStep& s) {
    return s.down.value() > 0 && s.up.value() > 0 && s.loss < 1;
  };
  if (std::none_of(trace.steps.begin(), trace.steps.end(), carries)) {
    throw ConfigError(trace.name +
                      ": no row has a rate in both directions: nothing could ever be "
                      "sent; allowed are outages, but not only outages");
  }
}

}  // namespace

Trace read_trace(std::string_view text, const std::string& name) {
  CsvReader csv(text, name, ',');
  csv.header({"time_s", "down_bps", "up_bps", "rtt_s", "loss"});
  Trace trace;
  trace.name = name;
  double start_s = 0;
  while (const auto row = csv.next()) {
    if (trace.steps.empty()) start_s = row->number("time_s", -kLatest_s, kLatest_s);
    const TraceStep step = step_of(*row, start_s);
    if (!trace.steps.empty() && step.at <= trace.steps.back().at) {
      row->fail("time_s",
                "time goes backwards or stands still; each row must be later than the one before");
    }
    trace.steps.push_back(step);
  }
  close(trace);
  return trace;
}

TraceMoment moment_of(const Trace& trace, bool loop, SimTime now) {
  TraceMoment moment;
  Duration since = now.time_since_epoch();
  if (trace.length == Duration(0)) {
    moment.step = trace.steps.front();
    return moment;
  }
  const SimTime turn = now - since % trace.length;
  if (loop) since %= trace.length;
  moment.ended = since >= trace.length;
  if (moment.ended) {
    moment.step = trace.steps.back();
    return moment;
  }
  const auto after = std::upper_bound(trace.steps.begin(), trace.steps.end(), since,
                                      [](Duration t, const TraceStep& s) { return t < s.at; });
  moment.step = *(after - 1);
  moment.next = turn + (after == trace.steps.end() ? trace.length : after->at);
  return moment;
}

TraceStep mean_of(const Trace& trace) {
  if (trace.length == Duration(0)) return trace.steps.front();
  TraceStep mean;
  double all_s = 0, up_s = 0, rtt_s = 0;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const TraceStep& step = trace.steps[i];
    const double hold_s = to_seconds(hold_of(trace, i));
    all_s += hold_s;
    mean.down += step.down * hold_s;
    mean.up += step.up * hold_s;
    if (step.down.value() <= 0 && step.up.value() <= 0) continue;
    up_s += hold_s;
    rtt_s += to_seconds(step.rtt) * hold_s;
    mean.loss += step.loss * hold_s;
  }
  mean.down = mean.down / all_s;
  mean.up = mean.up / all_s;
  mean.loss /= up_s;
  mean.rtt = seconds(rtt_s / up_s);
  return mean;
}

}  // namespace lastmile::network
