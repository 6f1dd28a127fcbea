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

Story at_azure() { return Story().view("azure", kAzureDns); }

// One of each sort of check, passing.
std::vector<std::pair<std::string, Story>> all_is_well() {
  const std::string instance = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  Story classic = at_azure().vault(Experience::classic, Stage::protected_);
  classic.vault_endpoint(kBackup, "10.1.2.4")
      .vault_endpoint("ab1pod01ecs101.blob.core.windows.net", "10.1.2.15", Role::ecs)
      .vault_endpoint("ab1pod01ecs101.queue.core.windows.net", "10.1.2.16", Role::ecs)
      .vault_endpoint("ab1pod01prot101.blob.core.windows.net", "10.1.2.17", Role::prot);
  classic.plan.vaults.back().public_access = Access::disabled;
  Story half_given = at_azure().account("mystorage01", "10.1.3.5").says("azure", kBlob, "10.1.3.5");
  half_given.plan.storage_accounts.back().ip[""].push_back(*IpAddress::parse("10.1.3.6"));
  Story destinations = at_azure();
  destinations.plan.also = {"arm", "crl", "mars"};
  std::vector<std::pair<std::string, Story>> all = {
      {"an account through the host, a server that forwards and Azure DNS",
       Story().system().view("dc1", "10.1.0.53").view("azure", kAzureDns).account("mystorage01", "10.1.3.5")},
      {"an account without an expected address", at_azure().account("mystorage01")},
      {"an account of which one address of two is given", half_given},
      {"an account that must be refused, and sign-in", at_azure().denied("exfilcanary01").sign_in()},
      {"a key vault", at_azure().key_vault("contosokeys", "10.1.4.4")},
      {"a classic vault", classic},
      {"an instance that redirects, with a link",
       at_azure().instance(instance, "10.1.1.10").redirecting().mi_link()},
      {"destinations", destinations},
  };
  for (const Told& told : stories_of_credentials())
    if (told.findings.empty()) all.emplace_back(told.story, told.told);
  return all;
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

TEST_CASE("what each check says that passes") {
  std::string text, difference;
  for (const auto& [name, story] : all_is_well()) text += passes(name, story.assess());
  CHECK_MESSAGE(matches_golden("stories/passes.txt", text, difference), difference);
}

}  // namespace vnetprobe
