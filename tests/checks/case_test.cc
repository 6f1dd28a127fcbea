// A run as judges and rules see it: what questions and look-ups come to before anybody has an opinion.
#include "checks/case.h"

#include <doctest/doctest.h>
#include <functional>
#include <optional>

#include "checks/assess.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "probe/plan/expand.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

// A case with what it stands on.
struct Read {
  explicit Read(const Story& story, const std::function<void(Evidence&)>& change = {})
      : plan(story.plan), scope(expand(plan)), evidence(story.evidence()) {
    if (change) change(evidence);
    run.emplace(plan, scope, evidence);
  }
  Plan plan;
  Scope scope;
  Evidence evidence;
  std::optional<Case> run{};
};

enum class Said { nodata, nxdomain, refused, silent, interrupted, blocked, truncated };

void say(DnsQuestion& question, Said said) {
  question.outcome = said == Said::silent        ? DnsOutcome::silent
                     : said == Said::interrupted ? DnsOutcome::interrupted
                                                 : DnsOutcome::answered;
  question.rcode = said == Said::refused    ? rcode::kRefused
                   : said == Said::nxdomain ? rcode::kNxDomain
                                            : rcode::kNoError;
  question.flags.tc = said == Said::truncated;
  question.answers.clear();
  question.authorities.clear();
  if (said == Said::blocked)
    question.answers = {{question.name, rr::kCNAME, 60, std::string(kBlockPolicyName)}};
}

// Azure DNS, to whose questions these are the answers, in turn.
ViewHealth health_by(const std::vector<Said>& turns) {
  const Read read(blob_at_azure(), [&](Evidence& evidence) {
    for (std::size_t i = 0; i < evidence.questions.size(); ++i)
      say(evidence.questions[i], turns[i % turns.size()]);
  });
  return read.run->health(0);
}

// The same of this host's own view, by two look-ups.
ViewHealth health_by_host(const char* first, const char* second) {
  const Read read(blob_at_azure()
                      .system()
                      .account("another01", "10.1.3.9")
                      .says("system", kBlob, first)
                      .says("system", "another01.blob.core.windows.net", second));
  return read.run->health(1);
}

}  // namespace

TEST_CASE("a resolver is unusable when nothing that it answers is of use") {
  const struct {
    std::vector<Said> turns;
    bool unusable, refuses_all;
  } rows[] = {
      {{Said::nodata}, false, false},
      {{Said::nxdomain}, false, false},
      {{Said::blocked}, false, false},
      {{Said::refused, Said::nxdomain}, false, false},
      {{Said::silent, Said::silent, Said::nodata}, false, false},
      {{Said::refused}, true, true},
      {{Said::refused, Said::interrupted}, true, true},
      {{Said::refused, Said::silent}, true, false},
      {{Said::silent}, true, false},
      {{Said::silent, Said::interrupted}, true, false},
      {{Said::truncated}, true, false},
      {{Said::interrupted}, false, false},
  };
  for (const auto& row : rows) {
    CAPTURE(static_cast<int>(row.turns.front()));
    CAPTURE(static_cast<int>(row.turns.back()));
    CHECK(health_by(row.turns).is_unusable() == row.unusable);
    CHECK(health_by(row.turns).refuses_all() == row.refuses_all);
  }
}

TEST_CASE("so is this host, by its look-ups") {
  CHECK_FALSE(health_by_host("right", "silent").is_unusable());
  CHECK_FALSE(health_by_host("missing", "silent").is_unusable());
  CHECK_FALSE(health_by_host("no data", "servfail").is_unusable());
  CHECK_FALSE(health_by_host("interrupted", "interrupted").is_unusable());
  CHECK(health_by_host("interrupted", "silent").is_unusable());
  CHECK(health_by_host("servfail", "silent").is_unusable());
}

TEST_CASE("what one view said of one target is read from its questions alone") {
  const std::string another = "another01.blob.core.windows.net";
  const Story story = Story()
                          .view("dc1", "10.1.0.53")
                          .view("azure", kAzureDns)
                          .account("mystorage01", "10.1.3.5")
                          .account("another01", "10.1.3.9")
                          .says("azure", kBlob, "public")
                          .says("dc1", another, "10.1.3.77")
                          .again("dc1", "10.1.3.88");
  const Read read(story);
  const auto seen = [&](std::size_t target, std::size_t view) {
    return seen_through(read.scope.targets[target], read.scope.views[view], read.evidence.questions,
                        read.plan.vnet);
  };
  CHECK(in_short(seen(0, 0)) == "10.1.3.5");
  CHECK(in_short(seen(1, 0)) == "10.1.3.77");
  CHECK(in_short(seen(0, 1)) == "20.60.1.1");
  CHECK(in_short(seen(1, 1)) == "10.1.3.9");
  CHECK(is_right(seen(0, 0)));
  CHECK_FALSE(is_right(seen(0, 1)));
}

TEST_CASE("what getaddrinfo says, by glibc's numbers") {
  const struct {
    int eai;
    const char* word;
  } rows[] = {{-2, "NXDOMAIN"}, {-3, "silent"}, {-4, "SERVFAIL"}, {-5, "no data"}, {-11, "error"}};
  for (const auto& row : rows) {
    CAPTURE(row.eai);
    const Read read(blob_at_azure().system().says("system", kBlob, "missing"),
                    [&](Evidence& evidence) { evidence.lookups[0].eai = row.eai; });
    CHECK(in_short(read.run->name_view(0, 1)) == row.word);
  }
}

TEST_CASE("the name that getaddrinfo calls canonical is an alias where it is another") {
  const auto aliases = [](const std::string& canonical) {
    const Read read(blob_at_azure().system(),
                    [&](Evidence& evidence) { evidence.lookups[0].canonical = canonical; });
    return read.run->name_view(0, 1).form.aliases;
  };
  CHECK(aliases("mystorage01.privatelink.blob.core.windows.net") ==
        std::vector<std::string>{"mystorage01.privatelink.blob.core.windows.net"});
  CHECK(aliases(kBlob).empty());
  CHECK(aliases("").empty());
}

TEST_CASE("an answer is the hosts file's when a line of the name gives every address of it") {
  const auto from_hosts = [](const char* address, const char* name, const char* said) {
    Story story = Story().system().view("azure", kAzureDns).account("mystorage01");
    return Read(story.hosts(address, name).says("system", kBlob, said)).run->name_view(0, 0).from_hosts_file;
  };
  CHECK(from_hosts("10.1.3.5", kBlob, "10.1.3.5"));
  CHECK_FALSE(from_hosts("10.1.3.5", kBlob, "10.1.3.5 10.1.3.6"));
  CHECK_FALSE(from_hosts("10.1.3.5", "other.contoso.com", "10.1.3.5"));
  CHECK_FALSE(from_hosts("10.1.3.6", kBlob, "10.1.3.5"));
  CHECK_FALSE(from_hosts("10.1.3.5", kBlob, "missing"));
}

TEST_CASE("the servers behind the host's own view are those that it names") {
  const Story story =
      Story().system().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54").account("mystorage01");
  CHECK(Read(story).run->behind_system() == std::vector<std::size_t>{1});
  const Read stub(story, [](Evidence& evidence) {
    evidence.host.nameservers = {ip("127.0.0.53")};
    evidence.host.upstreams = {ip("10.1.0.54")};
  });
  CHECK(stub.run->behind_system() == std::vector<std::size_t>{2});
}

TEST_CASE("DNS gave an address when a record of an address has it, or the host's library") {
  const auto seen = [](std::uint16_t type, const char* data, const char* address) {
    const Read read(blob_at_azure().says("azure", "*", "unasked"), [&](Evidence& evidence) {
      evidence.questions.front().answers = {{"a.example", type, 60, data}};
    });
    return read.run->seen_in_dns(ip(address));
  };
  CHECK(seen(rr::kA, "198.51.100.7", "198.51.100.7"));
  CHECK(seen(rr::kAAAA, "2001:db8::7", "2001:db8::7"));
  CHECK_FALSE(seen(rr::kA, "198.51.100.8", "198.51.100.7"));
  CHECK_FALSE(seen(rr::kCNAME, "198.51.100.7", "198.51.100.7"));
  const Read host(
      blob_at_azure().says("azure", "*", "unasked").system().says("system", kBlob, "198.51.100.7"));
  CHECK(host.run->seen_in_dns(ip("198.51.100.7")));
  CHECK_FALSE(host.run->seen_in_dns(ip("198.51.100.8")));
}

TEST_CASE("only an SOA proves a zone, in an answer that is none of an error") {
  const auto served = [](std::uint16_t type, std::uint16_t code) {
    const Read read(blob_at_azure().says("azure", "*", "unasked"), [&](Evidence& evidence) {
      for (DnsQuestion& question : evidence.questions) {
        if (question.purpose != DnsPurpose::zone || question.name != kBlobZone) continue;
        question.rcode = code;
        question.answers = {{kBlobZone, type, 60, "azureprivatedns.net x 1 2 3 4 5"}};
        question.authorities.clear();
      }
    });
    return read.run->zone_view(0, 0).served;
  };
  CHECK(served(rr::kSOA, rcode::kNoError) == Served::yes);
  CHECK(served(rr::kNS, rcode::kNoError) == Served::no);
  CHECK(served(rr::kSOA, rcode::kServFail) == Served::unknown);
}

TEST_CASE("who serves a zone is told by its SOA question, else by the SOA of a negative answer") {
  const auto message = [](const char* zone) {
    Story story = blob_at_azure().says("azure", kBlob, "missing").zone("azure", kBlobZone, zone);
    return check_of(story.assess(), "dns.zone").message;
  };
  const std::string is_served = std::string(kBlobZone) + " is served (SOA by ";
  CHECK(message("served") == is_served + "azureprivatedns.net).");
  CHECK(message("served by dc1.contoso.com") == is_served + "dc1.contoso.com).");
  CHECK(message("servfail") == is_served + "azureprivatedns.net).");
  CHECK(message("public soa") == is_served + "azureprivatedns.net).");
}

TEST_CASE("a question about a name, or through a view, that is none of the plan's is no matter") {
  for (const auto& [view, subject] :
       {std::pair{"azure", "stranger.example"}, std::pair{"stranger", kBlob}, std::pair{"x", "y.example"}}) {
    CAPTURE(view);
    CAPTURE(subject);
    const Story story = blob_at_azure();
    Evidence evidence = story.evidence();
    for (DnsQuestion question : story.evidence().questions) {
      if (question.purpose != DnsPurpose::target || question.type != rr::kA) continue;
      question.view = view;
      question.subject = subject;
      evidence.questions.push_back(question);
      question.purpose = DnsPurpose::again;
      question.rcode = rcode::kNxDomain;
      question.answers.clear();
      evidence.questions.push_back(question);
    }
    const Report report = assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
    CHECK(report.findings.empty());
    CHECK(report.verdict == Verdict::pass);
  }
}

}  // namespace vnetprobe
