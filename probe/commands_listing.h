// `list commands -f json`: the command line for programs, and for the makers of man pages and
// completions.
#pragma once

#include <string>

namespace vnetprobe {

// {"commands": [{"word", "title", "options": [{"names", "argument", "value", "text", "environment",
// "required", "repeatable"}]}]}
std::string commands_json();

}  // namespace vnetprobe
