// Golden files: what a format printed when somebody last read it and found it good.
#pragma once

#include <string>

namespace vnetprobe {

// True when the file (a path below tests/golden) holds exactly `text`. With UPDATE_GOLDEN=1 in the
// environment the file is written in place of being compared. Otherwise `difference` says where they
// part.
bool matches_golden(const std::string& file, const std::string& text, std::string& difference);

}  // namespace vnetprobe
