// JsonWriter breaks lines between tokens only, and never inside a string, so a line is what is left when
// the breaks and the indents behind them are taken out.
#include "reports/ndjson.h"

#include <algorithm>

#include "reports/formats.h"
#include "reports/json_fields.h"
#include "reports/json_writer.h"
#include "reports/report_fields.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

std::string one_line(std::string&& json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '\n') {
      at = std::min(json.find_first_not_of(" \n", at), json.size());
    } else {
      out += json[at++];
    }
  }
  return out + '\n';
}

void begin(JsonWriter& to, std::string_view event) {
  to.begin_object();
  to.key("event");
  to.string(event);
}

std::string end(JsonWriter& to) {
  to.end_object();
  return one_line(std::move(to).take());
}

template <class T>
void member(JsonWriter& to, std::string_view name, const T& value) {
  to.key(name);
  to_json(to, value);
}

}  // namespace

std::string ndjson_run(const Report& report) {
  JsonWriter to;
  begin(to, "run");
  member(to, "schema", std::string(kReportSchema));
  member(to, "version", report.tool_version);
  member(to, "id", report.run.id);
  member(to, "started", report.run.started);
  member(to, "plan", report.plan.name);
  member(to, "host", report.evidence.host.hostname);
  return end(to);
}

std::string ndjson_question(const DnsQuestion& question) {
  JsonWriter to;
  begin(to, "question");
  member(to, "purpose", question.purpose);
  member(to, "view", question.view);
  member(to, "subject", question.subject);
  member(to, "server", question.server);
  member(to, "name", question.name);
  member(to, "type", question.type);
  member(to, "transport", question.transport);
  member(to, "outcome", question.outcome);
  member(to, "rcode", question.rcode);
  member(to, "answers", question.answers);
  member(to, "started_ms", question.started);
  member(to, "duration_ms", question.duration);
  return end(to);
}

std::string ndjson_lookup(const SystemLookup& lookup) {
  JsonWriter to;
  begin(to, "lookup");
  members_to_json(to, lookup);
  return end(to);
}

std::string ndjson_contact(const Contact& contact) {
  JsonWriter to;
  begin(to, "contact");
  member(to, "target", contact.target);
  member(to, "path", contact.path);
  member(to, "address", contact.address);
  member(to, "port", contact.port);
  if (contact.connect) {
    member(to, "connect", contact.connect->outcome);
    member(to, "started_ms", contact.connect->started);
    member(to, "duration_ms", contact.connect->duration);
  }
  if (contact.tls) {
    member(to, "tls", contact.tls->outcome);
    member(to, "version", contact.tls->version);
  }
  if (contact.http) {
    member(to, "http", contact.http->outcome);
    member(to, "status", contact.http->status);
  }
  return end(to);
}

std::string ndjson_check(const Result& check) {
  JsonWriter to;
  begin(to, "check");
  members_to_json(to, check);
  return end(to);
}

std::string ndjson_finding(const Finding& finding) {
  JsonWriter to;
  begin(to, "finding");
  members_to_json(to, finding);
  return end(to);
}

std::string ndjson_verdict(const Report& report) {
  JsonWriter to;
  begin(to, "verdict");
  member(to, "id", report.run.id);
  member(to, "verdict", report.verdict);
  member(to, "line", verdict_line(report).text());
  member(to, "not_proved", report.not_proved);
  member(to, "summary", report.summary);
  member(to, "duration_ms", report.run.duration);
  member(to, "complete", report.run.complete);
  member(to, "incomplete_because", NullWhenEmpty{report.run.incomplete_because});
  member(to, "attempts", report.run.attempts);
  return end(to);
}

std::string render_ndjson(const Report& report, const RenderOptions&) {
  std::string out = ndjson_run(report);
  for (const Result& check : report.checks) out += ndjson_check(check);
  for (const Finding& finding : report.findings) out += ndjson_finding(finding);
  return out + ndjson_verdict(report);
}

}  // namespace vnetprobe
