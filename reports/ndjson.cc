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

}  // namespace

std::string ndjson_run(const Report& report) {
  JsonWriter to;
  begin(to, "run");
  member_to_json(to, "schema", std::string(kReportSchema));
  member_to_json(to, "version", report.tool_version);
  member_to_json(to, "id", report.run.id);
  member_to_json(to, "started", report.run.started);
  member_to_json(to, "plan", report.plan.name);
  member_to_json(to, "host", report.evidence.host.hostname);
  return end(to);
}

std::string ndjson_question(const DnsQuestion& question) {
  JsonWriter to;
  begin(to, "question");
  member_to_json(to, "purpose", question.purpose);
  member_to_json(to, "view", question.view);
  member_to_json(to, "subject", question.subject);
  member_to_json(to, "server", question.server);
  member_to_json(to, "name", question.name);
  member_to_json(to, "type", question.type);
  member_to_json(to, "transport", question.transport);
  member_to_json(to, "outcome", question.outcome);
  member_to_json(to, "rcode", question.rcode);
  member_to_json(to, "answers", question.answers);
  member_to_json(to, "started_ms", question.started);
  member_to_json(to, "duration_ms", question.duration);
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
  member_to_json(to, "target", contact.target);
  member_to_json(to, "path", contact.path);
  member_to_json(to, "address", contact.address);
  member_to_json(to, "port", contact.port);
  if (contact.connect) {
    member_to_json(to, "connect", contact.connect->outcome);
    member_to_json(to, "started_ms", contact.connect->started);
    member_to_json(to, "duration_ms", contact.connect->duration);
  }
  if (contact.tls) {
    member_to_json(to, "tls", contact.tls->outcome);
    member_to_json(to, "version", contact.tls->version);
  }
  if (contact.http) {
    member_to_json(to, "http", contact.http->outcome);
    member_to_json(to, "status", contact.http->status);
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
  member_to_json(to, "id", report.run.id);
  member_to_json(to, "verdict", report.verdict);
  member_to_json(to, "line", verdict_line(report).text());
  member_to_json(to, "not_proved", report.not_proved);
  member_to_json(to, "summary", report.summary);
  member_to_json(to, "duration_ms", report.run.duration);
  member_to_json(to, "complete", report.run.complete);
  member_to_json(to, "incomplete_because", NullWhenEmpty{report.run.incomplete_because});
  member_to_json(to, "attempts", report.run.attempts);
  return end(to);
}

std::string render_ndjson(const Report& report, const RenderOptions&) {
  std::string out = ndjson_run(report);
  for (const Result& check : report.checks) out += ndjson_check(check);
  for (const Finding& finding : report.findings) out += ndjson_finding(finding);
  return out + ndjson_verdict(report);
}

}  // namespace vnetprobe
