// A newcomer would clear the fields of what was used. The one that is added next year would be forgotten, and
// an answer would hold what another said: so a new one is made, and takes over what has memory.
#include "probe/dns/spares.h"

#include <utility>

namespace vnetprobe {
namespace {

// Of each kind: what a sweep has in its hands at once. A message may hold thousands of records.
constexpr std::size_t kMost = 8192;

template <class Container>
void take_over(Container& made, Container& used) {
  used.clear();
  made.swap(used);
}

template <class T>
T last_of(std::vector<T>& kept) {
  T last = std::move(kept.back());
  kept.pop_back();
  return last;
}

}  // namespace

std::unique_ptr<DnsMessage> DnsSpares::message() {
  if (messages_.empty()) return std::make_unique<DnsMessage>();
  return last_of(messages_);
}

DnsRecord DnsSpares::record() { return records_.empty() ? DnsRecord{} : last_of(records_); }

DnsQuestion DnsSpares::question() { return questions_.empty() ? DnsQuestion{} : last_of(questions_); }

void DnsSpares::keep(std::unique_ptr<DnsMessage> message) {
  if (!message || messages_.size() >= kMost) return;
  DnsMessage made;
  keep_all(message->answers);
  keep_all(message->authorities);
  take_over(made.question.name, message->question.name);
  take_over(made.answers, message->answers);
  take_over(made.authorities, message->authorities);
  *message = std::move(made);
  messages_.push_back(std::move(message));
}

void DnsSpares::keep(DnsQuestion question) {
  if (questions_.size() >= kMost) return;
  DnsQuestion made;
  keep_all(question.answers);
  keep_all(question.authorities);
  take_over(made.view, question.view);
  take_over(made.subject, question.subject);
  take_over(made.name, question.name);
  take_over(made.answers, question.answers);
  take_over(made.authorities, question.authorities);
  take_over(made.tries, question.tries);
  questions_.push_back(std::move(made));
}

void DnsSpares::keep(DnsRecord record) {
  if (records_.size() >= kMost) return;
  DnsRecord& made = records_.emplace_back();
  take_over(made.owner, record.owner);
  take_over(made.data, record.data);
}

void DnsSpares::keep_all(std::vector<DnsRecord>& records) {
  for (DnsRecord& each : records) keep(std::move(each));
}

}  // namespace vnetprobe
