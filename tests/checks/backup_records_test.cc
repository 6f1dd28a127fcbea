// Which endpoints a vault must have, by experience and stage (contract 2.1; azure-facts 2.1, 2.2).
#include <doctest/doctest.h>

#include "checks/backup_stage.h"
#include "probe/plan/expand.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kEcsBlob = "ab1pod01ecs101.blob.core.windows.net";
constexpr const char* kEcsQueue = "ab1pod01ecs101.queue.core.windows.net";
constexpr const char* kProt = "ab1pod01prot101.blob.core.windows.net";

// Letters for what the plan lists: s a service name, b and q the registration's blob and queue, p the
// first backup's blob; B and Q the same without a role.
Story vault_with(Experience experience, Stage stage, const std::string& listed) {
  Story story = Story().view("azure", kAzureDns).vault(experience, stage);
  story.plan.vaults.back().id.clear();
  for (const char letter : listed) {
    if (letter == 's') story.vault_endpoint(kBackup, "10.1.2.4");
    if (letter == 'b') story.vault_endpoint(kEcsBlob, "10.1.2.15", Role::ecs);
    if (letter == 'q') story.vault_endpoint(kEcsQueue, "10.1.2.16", Role::ecs);
    if (letter == 'B') story.vault_endpoint(kEcsBlob, "10.1.2.15");
    if (letter == 'Q') story.vault_endpoint(kEcsQueue, "10.1.2.16");
    if (letter == 'p') story.vault_endpoint(kProt, "10.1.2.17", Role::prot);
  }
  return story;
}

}  // namespace

TEST_CASE("backup.records, by experience and stage") {
  const auto classic = Experience::classic, simplified = Experience::simplified;
  const auto created = Stage::created, registered = Stage::registered, done = Stage::protected_;
  const struct {
    Experience experience;
    Stage stage;
    const char *listed, *status;
  } rows[] = {
      {classic, created, "s", "pass"},         {classic, created, "sbqp", "pass"},
      {classic, created, "", "unknown"},       {classic, created, "bq", "unknown"},
      {classic, registered, "s", "fail"},      {classic, registered, "sb", "fail"},
      {classic, registered, "sq", "fail"},     {classic, registered, "sbq", "pass"},
      {classic, registered, "sBQ", "fail"},    {classic, registered, "sp", "fail"},
      {classic, done, "sbq", "fail"},          {classic, done, "sp", "fail"},
      {classic, done, "sbqp", "pass"},         {classic, done, "bqp", "unknown"},
      {simplified, created, "s", "pass"},      {simplified, created, "", "unknown"},
      {simplified, registered, "s", "fail"},   {simplified, registered, "sB", "fail"},
      {simplified, registered, "sBQ", "pass"}, {simplified, registered, "sbq", "pass"},
      {simplified, done, "sBQ", "pass"},       {simplified, done, "s", "fail"},
  };
  for (const auto& row : rows) {
    CAPTURE(to_string(row.experience));
    CAPTURE(to_string(row.stage));
    CAPTURE(row.listed);
    CHECK(status_of(vault_with(row.experience, row.stage, row.listed).assess(), "backup.records") ==
          row.status);
  }
}

TEST_CASE("backup.records without stage or experience says which key would decide") {
  Story story = vault_with(Experience::classic, Stage::created, "s");
  VaultPlan& vault = story.plan.vaults.back();
  vault.stage.reset();
  Report report = story.assess();
  CHECK(status_of(report, "backup.records") == "skip");
  CHECK(check_of(report, "backup.records").message.find("stage") != std::string::npos);
  vault.stage = Stage::created;
  vault.experience.reset();
  report = story.assess();
  CHECK(status_of(report, "backup.records") == "skip");
  CHECK(check_of(report, "backup.records").message.find("experience") != std::string::npos);
}

TEST_CASE("backup.records, by what the names say") {
  const struct {
    const char *word, *zone, *status;
  } rows[] = {
      {"right", "served", "pass"},      {"missing", "served", "fail"},
      {"no data", "served", "fail"},    {"not found", "unserved", "skip"},
      {"10.1.2.99", "served", "skip"},  {"servfail", "served", "skip"},
      {"silent", "served", "skip"},     {"interrupted", "served", "unknown"},
      {"unasked", "served", "unknown"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.word);
    const Report report = vault_with(Experience::classic, Stage::created, "s")
                              .zone("azure", kBackupZone, row.zone)
                              .says("azure", kBackup, row.word)
                              .assess();
    CHECK(status_of(report, "backup.records") == row.status);
    if (std::string(row.status) == "skip")
      CHECK(check_of(report, "backup.records").because == check_of(report, "dns.private").id);
  }
}

TEST_CASE("a vault that is known by its number alone") {
  const auto names_of = [](Experience experience) {
    const Story story = Story().view("azure", kAzureDns).vault(experience, Stage::created);
    return expand(story.plan).targets.size();
  };
  CHECK(names_of(Experience::classic) == 8);
  CHECK(names_of(Experience::simplified) == 2);
}

}  // namespace vnetprobe
