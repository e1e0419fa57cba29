// Part of every plug-in: it loads only into a program that was built from the headers it was built with.
#include "plugin_abi.hpp"

extern "C" {
extern const char LASTMILE_ABI;
extern const char* const lastmile_plugin;
const char* const lastmile_plugin = &LASTMILE_ABI;
}
