// Evidence reads as those who know expect it: answers as dig prints them, chains leaf first, a response with
// its status line and headers.
#include <fmt/format.h>
#include <iterator>

#include "probe/model/dns_words.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxRecords = 60;

std::string flags_of(const DnsFlags& flags) {
  std::string out = "qr";
  const std::pair<bool, std::string_view> all[] = {{flags.aa, "aa"}, {flags.tc, "tc"}, {flags.rd, "rd"},
                                                   {flags.ra, "ra"}, {flags.ad, "ad"}, {flags.cd, "cd"}};
  for (const auto& [set, word] : all)
    if (set) out += fmt::format(" {}", word);
  return out;
}

void put_section(std::string& out, std::string_view name, const std::vector<DnsRecord>& records) {
  if (records.empty()) return;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, ";; {}\n", name);
  for (std::size_t i = 0; i < records.size() && i < kMaxRecords; ++i)
    fmt::format_to(to, "{}.  {}  IN  {}  {}\n", html(records[i].owner, 260), records[i].ttl,
                   type_word(records[i].type), html(records[i].data, 600));
  if (records.size() > kMaxRecords) fmt::format_to(to, ";; and {} more\n", records.size() - kMaxRecords);
}

std::string question_of(const DnsQuestion& q) {
  std::string out = "<pre class=\"dns\">";
  const auto to = std::back_inserter(out);
  fmt::format_to(to, ";; {}. {}  @{} {} ({})\n", html(q.name, 260), type_word(q.type),
                 html(q.server.to_string()), to_string(q.transport), html(q.view, 60));
  if (q.outcome == DnsOutcome::answered) {
    fmt::format_to(to, ";; {}; flags: {}; {}\n", q.rcode < 0 ? "no answer" : rcode_word(q.rcode),
                   flags_of(q.flags), short_time(q.duration));
  } else {
    fmt::format_to(to, ";; {} after {}, {}\n", to_string(q.outcome), short_time(q.duration),
                   q.tries.size() == 1 ? "1 try" : fmt::format("{} tries", q.tries.size()));
  }
  if (q.opt) {
    for (const ExtendedError& error : q.opt->errors)
      fmt::format_to(to, ";; EDE: {} {}\n", error.code, html(error.text, 400));
    if (!q.opt->nsid.empty()) fmt::format_to(to, ";; NSID: {}\n", html(q.opt->nsid, 200));
  }
  put_section(out, "ANSWER", q.answers);
  put_section(out, "AUTHORITY", q.authorities);
  return out + "</pre>\n";
}

std::string lookup_of(const SystemLookup& l) {
  std::string out = fmt::format("<pre class=\"dns\">;; getaddrinfo {} ({}), {}\n", html(l.name, 260),
                                html(l.view, 60), short_time(l.duration));
  const auto to = std::back_inserter(out);
  if (!l.finished) out += ";; still waiting when the run ended\n";
  if (!l.error.empty()) fmt::format_to(to, ";; {}\n", html(l.error, 300));
  if (!l.canonical.empty()) fmt::format_to(to, ";; canonical name: {}\n", html(l.canonical, 260));
  for (const IpAddress& address : l.addresses) fmt::format_to(to, "{}\n", html(address.to_string()));
  return out + "</pre>\n";
}

void put_text(std::string& out, std::string_view term, std::string_view text) {
  put_term(out, term, html(text));
}

std::string connect_of(const Contact& contact) {
  const Connect& c = *contact.connect;
  std::string text = fmt::format("{} in {}", to_string(c.outcome), short_time(c.duration));
  if (!c.error.empty()) text += ": " + c.error;
  std::string out = "<dl>\n";
  put_text(out, "TCP", fmt::format("{}, port {}: {}", contact.address.to_string(), contact.port, text));
  put_text(out, "From", c.local_address);
  put_text(out, "Address by", fmt::format("{} {}", to_string(contact.source), contact.source_detail));
  return out + "</dl>\n";
}

std::string tds_of(const Tds& tds) {
  std::string out = "<dl>\n";
  put_text(out, "TDS pre-login", fmt::format("{} in {}", to_string(tds.outcome), short_time(tds.duration)));
  put_text(out, "Server version", tds.version);
  put_text(out, "Encryption",
           tds.encryption.empty() ? "" : fmt::format("{}, offered was {}", tds.encryption, tds.offered));
  put_text(out, "ALPN", tds.alpn);
  put_text(out, "First bytes", tds.first_bytes);
  put_text(out, "Error", tds.error);
  for (const TdsOption& option : tds.options)
    put_text(out, html(option.name), option.data.empty() ? "(empty)" : option.data);
  return out + "</dl>\n";
}

std::string tls_of(const Tls& tls) {
  std::string out = "<dl>\n";
  put_text(out, "TLS", fmt::format("{} {} {}", to_string(tls.outcome), tls.version, tls.cipher));
  put_text(out, "Asked for", tls.sni);
  put_text(out, "Error", tls.error);
  if (!tls.chain.empty())
    put_text(out, "Verified",
             fmt::format("{}; the name {}", tls.verify_code == 0 ? "yes" : tls.verify_text,
                         tls.name_matches ? "matches" : "does not match"));
  put_text(out, "Anchor", tls.anchor_subject);
  out += "</dl>\n";
  if (tls.chain.empty()) return out;
  out += "<ol class=\"chain\">\n";
  for (const Certificate& each : tls.chain) {
    std::vector<std::string> names(
        each.names.begin(),
        each.names.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(each.names.size(), 20)));
    fmt::format_to(std::back_inserter(out),
                   "<li><strong>{}</strong><br>issued by {}<br>{} to {}{}{}<br><code>{}</code></li>\n",
                   html(each.subject, 400), html(each.issuer, 400), html(to_string(each.not_before)),
                   html(to_string(each.not_after)), names.empty() ? "" : "<br>for ", html(join(names)),
                   html(each.sha256, 100));
  }
  return out + "</ol>\n";
}

std::string http_of(const Http& http) {
  std::string out =
      fmt::format("<pre class=\"http\">&gt; {} {}\n", html(http.method, 20), html(http.url, 600));
  const auto to = std::back_inserter(out);
  if (http.outcome == HttpOutcome::answered) {
    fmt::format_to(to, "&lt; {} {}  ({})\n", http.status, html(http.reason, 200), short_time(http.duration));
  } else {
    fmt::format_to(to, "&lt; {} after {}: {}\n", to_string(http.outcome), short_time(http.duration),
                   html(http.error, 300));
  }
  for (const Header& header : http.headers)
    fmt::format_to(to, "&lt; {}: {}\n", html(header.name, 200), html(header.value, 600));
  if (!http.body.empty())
    fmt::format_to(to, "\n{}{}", html_lines(http.body), http.body_truncated ? "(cut)\n" : "");
  return out + "</pre>\n";
}

}  // namespace

std::string html_evidence(const Evidence& evidence, const Result& check) {
  std::string out;
  for (const std::size_t i : check.evidence.lookups)
    if (i < evidence.lookups.size()) out += lookup_of(evidence.lookups[i]);
  for (const std::size_t i : check.evidence.questions)
    if (i < evidence.questions.size()) out += question_of(evidence.questions[i]);
  for (const auto& [i, part] : check.evidence.contacts) {
    if (i >= evidence.contacts.size()) continue;
    const Contact& contact = evidence.contacts[i];
    const bool all = part == ContactPart::all;
    if (contact.connect && (all || part == ContactPart::connect)) out += connect_of(contact);
    if (contact.tds && (all || part == ContactPart::tds)) out += tds_of(*contact.tds);
    if (contact.tls && (all || part == ContactPart::tls)) out += tls_of(*contact.tls);
    if (contact.http && (all || part == ContactPart::http)) out += http_of(*contact.http);
  }
  return out;
}

}  // namespace vnetprobe
