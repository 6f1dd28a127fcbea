// The parts of a report whose JSON form is not their C++ form: what the run says of itself, and a
// check without its evidence. One visit for the writer and the reader.
#pragma once

#include "probe/model/report.h"
#include "reports/json_fields.h"

namespace vnetprobe {

inline constexpr std::string_view kReportSchema = "vnetprobe/report/v1";

template <Is<MergedRun> T, class F>
void visit_fields(T& s, F&& f) {
  f("label", s.label), f("id", s.id), f("host", s.host), f("plan", s.plan), f("started", s.started);
  f("verdict", s.verdict);
}

// `merged` is a member of merged reports alone, and so no field of every run.
template <Is<RunFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("started", s.started), f("duration_ms", s.duration), f("complete", s.complete);
  f("incomplete_because", NullWhenEmpty{s.incomplete_because}), f("attempts", s.attempts);
}

template <Is<Result> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("kind", s.kind), f("target", s.target), f("view", NullWhenEmpty{s.view});
  f("address", NullWhenEmpty{s.address}), f("subject", s.subject), f("status", s.status);
  f("message", s.message), f("because", NullWhenEmpty{s.because});
  f("started_ms", s.started), f("duration_ms", s.duration), f("facts", s.facts);
}

}  // namespace vnetprobe
