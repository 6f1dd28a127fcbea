// A vault at its stage: endpoints that must exist and are not known, or have no record (azure-facts 2.1).
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kEcsBlob = "ab1pod01ecs101.blob.core.windows.net";
constexpr const char* kEcsQueue = "ab1pod01ecs101.queue.core.windows.net";
constexpr const char* kProt = "ab1pod01prot101.blob.core.windows.net";
const std::string kEcs = "backup.ecs-missing contoso-rsv | ab1pod01ecs101.blob.core.windows.net | azure";
const std::string kProtMissing =
    "backup.prot-missing contoso-rsv | ab1pod01prot101.blob.core.windows.net | azure";

Story vault_at(Experience experience, Stage stage) {
  return Story().view("azure", kAzureDns).vault(experience, stage).vault_endpoint(kBackup, "10.1.2.4");
}
Story registered() {
  return vault_at(Experience::classic, Stage::registered)
      .vault_endpoint(kEcsBlob, "10.1.2.15", Role::ecs)
      .vault_endpoint(kEcsQueue, "10.1.2.16", Role::ecs);
}
Story protected_vault() {
  Story story = registered().vault_endpoint(kProt, "10.1.2.17", Role::prot);
  story.plan.vaults.back().stage = Stage::protected_;
  return story;
}

}  // namespace

std::vector<Told> stories_of_vaults() {
  return {
      {"backup.ecs-missing",
       "registered, and nobody has named an endpoint of the registration",
       vault_at(Experience::classic, Stage::registered),
       {"backup.ecs-missing contoso-rsv |  | "}},
      {"backup.ecs-missing",
       "the blob is named, the queue is not",
       vault_at(Experience::classic, Stage::registered).vault_endpoint(kEcsBlob, "10.1.2.15", Role::ecs),
       {"backup.ecs-missing contoso-rsv |  | "}},
      {"backup.ecs-missing",
       "simplified and registered, no storage name on the endpoint",
       vault_at(Experience::simplified, Stage::registered),
       {"backup.ecs-missing contoso-rsv |  | "}},
      {"backup.ecs-missing",
       "its record is missing from the served zone",
       registered().says("azure", kEcsBlob, "missing"),
       {kEcs}},
      {"backup.ecs-missing",
       "both records are missing: one finding",
       registered().says("azure", kEcsBlob, "missing").says("azure", kEcsQueue, "missing"),
       {"backup.ecs-missing contoso-rsv | ab1pod01ecs101.blob.core.windows.net, "
        "ab1pod01ecs101.queue.core.windows.net | azure"}},
      {"backup.ecs-missing",
       "neighbour: created: nothing was registered",
       vault_at(Experience::classic, Stage::created),
       {}},
      {"backup.ecs-missing", "neighbour: registered, both are there", registered(), {}},
      {"backup.ecs-missing",
       "neighbour: simplified, a blob and a queue of whatever role",
       vault_at(Experience::simplified, Stage::registered)
           .vault_endpoint(kEcsBlob, "10.1.2.15")
           .vault_endpoint(kEcsQueue, "10.1.2.16"),
       {}},
      {"backup.ecs-missing",
       "neighbour: the zone is not linked",
       registered().zone("azure", kQueueZone, "unserved"),
       {std::string("dns.zone-not-linked ") + kQueueZone + " | " + kEcsQueue + " | azure"}},
      {"backup.ecs-missing",
       "neighbour: a name without a role",
       vault_at(Experience::classic, Stage::created)
           .vault_endpoint(kEcsBlob, "10.1.2.15")
           .says("azure", kEcsBlob, "missing"),
       {std::string("dns.record-missing ") + kEcsBlob + " | " + kEcsBlob + " | azure"}},
      {"backup.ecs-missing",
       "neighbour: the stage is not said",
       [] {
         Story story = vault_at(Experience::classic, Stage::registered);
         story.plan.vaults.back().stage.reset();
         return story;
       }(),
       {}},

      {"backup.prot-missing",
       "protected, and nobody has named an endpoint of the first backup",
       [] {
         Story story = registered();
         story.plan.vaults.back().stage = Stage::protected_;
         return story;
       }(),
       {"backup.prot-missing contoso-rsv |  | "}},
      {"backup.prot-missing",
       "its record is missing from the served zone",
       protected_vault().says("azure", kProt, "missing"),
       {kProtMissing}},
      {"backup.prot-missing", "neighbour: only registered", registered(), {}},
      {"backup.prot-missing", "neighbour: it is there", protected_vault(), {}},
      {"backup.prot-missing",
       "neighbour: its record is stale",
       protected_vault().says("azure", kProt, "10.1.2.99"),
       {std::string("dns.record-stale ") + kProt + " | " + kProt + " | azure"}},
      {"backup.prot-missing",
       "neighbour: what is missing is of the registration",
       protected_vault().says("azure", kEcsBlob, "missing"),
       {kEcs}},
  };
}

}  // namespace vnetprobe
