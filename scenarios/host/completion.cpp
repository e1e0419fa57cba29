#include "scenarios/host/completion.hpp"

#include <map>
#include <vector>

#include "scenarios/host/verbs.hpp"

namespace lastmile::scenarios {
namespace {

// $1 of _lastmile is the command as typed. The tree's launcher would build first, so that the program behind
// it is asked instead, if it is there; installed, the program is beside it.
constexpr const char* kFrame = R"bash(# Completion for lastmile. bash: source this file.
# zsh: autoload -U +X bashcompinit && bashcompinit, then source it.

_lastmile_program() {
  local path start
  path=$(readlink -f "$(command -v "$1")") || return
  IFS= read -r -N 2 start 2>/dev/null <"$path"
  if [[ -x ${path%/*}/lastmile-sim ]]; then
    path=${path%/*}/lastmile-sim
  elif [[ $start == '#!' ]]; then
    path=${LASTMILE_BUILD_DIR:-${path%/*}/build/release}/scenarios/lastmile-sim
  fi
  [[ -x $path ]] && printf '%s\n' "$path"
}
_lastmile_words() { COMPREPLY+=($(compgen -W "$*" -- "$current")); }
_lastmile_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  COMPREPLY+=($(compgen -f -- "$current"))
}
_lastmile_folders() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  COMPREPLY+=($(compgen -d -- "$current"))
}
_lastmile_names() {
  local program
  program=$(_lastmile_program "$command") || return
  _lastmile_words "$("$program" "$@" 2>/dev/null | sed 's/ .*//')"
}

_lastmile() {
  local command=$1 verb=${COMP_WORDS[1]} current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}
  fi
  if ((COMP_CWORD == 1)); then
    _lastmile_words @VERBS@ --help
    return
  fi
  case "$verb $before" in
    *' --plugin') _lastmile_files; return ;;
@VALUES@  esac
  if [[ $current == -* ]]; then
    case $verb in
@OPTIONS@    esac
  else
    case $verb in
@ARGUMENTS@    esac
  fi
}

complete -F _lastmile lastmile ./lastmile lastmile-sim
)bash";

/// What to offer for a word of a declaration, e.g. for NETWORK.
std::vector<std::string> offers(const std::string& word) {
  static const std::map<std::string, std::vector<std::string>> known = {
      {"AREA", {"names check"}},
      {"BENCHMARK", {"names bench"}},
      {"DEVICE", {"names list devices"}},
      {"DIR", {"folders"}},
      {"FILE", {"files"}},
      {"FILE.svg", {"files"}},
      {"MODEL", {"names list compute"}},
      {"NETWORK", {"names list zoo", "files"}},
      {"PATH", {"files"}},
      {"SCENARIO", {"files"}},
      {"TOPIC", {"names list"}}};
  const auto found = known.find(word);
  if (found != known.end()) return found->second;
  const bool literal = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == word.npos;
  return literal ? std::vector<std::string>{"words " + word} : std::vector<std::string>{};
}

/// The words of "[network|device] SCENARIO|NETWORK...".
std::vector<std::string> words_of(const std::string& declared) {
  std::vector<std::string> words(1);
  for (const char c : declared + " ") {
    if (c == '[' || c == ']') continue;
    if (c != '|' && c != ' ') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  words.pop_back();
  for (std::string& word : words) {
    if (word.ends_with("...")) word.resize(word.size() - 3);
  }
  return words;
}

std::string calls(const std::string& declared) {
  std::string text;
  for (const std::string& word : words_of(declared)) {
    for (const std::string& offer : offers(word)) {
      const std::string call = "_lastmile_" + offer + "; ";
      if (text.find(call) == text.npos) text += call;
    }
  }
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

/// Every option that takes a value ends the search, whether or not there is something to offer.
std::string values(const CommandSpec& spec) {
  std::string text;
  for (const OptionSpec& option : spec.options) {
    if (option.value.empty()) continue;
    const std::string known =
        option.choices.empty() ? calls(option.value) : "_lastmile_words" + joined(option.choices) + "; ";
    text += "    '" + spec.name + " --" + option.name + "') " + known + "return ;;\n";
  }
  return text;
}

std::string options(const CommandSpec& spec) {
  std::string text = "      " + spec.name + ") _lastmile_words";
  for (const OptionSpec& option : spec.options) text += " --" + option.name;
  return text + " --plugin --help ;;\n";
}

std::string arguments(const CommandSpec& spec) {
  const std::string known = calls(spec.positional);
  return known.empty() ? "" : "      " + spec.name + ") " + known + ";;\n";
}

void fill(std::string& text, const std::string& mark, const std::string& with) {
  text.replace(text.find(mark), mark.size(), with);
}

}  // namespace

std::string completion_script() {
  std::string all_verbs, all_values, all_options, all_arguments;
  for (const Verb& verb : verbs()) {
    if (verb.hidden) continue;
    all_verbs += (all_verbs.empty() ? "" : " ") + verb.spec.name;
    all_values += values(verb.spec);
    all_options += options(verb.spec);
    all_arguments += arguments(verb.spec);
  }
  std::string text = kFrame;
  fill(text, "@VERBS@", all_verbs);
  fill(text, "@VALUES@", all_values);
  fill(text, "@OPTIONS@", all_options);
  fill(text, "@ARGUMENTS@", all_arguments);
  return text;
}

}  // namespace lastmile::scenarios
