// A remedy as lines to paste. Long shell commands are folded where the shell allows it, between two
// words and with its own sign of continuation, so that the lines paste as the one command they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// Lines of at most `room` columns, unless one word is longer. Only `az` and `sh` (with \), `windows-dns`
// (with `) and comments are folded; every other dialect keeps its lines. Clean text.
std::vector<std::string> remedy_lines(const Remedy& remedy, std::size_t room);

// Where it is pasted: "in a shell with az", "into named.conf".
std::string remedy_place(std::string_view as);

}  // namespace vnetprobe
