// Is this text at all? Asked before any parser sees a byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probe/plan/yaml_tree.h"

namespace vnetprobe {

// At most kMaxPlanBytes of UTF-8 (RFC 3629) without NUL and other control characters but tab and
// line ends. The first offence, or nullopt.
std::optional<YamlError> find_non_text(std::string_view text);

// C0 and C1 control characters of UTF-8 text: what a terminal obeys, tab and line ends included.
bool has_control(std::string_view text);

// A text with a question mark for each character that a terminal obeys or that turns the direction of
// writing, and for each byte that is no UTF-8.
std::string without_controls(std::string_view text);

// A stranger's text for a message: in backquotes, cut short, and nothing in it that a terminal obeys
// (YAML's "\e" makes an escape out of two harmless characters).
std::string shown(std::string_view text);

}  // namespace vnetprobe
