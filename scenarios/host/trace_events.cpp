#include "scenarios/host/trace_events.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "scenarios/host/json_text.hpp"

namespace lastmile::scenarios {
namespace {

std::int64_t nanoseconds(double s) { return std::llround(s * 1e9); }

std::string microseconds(std::int64_t ns) {
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(ns / 1000),
                static_cast<long long>(ns % 1000));
  return text;
}

struct Track {
  int process = 0, thread = 0;
};

/// Numbers and names of processes and threads.
class Tracks {
 public:
  /// A thread of `node` called `name` that is free from `start` on, and busy until `end` from then on. To be
  /// asked in the order of starts.
  Track busy(const std::string& node, const std::string& name, std::int64_t start, std::int64_t end) {
    Process& process =
        processes_.try_emplace(node, Process{static_cast<int>(processes_.size()) + 1, {}}).first->second;
    for (int lane = 1;; ++lane) {
      const std::string own = lane == 1 ? name : name + " (" + std::to_string(lane) + ")";
      const auto [found, added] =
          process.threads.try_emplace(own, Thread{static_cast<int>(process.threads.size()) + 1, 0});
      if (!added && found->second.busy_until > start) continue;
      found->second.busy_until = end;
      return {process.number, found->second.number};
    }
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> events;
    for (const auto& [node, process] : processes_) {
      events.push_back(named("process_name", {process.number, 0}, node));
      for (const auto& [name, thread] : process.threads)
        events.push_back(named("thread_name", {process.number, thread.number}, name));
    }
    return events;
  }

 private:
  struct Thread {
    int number = 0;
    std::int64_t busy_until = 0;
  };
  struct Process {
    int number = 0;
    std::map<std::string, Thread> threads;
  };
  static std::string named(const char* what, Track track, const std::string& name) {
    return json_object({{"ph", json_text("M")},
                        {"name", json_text(what)},
                        {"pid", std::to_string(track.process)},
                        {"tid", std::to_string(track.thread)},
                        {"args", json_object({{"name", json_text(name)}})}});
  }
  std::map<std::string, Process> processes_;
};

std::string thread_of(const SpanRow& span) {
  if (span.step == "queue") return "waiting for " + span.processor;
  if (span.step == "wait") return "waiting for the way to " + span.to;
  return span.to.empty() ? span.processor : "to " + span.to;
}

std::string name_of(const SpanRow& span) {
  if (span.step == "queue" || span.step == "wait")
    return span.request < 0 ? "waiting" : request_name(span.device, span.request) + " waits";
  return span.what;
}

using Members = std::vector<std::pair<std::string, std::string>>;

std::string slice(const std::string& name, const std::string& kind, Track track, std::int64_t start,
                  std::int64_t end, const Members& arguments) {
  return json_object({{"ph", json_text("X")},
                      {"name", json_text(name)},
                      {"cat", json_text(kind)},
                      {"ts", microseconds(start)},
                      {"dur", microseconds(end - start)},
                      {"pid", std::to_string(track.process)},
                      {"tid", std::to_string(track.thread)},
                      {"args", json_object(arguments)}});
}

Members arguments_of(const SpanRow& span) {
  Members known;
  if (span.request >= 0) known.emplace_back("request", json_text(request_name(span.device, span.request)));
  if (span.frames > 0) known.emplace_back("frames", std::to_string(span.frames));
  if (span.bytes > 0) known.emplace_back("bytes", json_number(span.bytes));
  if (span.joules() > 0) known.emplace_back("energy_mJ", json_number(1e3 * span.joules()));
  if (span.request >= 0) known.emplace_back("critical", span.critical ? "true" : "false");
  return known;
}

std::string arrow_end(const char* phase, std::size_t number, const std::string& name, Track track,
                      std::int64_t at) {
  Members members = {{"ph", json_text(phase)},
                     {"name", json_text(name)},
                     {"cat", json_text("request")},
                     {"id", std::to_string(number)},
                     {"ts", microseconds(at)},
                     {"pid", std::to_string(track.process)},
                     {"tid", std::to_string(track.thread)}};
  if (*phase == 'f') members.emplace_back("bp", json_text("e"));
  return json_object(members);
}

/// Where every span lies; layers on their computation.
std::vector<Track> placed(const std::vector<SpanRow>& spans, Tracks& tracks) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < spans.size(); ++i)
    if (spans[i].within < 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return spans[a].start_s < spans[b].start_s; });
  std::vector<Track> places(spans.size());
  for (const std::size_t i : order) {
    const SpanRow& span = spans[i];
    places[i] = tracks.busy(span.node, thread_of(span), nanoseconds(span.start_s), nanoseconds(span.end_s));
  }
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].within >= 0)
      places[i] = places[i - static_cast<std::size_t>(spans[i].span - spans[i].within)];
  }
  return places;
}

void add_requests(std::vector<RequestRow> requests, Tracks& tracks, std::vector<std::string>& events) {
  std::stable_sort(requests.begin(), requests.end(),
                   [](const RequestRow& a, const RequestRow& b) { return a.arrival_s < b.arrival_s; });
  for (const RequestRow& row : requests) {
    const std::int64_t start = nanoseconds(row.arrival_s), end = nanoseconds(row.arrival_s + row.latency_s);
    if (end == start) continue;
    events.push_back(slice(request_name(row.device, row.number), "request",
                           tracks.busy(row.device, "requests", start, end), start, end,
                           {{"frames", std::to_string(row.frames)},
                            {"correct", std::to_string(row.correct)},
                            {"dropped", row.dropped ? "true" : "false"},
                            {"plan", json_text(row.cut)}}));
  }
}

/// From the last nanosecond of the step before to the first of this one.
void add_arrow(const std::vector<SpanRow>& spans, const std::vector<Track>& places, std::size_t i,
               std::vector<std::string>& events) {
  const std::size_t before = i - static_cast<std::size_t>(spans[i].span - spans[i].after);
  const std::string name = request_name(spans[i].device, spans[i].request);
  events.push_back(arrow_end("s", i, name, places[before], nanoseconds(spans[before].end_s) - 1));
  events.push_back(arrow_end("f", i, name, places[i], nanoseconds(spans[i].start_s)));
}

}  // namespace

std::string trace_events(const ChosenRun& run, const std::vector<RequestRow>& requests,
                         const std::vector<SpanRow>& spans) {
  Tracks tracks;
  std::vector<std::string> events;
  add_requests(requests, tracks, events);
  const std::vector<Track> places = placed(spans, tracks);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const SpanRow& span = spans[i];
    events.push_back(slice(name_of(span), span.step, places[i], nanoseconds(span.start_s),
                           nanoseconds(span.end_s), arguments_of(span)));
    if (span.after >= 0) add_arrow(spans, places, i, events);
  }
  const std::vector<std::string> names = tracks.names();
  events.insert(events.begin(), names.begin(), names.end());
  return json_object({{"displayTimeUnit", json_text("ms")},
                      {"otherData", json_object({{"run", json_text(run.text())}})},
                      {"traceEvents", json_list(events)}}) +
         "\n";
}

}  // namespace lastmile::scenarios
