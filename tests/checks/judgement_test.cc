// A change of a rule or a judge is a difference here, to be read and found good (UPDATE_GOLDEN=1 writes it).
#include "tests/checks/judgement.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>

#include "tests/checks/told.h"
#include "tests/support/golden.h"

namespace vnetprobe {
namespace {

// "dns.zone-not-linked" and its like are in one file, "dns".
std::string file_of(const Told& told) {
  const std::string name(told.code.substr(0, told.code.find('.')));
  return "stories/" + (name.empty() ? "healthy" : name) + ".txt";
}

}  // namespace

TEST_CASE("what each story comes to") {
  std::map<std::string, std::string> files;
  for (const Told& told : all_stories())
    files[file_of(told)] += judgement(fmt::format("{}: {}", told.code, told.story), told.told.assess());
  CHECK(files.size() > 5);
  for (const auto& [file, text] : files) {
    std::string difference;
    CHECK_MESSAGE(matches_golden(file, text, difference), difference);
  }
}

}  // namespace vnetprobe
