// Every rule fires on its story and is silent on its nearest neighbours; the stories are the tables
// in stories_of_*.cc.
#include "checks/rules.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <set>
#include <sstream>

#include "checks/codes.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

std::vector<std::string> lines_of(const Report& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) lines.push_back(line_of(finding));
  return lines;
}

std::string sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

bool is_found(const Told& told) {
  return std::any_of(told.findings.begin(), told.findings.end(), [&](const std::string& line) {
    return line.find(std::string(told.code) + " ") != std::string::npos;
  });
}

// What az or ARM says has stories of its own, in tests/checks/az.
bool is_of_az(const std::string& code) {
  return code.starts_with("pe.") || code == "zone.link-missing" || code == "vault.identity-missing" ||
         code == "egress.alias-missing";
}

std::set<std::string> codes_of_rules() {
  std::set<std::string> all;
  for (const Rule& rule : rules()) {
    std::istringstream words{std::string(rule.codes)};
    for (std::string code; words >> code;) all.insert(code);
  }
  return all;
}

}  // namespace

TEST_CASE("each story gives exactly its findings") {
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    CHECK(sorted(lines_of(told.told.assess())) == sorted(told.findings));
  }
}

TEST_CASE("every code of the rule table has a story and a neighbour") {
  std::set<std::string> fired, silent;
  for (const Told& told : all_stories()) (is_found(told) ? fired : silent).emplace(told.code);
  for (const std::string& code : codes_of_rules()) {
    CAPTURE(code);
    if (is_of_az(code)) continue;
    CHECK(fired.contains(code));
    CHECK(silent.contains(code));
  }
}

TEST_CASE("codes of the catalogue that no rule can give yet are known by name") {
  const std::set<std::string> not_yet;
  const std::set<std::string> given = codes_of_rules();
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    if (is_of_az(std::string(row.code))) continue;
    CHECK(given.contains(std::string(row.code)) != not_yet.contains(std::string(row.code)));
  }
  for (const std::string& code : given) CHECK_NOTHROW(code_row(code));
}

}  // namespace vnetprobe
