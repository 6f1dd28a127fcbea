// What two places say of one name, every pair of answers, as tests/golden/stories/answer_pairs.txt has it: a
// rule that forgets one of them shows as a line that moved.
#include <doctest/doctest.h>

#include "tests/checks/matrices.h"
#include "tests/checks/told.h"
#include "tests/support/golden.h"

namespace vnetprobe {
namespace {

constexpr const char* kSignIn = "login.microsoftonline.com";
constexpr const char* kCanary = "exfilcanary01.blob.core.windows.net";
constexpr const char* kArm = "management.azure.com";
const std::vector<std::string> kZoneWords = {"served",  "unserved", "public soa",  "servfail",
                                             "refused", "silent",   "interrupted", "unasked"};

// The second account is right everywhere, so that no view is of no use altogether.
Story dc1_and_host(const char* address) {
  return Story()
      .view("dc1", "10.1.0.53")
      .reference("azure", kAzureDns)
      .system()
      .account("mystorage01", address)
      .account("mystorage02", "10.1.3.7");
}

}  // namespace

TEST_CASE("what any two answers about one name come to") {
  const std::vector<std::string>& words = answers_of_a_server();
  const std::vector<std::string>& few = few_answers();
  std::string text;
  text += table_of("dc1 says, and the host behind it", words, words, [](const auto& there, const auto& here) {
    return dc1_and_host("10.1.3.5").says("dc1", kBlob, there).says("system", kBlob, here);
  });
  text += table_of("the same where the plan expects no address", few, few,
                   [](const auto& there, const auto& here) {
                     return dc1_and_host("").says("dc1", kBlob, there).says("system", kBlob, here);
                   });
  text +=
      table_of("dc1 says, and Azure DNS, both required", few, few, [](const auto& one, const auto& other) {
        return Story()
            .view("dc1", "10.1.0.53")
            .view("azure", kAzureDns)
            .account("mystorage01", "10.1.3.5")
            .says("dc1", kBlob, one)
            .says("azure", kBlob, other);
      });
  text +=
      table_of("Azure DNS says, and of the private name", few, few, [](const auto& said, const auto& inside) {
        return blob_at_azure().says("azure", kBlob, said).says_privatelink("azure", kBlob, inside);
      });
  text += table_of("Azure DNS says, and asked again", few, few, [](const auto& first, const auto& again) {
    return blob_at_azure().says("azure", kBlob, first).again("azure", again);
  });
  text += table_of("A, and AAAA", few, words, [](const auto& v4, const auto& v6) {
    return blob_at_azure().says("azure", kBlob, v4).says_aaaa("azure", kBlob, v6);
  });
  text +=
      table_of("Azure DNS says, and of the zone", words, kZoneWords, [](const auto& said, const auto& zone) {
        return blob_at_azure().zone("azure", kBlobZone, zone).says("azure", kBlob, said);
      });
  text += table_of("dc1 says, and Azure DNS behind it has the zone", few, kZoneWords,
                   [](const auto& said, const auto& zone) {
                     return blob_at_dc1().zone("azure", kBlobZone, zone).says("dc1", kBlob, said);
                   });
  text += table_of("of Azure Backup's name, and its zone", few, kZoneWords,
                   [](const auto& said, const auto& zone) {
                     return backup_at_azure().zone("azure", kBackupZone, zone).says("azure", kBackup, said);
                   });
  text += table_of("the hosts file, and dc1", {"10.1.3.5", "10.1.3.77", "20.60.1.1", "127.0.0.1"}, few,
                   [](const auto& pinned, const auto& said) {
                     return dc1_and_host("10.1.3.5").hosts(pinned, kBlob).says("dc1", kBlob, said);
                   });
  text += table_of("the same where the plan expects no address", {"10.1.3.5", "10.1.3.77", "20.60.1.1"},
                   words, [](const auto& pinned, const auto& said) {
                     return dc1_and_host("").hosts(pinned, kBlob).says("dc1", kBlob, said);
                   });
  text += table_of("dc1 is right and serves the host; dc2 says, and the host", few, few,
                   [](const auto& there, const auto& here) {
                     return Story()
                         .view("dc1", "10.1.0.53")
                         .view("dc2", "10.1.0.54")
                         .system()
                         .account("mystorage01", "10.1.3.5")
                         .says("dc2", kBlob, there)
                         .says("system", kBlob, here);
                   });
  const std::vector<std::string> pins = {"10.1.3.5", "10.1.3.77", "10.9.9.9", "20.60.1.1", "127.0.0.1"};
  text += table_of("the hosts file, and the plan expects", pins, {"10.1.3.5", ""},
                   [](const auto& pinned, const auto& expected) {
                     return Story().system().account("mystorage01", expected).hosts(pinned, kBlob);
                   });
  text += table_of("the hosts file beside a reference that says, and the plan expects no address", pins,
                   words, [](const auto& pinned, const auto& said) {
                     return Story()
                         .reference("dc1", "10.1.0.53")
                         .system()
                         .account("mystorage01")
                         .hosts(pinned, kBlob)
                         .says("dc1", kBlob, said);
                   });
  text += table_of("dc1 says, and Azure DNS as a reference; no public address is known", few, few,
                   [](const auto& one, const auto& reference) {
                     return blob_at_dc1()
                         .public_address(kBlob, "")
                         .says("dc1", kBlob, one)
                         .says("azure", kBlob, reference);
                   });
  const auto two_servers = [] { return Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54"); };
  text += table_of("of a sign-in host, dc1 and dc2", few, few, [&](const auto& one, const auto& other) {
    return two_servers().sign_in().says("dc1", kSignIn, one).says("dc2", kSignIn, other);
  });
  text += table_of(
      "of an account that must be refused, dc1 and dc2", few, few, [&](const auto& one, const auto& other) {
        return two_servers().denied("exfilcanary01").says("dc1", kCanary, one).says("dc2", kCanary, other);
      });
  text += table_of("of a destination, dc1 and dc2", few, few, [&](const auto& one, const auto& other) {
    Story story = two_servers();
    story.plan.also = {"arm"};
    return story.says("dc1", kArm, one).says("dc2", kArm, other);
  });
  std::string difference;
  CHECK_MESSAGE(matches_golden("stories/answer_pairs.txt", text, difference), difference);
}

}  // namespace vnetprobe
