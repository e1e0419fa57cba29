#include "scenarios/host/manual.hpp"

#include "analysis/version.hpp"
#include "scenarios/host/verbs.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kDescription = R"(.SH DESCRIPTION
Lastmile simulates what happens when a neural network is trained and run across devices, edge servers
and the cloud. A scenario is a file in Lua; a run compares its strategies, prints the comparison and
writes one HDF5 file.
.PP
In a source tree
.B ./lastmile
takes the same words. It installs what is missing, builds, and calls the program; after
.B run
it draws a picture of the result beside it.
)";

constexpr const char* kEnd = R"(.SH EXIT STATUS
.TP
0
Done, and what was checked holds.
.TP
1
Failed.
.TP
2
Bad input: an unknown word, a scenario that cannot be run, a file that cannot be read.
.TP
130
Interrupted; a result file has the runs that had ended.
.SH ENVIRONMENT
.TP
.B LASTMILE_DEVICES
A folder of more device files, NAME.toml each.
.TP
.B LASTMILE_MODELS
The folder of data files to use instead of the program's own.
.TP
.B LASTMILE_HOME
The folder of all files that come with the program, instead of the one it was installed with.
.TP
.B LASTMILE_PLUGINS
Policies in C++ to load, files separated by colons; \-\-plugin FILE adds to them.
.TP
.B LASTMILE_PYTHON
The Python that draws pictures and pages, instead of /usr/bin/python3.
.TP
.B LASTMILE_KERNELS
The program lastmile\-kernels to use, which times the kernels.
.TP
.B NO_COLOR
No colours on a terminal.
.SH EXAMPLES
.nf
lastmile new scenario mine
lastmile run mine.lua \-\-seeds 5
lastmile run mine.lua \-\-network ns3 \-\-out packets.h5
lastmile list devices
lastmile show device raspberry\-pi\-4
.fi
)";

/// Text as troff prints it: no escapes, no requests, hyphens that can be copied.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else
      result += c;
  }
  const bool request = !result.empty() && (result[0] == '.' || result[0] == '\'');
  return request ? "\\&" + result : result;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string manual_of(const OptionSpec& option) {
  std::string text = ".TP\n\\fB" + plain("--" + option.name) + "\\fR";
  if (!option.value.empty()) text += " \\fI" + plain(option.value) + "\\fR";
  std::string doc = option.doc;
  const bool untold = !option.choices.empty() && doc.find(option.choices.front()) == doc.npos;
  if (untold) doc += "; one of " + joined(option.choices);
  if (option.repeat) doc += " (may be repeated)";
  return text + "\n" + plain(doc) + "\n";
}

std::string manual_of(const CommandSpec& spec) {
  std::string text = ".SS \"lastmile " + plain(spec.name);
  if (!spec.positional.empty()) {
    text += " " + plain(spec.positional_required ? spec.positional : "[" + spec.positional + "]");
  }
  text += "\"\n" + plain(spec.summary) + "\n";
  for (const OptionSpec& option : spec.options) text += manual_of(option);
  return text;
}

}  // namespace

std::string manual_text() {
  std::string text = std::string(".TH LASTMILE 1 \"\" \"lastmile ") + analysis::software_version() +
                     "\" \"User Commands\"\n.SH NAME\nlastmile \\- simulator for edge intelligence\n"
                     ".SH SYNOPSIS\n.B lastmile\n.I verb\n.RI [ options ]\n" +
                     kDescription + ".SH VERBS\n.B \\-\\-help\nafter a verb prints what stands here.\n";
  for (const Verb& verb : verbs()) {
    if (!verb.hidden) text += manual_of(verb.spec);
  }
  return text + kEnd;
}

}  // namespace lastmile::scenarios
