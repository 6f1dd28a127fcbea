// `explain` knows every word that the program prints, and says it within 80 columns.
#include "checks/explain.h"

#include <doctest/doctest.h>
#include <set>
#include <sstream>

#include "checks/check_notes.h"
#include "checks/codes.h"
#include "checks/errors.h"
#include "checks/kinds.h"
#include "tests/support/golden.h"

using namespace vnetprobe;

namespace {

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  std::istringstream in{std::string{list}};
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool is_code(const std::string& word) {
  for (const Code& row : codes())
    if (row.code == word) return true;
  return false;
}

// azure-facts 2.7, written out, and the operating system's errors of section 6.
constexpr const char* kSeenByUsers[] = {"UserErrorVMInternetConnectivityIssue",
                                        "WorkloadExtensionNotReachable",
                                        "WorkloadExtensionDidntDequeueMsg",
                                        "UserErrorWorkloadExtensionNotInstalled",
                                        "WorkloadExtensionNotPresent",
                                        "MARS 34513",
                                        "MARS 100050",
                                        "MARS 100110",
                                        "0x1FC07",
                                        "34506",
                                        "AADSTS500021",
                                        "Operating system error 5",
                                        "Operating system error 50",
                                        "Operating system error 86",
                                        "12007",
                                        "40532"};

}  // namespace

TEST_CASE("every finding, check and error is explained under its own name") {
  std::set<std::string> words;
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    const auto found = find_explanation(row.code);
    REQUIRE(found);
    CHECK(found->word == row.code);
    CHECK(found->kind == "finding");
    CHECK(found->title == row.title);
    CHECK(words.insert(found->word).second);
  }
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.id);
    const auto found = find_explanation(kind.id);
    REQUIRE(found);
    CHECK(found->word == kind.id);
    // clock.skew is both: the finding says more, and the whole id of the check has it.
    const auto by_id = find_explanation(std::string(kind.id) + "/target");
    REQUIRE(by_id);
    CHECK(by_id->kind == "check");
    CHECK(by_id->sections.size() >= 3);  // a check without a note has none
    if (found->kind == "finding") continue;
    CHECK(found->kind == "check");
    CHECK(words.insert(found->word).second);
  }
  for (const UserError& error : user_errors()) {
    CAPTURE(error.name);
    const auto found = find_explanation(error.name);
    REQUIRE(found);
    CHECK(found->word == error.name);
    CHECK(found->kind == "error");
    CHECK(words.insert(found->word).second);
  }
}

TEST_CASE("errors are found however they are written") {
  for (const char* word : kSeenByUsers) {
    CAPTURE(word);
    CHECK(find_user_error(word) != nullptr);
  }
  struct Row {
    const char* word;
    const char* name;
  };
  const Row rows[] = {{"100050", "MARS 100050"},
                      {"mars 100050", "MARS 100050"},
                      {"MARS-100050", "MARS 100050"},
                      {"aadsts500021", "AADSTS500021"},
                      {"AADSTS500021: Access to 'IDMAADTenantwepod01' tenant is denied", "AADSTS500021"},
                      {"usererrorvminternetconnectivityissue", "UserErrorVMInternetConnectivityIssue"},
                      {"operating system error 5(Access is denied.)", "Operating system error 5"},
                      {"os error 86", "Operating system error 86"},
                      {"403 AuthorizationFailure", "AuthorizationFailure"},
                      {"Msg 40532", "SQL error 40532"},
                      {"HTTP 470", "HTTP 470"}};
  for (const Row& row : rows) {
    CAPTURE(row.word);
    const UserError* found = find_user_error(row.word);
    REQUIRE(found != nullptr);
    CHECK(found->name == row.name);
  }
  CHECK(find_user_error("") == nullptr);
  CHECK(find_user_error("100051") == nullptr);
  CHECK(find_user_error("Operating system error 55") == nullptr);
}

TEST_CASE("findings and checks are found in any case, checks by their whole id too") {
  CHECK(find_explanation("DNS.Zone-Not-Linked")->word == "dns.zone-not-linked");
  CHECK(find_explanation("net.connect/contosodata.blob.core.windows.net:443@10.1.3.5")->word ==
        "net.connect");
  CHECK_FALSE(find_explanation("dns.zone-not-lined"));
  CHECK_FALSE(find_explanation(""));
}

TEST_CASE("an unknown word gets the nearest known ones") {
  CHECK(nearest_words("dns.zone-not-lined").front() == "dns.zone-not-linked");
  CHECK(nearest_words("net.timeuot").front() == "net.timeout");
  CHECK(nearest_words("tls.handshak").front() == "tls.handshake");
  CHECK(nearest_words("WorkloadExtensionNotReachabel").front() == "WorkloadExtensionNotReachable");
  CHECK(nearest_words("not-linked").front() == "dns.zone-not-linked");
  for (const char* word : {"", "x", "a very long word that is like nothing at all"}) {
    CHECK_FALSE(nearest_words(word).empty());
    CHECK(nearest_words(word).size() <= 3);
  }
}

TEST_CASE("tables name only codes that exist, each once") {
  for (const UserError& error : user_errors()) {
    CAPTURE(error.name);
    std::set<std::string> seen;
    for (const std::string& code : words_of(error.findings)) {
      CAPTURE(code);
      CHECK(is_code(code));
      CHECK(seen.insert(code).second);
    }
  }
  std::set<std::string> explained;
  for (const CheckNote& note : check_notes()) {
    CAPTURE(note.kind);
    for (const std::string& code : words_of(note.findings)) {
      CAPTURE(code);
      CHECK(is_code(code));
      explained.insert(code);
    }
  }
  // These two need no check to fail: one is about the settings of this host, one about its place.
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    if (row.code != "proxy.captures-private" && row.code != "env.not-in-azure")
      CHECK(explained.contains(std::string{row.code}));
  }
}

TEST_CASE("every kind of check has a note") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.id);
    bool found = false;
    for (const CheckNote& note : check_notes()) found |= note.kind == kind.id;
    CHECK(found);
  }
}

TEST_CASE("text fits into 80 columns, but for lines to paste") {
  std::vector<std::string> words;
  for (const Listed& listed : list_codes()) words.push_back(listed.word);
  for (const Listed& listed : list_checks()) words.push_back(listed.word);
  for (const Listed& listed : list_errors()) words.push_back(listed.word);
  CHECK(words.size() == codes().size() + kinds().size() + user_errors().size());
  for (const std::string& word : words) {
    CAPTURE(word);
    std::istringstream in(explain(word).value());
    for (std::string line; std::getline(in, line);) {
      CAPTURE(line);
      CHECK_FALSE(line.ends_with(' '));
      if (!line.starts_with("    ") || (line.starts_with("      ") && !line.starts_with("        ")) ||
          line.starts_with("    #"))
        CHECK(line.size() <= 80);
    }
  }
}

TEST_CASE("explanations read as they were found good") {
  struct Row {
    const char* word;
    const char* file;
  };
  const Row rows[] = {{"dns.zone-not-linked", "words/explain-dns.zone-not-linked.txt"},
                      {"dns.hosts-override", "words/explain-dns.hosts-override.txt"},
                      {"public.refused", "words/explain-public.refused.txt"},
                      {"MARS 100050", "words/explain-mars-100050.txt"},
                      {"AADSTS500021", "words/explain-aadsts500021.txt"}};
  for (const Row& row : rows) {
    std::string difference;
    CHECK_MESSAGE(matches_golden(row.file, explain(row.word).value(), difference), difference);
  }
}

TEST_CASE("the page of findings in the house is the one that is printed") {
  std::string difference;
  CHECK_MESSAGE(matches_golden("../../checks/FINDINGS.md", markdown_catalogue(), difference), difference);
}

TEST_CASE("the catalogue page holds every finding and every error") {
  const std::string page = markdown_catalogue();
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    CHECK(page.find("\n### `" + std::string{row.code} + "`\n") != std::string::npos);
    CHECK(page.find("\n| `" + std::string{row.code} + "` | ") != std::string::npos);
  }
  for (const UserError& error : user_errors()) {
    CAPTURE(error.name);
    CHECK(page.find("\n| " + std::string{error.name} + " | ") != std::string::npos);
  }
  CHECK(page.find("<zone-group>") != std::string::npos);  // in a fenced block, where it may stand
}
