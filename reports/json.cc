// Evidence stands with the check that rests on it, and nowhere twice: a connection that three checks
// share is written three times by its identity, each time with the part that check owns. What no
// check owns (control questions, second askings) is kept in run.unattached: `judge` needs it all.
#include <type_traits>

#include "reports/formats.h"
#include "reports/json_fields.h"
#include "reports/json_writer.h"
#include "reports/report_fields.h"

namespace vnetprobe {

namespace {

// Which parts of a contact are meant.
struct Parts {
  bool connect = false, tds = false, tls = false, http = false;
  bool any() const { return connect || tds || tls || http; }
};

void add(Parts& parts, ContactPart part) {
  const bool all = part == ContactPart::all;
  parts.connect |= all || part == ContactPart::connect;
  parts.tds |= all || part == ContactPart::tds;
  parts.tls |= all || part == ContactPart::tls;
  parts.http |= all || part == ContactPart::http;
}

Parts there(const Contact& c) {
  return {c.connect.has_value(), c.tds.has_value(), c.tls.has_value(), c.http.has_value()};
}
Parts both(Parts a, Parts b) {
  return {a.connect && b.connect, a.tds && b.tds, a.tls && b.tls, a.http && b.http};
}
Parts without(Parts a, Parts b) {
  return {a.connect && !b.connect, a.tds && !b.tds, a.tls && !b.tls, a.http && !b.http};
}

struct ContactItem {
  const Contact* contact = nullptr;
  Parts parts{};
};

// What one check rests on, or what no check rests on.
struct Items {
  std::vector<const DnsQuestion*> questions{};
  std::vector<const SystemLookup*> lookups{};
  std::vector<ContactItem> contacts{};
};

// Keeps book of what has been given to a check.
class Ledger {
 public:
  explicit Ledger(const Evidence& evidence)
      : evidence_(evidence),
        questions_(evidence.questions.size()),
        lookups_(evidence.lookups.size()),
        contacts_(evidence.contacts.size()) {}

  Items give(const EvidenceRefs& refs) {
    Items items;
    for (const std::size_t i : refs.questions) {
      if (i >= questions_.size()) continue;
      questions_[i] = true;
      items.questions.push_back(&evidence_.questions[i]);
    }
    for (const std::size_t i : refs.lookups) {
      if (i >= lookups_.size()) continue;
      lookups_[i] = true;
      items.lookups.push_back(&evidence_.lookups[i]);
    }
    for (const auto& [i, part] : refs.contacts) {
      if (i >= contacts_.size()) continue;
      add(contacts_[i], part);
      Parts asked;
      add(asked, part);
      const Parts parts = both(asked, there(evidence_.contacts[i]));
      if (parts.any()) items.contacts.push_back({&evidence_.contacts[i], parts});
    }
    return items;
  }

  Items left() const {
    Items items;
    for (std::size_t i = 0; i < questions_.size(); ++i)
      if (!questions_[i]) items.questions.push_back(&evidence_.questions[i]);
    for (std::size_t i = 0; i < lookups_.size(); ++i)
      if (!lookups_[i]) items.lookups.push_back(&evidence_.lookups[i]);
    for (std::size_t i = 0; i < contacts_.size(); ++i) {
      const Parts parts = there(evidence_.contacts[i]);
      const Parts rest = without(parts, contacts_[i]);
      if (rest.any() || !parts.any()) items.contacts.push_back({&evidence_.contacts[i], rest});
    }
    return items;
  }

 private:
  const Evidence& evidence_;
  std::vector<bool> questions_;
  std::vector<bool> lookups_;
  std::vector<Parts> contacts_;
};

void write(JsonWriter& to, const ContactItem& item) {
  to.begin_object();
  visit_fields(*item.contact, [&](std::string_view name, const auto& member) {
    using Member = std::remove_cvref_t<decltype(member)>;
    if constexpr (std::same_as<Member, std::optional<Connect>>) {
      if (!item.parts.connect) return;
    } else if constexpr (std::same_as<Member, std::optional<Tds>>) {
      if (!item.parts.tds) return;
    } else if constexpr (std::same_as<Member, std::optional<Tls>>) {
      if (!item.parts.tls) return;
    } else if constexpr (std::same_as<Member, std::optional<Http>>) {
      if (!item.parts.http) return;
    }
    to.key(name);
    to_json(to, member);
  });
  to.end_object();
}

void write(JsonWriter& to, const Items& items) {
  to.begin_object();
  const auto list = [&to](std::string_view name, const auto& each_of, auto&& each) {
    if (each_of.empty()) return;
    to.key(name);
    to.begin_array();
    for (const auto& item : each_of) each(item);
    to.end_array();
  };
  list("questions", items.questions, [&to](const DnsQuestion* q) { to_json(to, *q); });
  list("lookups", items.lookups, [&to](const SystemLookup* l) { to_json(to, *l); });
  list("contacts", items.contacts, [&to](const ContactItem& c) { write(to, c); });
  to.end_object();
}

void write_tool(JsonWriter& to, const Report& report) {
  to.key("tool");
  to.begin_object();
  to.key("name");
  to.string("vnetprobe");
  member_to_json(to, "version", report.tool_version);
  to.end_object();
}

void write_run(JsonWriter& to, const Report& report, const Items& unattached) {
  to.key("run");
  to.begin_object();
  members_to_json(to, report.run);
  if (!report.run.merged.empty()) member_to_json(to, "merged", report.run.merged);
  member_to_json(to, "host", report.evidence.host);
  if (!report.evidence.az.empty()) member_to_json(to, "az", report.evidence.az);
  if (report.evidence.discovery.asked) member_to_json(to, "discovery", report.evidence.discovery);
  if (!report.evidence.identity.empty()) member_to_json(to, "identity", report.evidence.identity);
  member_to_json(to, "judgement", report.judgement);
  to.key("unattached");
  write(to, unattached);
  to.end_object();
}

void write_checks(JsonWriter& to, const Report& report) {
  Ledger ledger(report.evidence);
  to.key("checks");
  to.begin_array();
  for (const Result& check : report.checks) {
    to.begin_object();
    members_to_json(to, check);
    to.key("evidence");
    write(to, ledger.give(check.evidence));
    to.end_object();
  }
  to.end_array();
}

void write_report(JsonWriter& to, const Report& report) {
  Ledger ledger(report.evidence);
  for (const Result& check : report.checks) ledger.give(check.evidence);

  to.begin_object();
  to.key("schema");
  to.string(kReportSchema);
  write_tool(to, report);
  write_run(to, report, ledger.left());
  member_to_json(to, "plan", report.plan);
  member_to_json(to, "verdict", report.verdict);
  member_to_json(to, "not_proved", report.not_proved);
  member_to_json(to, "summary", report.summary);
  member_to_json(to, "findings", report.findings);
  write_checks(to, report);
  to.end_object();
}

// More than the text will have: what is not written to costs address space alone.
std::size_t room_for(const Report& report) {
  constexpr std::size_t kPage = 4096;
  const Evidence& seen = report.evidence;
  return kPage *
         (16 + report.checks.size() + seen.questions.size() + seen.lookups.size() + 2 * seen.contacts.size());
}

}  // namespace

std::string render_json(const Report& report, const RenderOptions&) {
  JsonWriter to;
  to.reserve(room_for(report));
  write_report(to, report);
  return std::move(to).take();
}

void stream_json(const Report& report, const RenderOptions&, const TextSink& sink) {
  JsonWriter to(sink);
  write_report(to, report);
  sink(std::move(to).take());
}

}  // namespace vnetprobe
