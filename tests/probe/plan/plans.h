// What the tests of the plan share: a plan from its text, with a small environment.
#pragma once

#include <doctest/doctest.h>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "probe/plan/parse.h"

namespace vnetprobe {

// The environment of all these tests: PREFIX is "10.1", EMPTY is "", COLOUR holds an escape code.
inline const char* test_environment(const std::string& name) {
  if (name == "PREFIX") return "10.1";
  if (name == "PORT") return "8443";
  if (name == "EMPTY") return "";
  if (name == "COLOUR") return "\x1b[31m";
  return nullptr;
}

inline ParsedPlan parse_texts(const std::vector<PlanText>& files) {
  return parse_plans(files, test_environment);
}

// One file, "plan.yaml".
inline ParsedPlan parse_text(std::string_view text) {
  return parse_texts({{"plan.yaml", std::string{text}}});
}

// The errors as users see them, a line each.
struct Lines {
  std::vector<std::string> lines{};
  friend bool operator==(const Lines&, const Lines&) = default;
};
inline doctest::String toString(const Lines& all) {
  std::string text;
  for (const std::string& line : all.lines) text += "\n    " + line;
  return text.c_str();
}

inline Lines printed(const ParsedPlan& parsed) {
  Lines out;
  for (const InputError& error : parsed.errors) out.lines.push_back(to_string(error));
  return out;
}

inline std::vector<std::string> as_text(const std::vector<IpAddress>& addresses) {
  std::vector<std::string> out;
  for (const IpAddress& each : addresses) out.push_back(each.to_string());
  return out;
}

}  // namespace vnetprobe
