// The page's style sheet, and the hash by which its Content-Security-Policy allows it.
#pragma once

#include <string_view>

namespace vnetprobe {

extern const std::string_view kHtmlStyle;
// "sha256-…=" of kHtmlStyle; a test computes it anew and says what it should be.
extern const std::string_view kHtmlStyleHash;

}  // namespace vnetprobe
