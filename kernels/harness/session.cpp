#include "kernels/harness/session.hpp"

#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

#include "kernels/harness/command.hpp"
#include "kernels/harness/corun.hpp"
#include "kernels/harness/environment.hpp"
#include "kernels/harness/json_line.hpp"
#include "kernels/harness/peak.hpp"
#include "kernels/harness/program_run.hpp"

namespace lastmile::kernels {
namespace {

std::string environment(const Command&) { return json(read_environment()); }

std::string peak(const Command& command) {
  std::vector<std::string> levels;
  for (const Bandwidth& one : bandwidths(command.isa)) {
    JsonLine level;
    level.add("level", one.level).add("bytes", one.bytes).add("read_bytes_per_s", one.read_bytes_per_s);
    levels.push_back(level.add("copy_bytes_per_s", one.copy_bytes_per_s).text());
  }
  JsonLine line;
  line.add("isa", to_string(command.isa)).add("flops_per_s", peak_flops(command.isa));
  return line.add_json("bandwidth", json_list(levels)).text();
}

std::string time(const Command& command) {
  const KernelCall call = parse_call(command.rest);
  CallRun run(call, command.isa);
  const Timing timing = time_one(runnable(run, command.state), command.timing);
  const Work what = work(call);
  JsonLine line;
  line.add("call", text(call)).add("algorithm", run.chosen().algorithm()).add("isa", to_string(command.isa));
  line.add("state", to_string(command.state));
  add_timing(line, timing);
  line.add("flop", what.flop).add("moved_bytes", what.input_bytes + what.output_bytes + what.weight_bytes);
  line.add("packed_bytes", static_cast<double>(run.chosen().packed_bytes()));
  return line.add("footprint_bytes", static_cast<double>(run.footprint_bytes())).text();
}

std::string corun_side(const CallRun& run, const KernelCall& call, const CorunTimes& times) {
  JsonLine line;
  line.add("call", text(call)).add("algorithm", run.chosen().algorithm()).add("alone_s", times.alone_s);
  line.add("together_s", times.together_s).add("slowdown", times.slowdown).add("spread", times.spread);
  const Work what = work(call);
  line.add("moved_bytes", what.input_bytes + what.output_bytes + what.weight_bytes);
  return line.add("footprint_bytes", static_cast<double>(run.footprint_bytes())).text();
}

CorunOptions corun_options(const Command& command) {
  std::vector<int> cpus = command.cpus.empty() ? allowed_cpus() : command.cpus;
  if (cpus.size() < 2) throw std::invalid_argument("corun: one processor only; cpus=0,0 shares it");
  return {cpus[0], cpus[1], command.rounds, command.window_s};
}

std::string corun(const Command& command) {
  const std::size_t semicolon = command.rest.find(';');
  if (semicolon == std::string::npos) throw std::invalid_argument("corun: expected CALL ; CALL");
  const KernelCall first = parse_call(command.rest.substr(0, semicolon));
  const KernelCall second = parse_call(command.rest.substr(semicolon + 1));
  CallRun one(first, command.isa), other(second, command.isa);
  const CorunOptions options = corun_options(command);
  const Corun times = corun(runnable(one), runnable(other), options);
  JsonLine line;
  line.add_json("cpus", json_list({std::to_string(options.first_cpu), std::to_string(options.second_cpu)}));
  line.add("isa", to_string(command.isa)).add("core_share", times.core_share).add("rounds", times.rounds);
  line.add_json("first", corun_side(one, first, times.first));
  return line.add_json("second", corun_side(other, second, times.second)).text();
}

struct Verb {
  std::string_view name;
  std::string (*answer)(const Command& command);
};
constexpr Verb kVerbs[] = {{"environment", environment}, {"peak", peak}, {"time", time}, {"corun", corun}};

std::string answer_of(const Command& command) {
  for (const Verb& verb : kVerbs)
    if (verb.name == command.name) return verb.answer(command);
  throw std::invalid_argument("no command '" + command.name +
                              "'; known: environment, peak, time, program, corun, quit");
}

/// What `make` gives, or why it gives nothing.
template <class Make>
std::string guarded(Make make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    return JsonLine().add("error", "not enough memory").text();
  } catch (const std::exception& error) {
    return JsonLine().add("error", error.what()).text();
  }
}

}  // namespace

std::string Session::greeting() {
  JsonLine line;
  line.add("program", "lastmile-kernels").add("protocol", kProtocol).add("isa", to_string(best_isa()));
  return line.text();
}

std::optional<std::string> Session::answer(const std::string& line) {
  const std::size_t start = line.find_first_not_of(" \t\r");
  if (start == std::string::npos || line[start] == '#') return std::nullopt;
  const std::string trimmed = line.substr(start, line.find_last_not_of(" \t\r") + 1 - start);
  const std::string name = trimmed.substr(0, trimmed.find(' '));
  if (!program_.empty() || name == "program") {
    if (trimmed != "end") {
      program_ += trimmed + '\n';
      return std::nullopt;
    }
    const std::string whole = std::exchange(program_, {});
    return guarded([&] { return time_program(parse_program(whole)); });
  }
  if (trimmed == "quit") {
    ended_ = true;
    return std::nullopt;
  }
  return guarded([&] { return answer_of(parse_command(trimmed)); });
}

}  // namespace lastmile::kernels
