// The JSON form of a diff. Which side a thing is missing from is told by null, so that a reader need
// not compare words.
#include "reports/diff.h"
#include "reports/json_fields.h"
#include "reports/json_writer.h"

namespace vnetprobe {

template <Is<DiffSide> T, class F>
void visit_fields(T& s, F&& f) {
  f("run", s.run), f("host", s.host), f("plan", s.plan), f("started", s.started), f("verdict", s.verdict);
}
template <Is<FindingState> T, class F>
void visit_fields(T& s, F&& f) {
  f("severity", s.severity), f("suppressed", s.suppressed), f("targets", s.targets), f("views", s.views);
}
template <Is<FindingChange> T, class F>
void visit_fields(T& s, F&& f) {
  f("code", s.code), f("subject", s.subject), f("worse", s.worse), f("title", s.title);
  f("because", s.because), f("before", s.before), f("after", s.after);
}
template <Is<CheckChange> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("kind", s.kind), f("worse", s.worse), f("before", s.before), f("after", s.after);
  f("message", s.message);
}
template <Is<NameAnswer> T, class F>
void visit_fields(T& s, F&& f) {
  f("ending", s.ending), f("addresses", s.addresses), f("chain", s.chain), f("ttl", s.ttl);
  f("authoritative", s.authoritative);
}
template <Is<NameChange> T, class F>
void visit_fields(T& s, F&& f) {
  f("view", s.view), f("name", s.name), f("type", NullWhenEmpty{s.type}), f("moved", s.moved);
  f("before", s.before), f("after", s.after);
}
template <Is<Diff> T, class F>
void visit_fields(T& s, F&& f) {
  f("worse", s.worse), f("before", s.before), f("after", s.after), f("plan_changed", s.plan_changed);
  f("findings", s.findings), f("checks", s.checks), f("names", s.names);
  f("same_findings", s.same_findings), f("same_checks", s.same_checks);
}

std::string render_diff_json(const Diff& diff) {
  JsonWriter to;
  to.begin_object();
  to.key("schema");
  to.string("vnetprobe/diff/v1");
  members_to_json(to, diff);
  to.end_object();
  return std::move(to).take();
}

}  // namespace vnetprobe
