#include "probe/dns/spares.h"

#include <doctest/doctest.h>
#include <string>

namespace vnetprobe {
namespace {

const std::string kLong(100, 'x');  // more than a string has room for in itself

DnsQuestion used_question() {
  DnsQuestion used;
  used.purpose = DnsPurpose::control;
  used.view = used.subject = used.name = kLong;
  used.server.port = 53;
  used.type = rr::kSOA;
  used.transport = Transport::tcp;
  used.outcome = DnsOutcome::garbage;
  used.rcode = rcode::kRefused;
  used.flags.aa = true;
  used.opt.emplace().nsid = kLong;
  used.answers = {{kLong, rr::kA, 60, kLong}};
  used.authorities = {{kLong, rr::kSOA, 60, kLong}};
  used.tries.emplace_back();
  used.started = used.duration = Millis(7);
  return used;
}

TEST_CASE("a question that was another's is as new, and has its room") {
  DnsSpares spares;
  spares.keep(used_question());
  const DnsQuestion next = spares.question();
  const DnsQuestion fresh;
  CHECK(next.purpose == fresh.purpose);
  CHECK(next.view + next.subject + next.name == "");
  CHECK(next.server == fresh.server);
  CHECK(next.type == fresh.type);
  CHECK(next.transport == fresh.transport);
  CHECK(next.outcome == fresh.outcome);
  CHECK(next.rcode == fresh.rcode);
  CHECK(next.flags == fresh.flags);
  CHECK_FALSE(next.opt);
  CHECK(next.answers.empty());
  CHECK(next.authorities.empty());
  CHECK(next.tries.empty());
  CHECK(next.started == fresh.started);
  CHECK(next.duration == fresh.duration);
  for (const std::size_t room : {next.view.capacity(), next.subject.capacity(), next.name.capacity()})
    CHECK(room >= kLong.size());
  CHECK(next.answers.capacity() == 1);
  CHECK(next.authorities.capacity() == 1);
  CHECK(next.tries.capacity() == 1);
  CHECK(spares.question().name.capacity() < kLong.size());  // there was but one
}

TEST_CASE("records that were another's are as new, and have their room") {
  DnsSpares spares;
  spares.keep(used_question());
  for (int i = 0; i < 2; ++i) {
    const DnsRecord record = spares.record();
    CHECK(record == DnsRecord{});
    CHECK(record.owner.capacity() >= kLong.size());
    CHECK(record.data.capacity() >= kLong.size());
  }
  CHECK(spares.record().owner.capacity() < kLong.size());
}

TEST_CASE("no message is none to keep") {
  DnsSpares spares;
  spares.keep(std::unique_ptr<DnsMessage>());
  CHECK(*spares.message() == DnsMessage{});
}

// A hostile server may send thousands of records in each of its answers.
TEST_CASE("what is kept is bounded") {
  DnsSpares spares;
  constexpr std::size_t kMany = 20'000;
  for (std::size_t i = 0; i < kMany; ++i) {
    spares.keep(DnsRecord{kLong, rr::kA, 60, kLong});
    spares.keep(std::make_unique<DnsMessage>());
    DnsQuestion question;
    question.name = kLong;
    spares.keep(std::move(question));
  }
  std::size_t records = 0, questions = 0;
  for (std::size_t i = 0; i < kMany; ++i) {
    records += spares.record().owner.capacity() >= kLong.size() ? 1 : 0;
    questions += spares.question().name.capacity() >= kLong.size() ? 1 : 0;
  }
  CHECK(records == 8192);
  CHECK(questions == 8192);
}

}  // namespace
}  // namespace vnetprobe
