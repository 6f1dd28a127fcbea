// A newcomer would keep the rows and count at the end. There may be a million of them: what is kept is
// what the summary shows, and of each finding the first few names.
#include "reports/sweep_text.h"

#include <algorithm>
#include <fmt/format.h>

#include "reports/json_writer.h"
#include "reports/page.h"
#include "reports/text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kShownNames = 5;

void append_or_null(std::string& out, std::string_view text) {
  if (text.empty())
    out += "null";
  else
    append_json_string(out, text);
}

void append_field(std::string& out, std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  const bool formula = !text.empty() && kFormula.find(text.front()) != std::string_view::npos;
  const bool quoted = formula || text.find_first_of("\",\r\n") != std::string_view::npos;
  if (!quoted) {
    out += text;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char each : text) {
    if (each == '"') out += '"';
    out += each;
  }
  out += '"';
}

std::vector<std::string> words_of(const std::vector<IpAddress>& addresses) {
  std::vector<std::string> words;
  words.reserve(addresses.size());
  for (const IpAddress& each : addresses) words.push_back(each.to_string());
  return words;
}

void append_list(std::string& out, const std::vector<std::string>& words) {
  out += '[';
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, words[i]);
  }
  out += ']';
}

Ink ink_of(Severity severity) { return severity == Severity::error ? Ink::bad : Ink::doubtful; }

}  // namespace

void append_ndjson(std::string& out, const SweepRow& row) {
  out += "{\"name\":";
  append_json_string(out, row.name);
  out += ",\"view\":";
  append_json_string(out, row.view);
  out += ",\"status\":";
  append_json_string(out, to_string(row.status));
  out += ",\"rcode\":";
  append_or_null(out, row.rcode);
  out += ",\"chain\":";
  append_list(out, row.chain);
  out += ",\"addresses\":[";
  for (std::size_t i = 0; i < row.addresses.size(); ++i) {
    out += i > 0 ? ",\"" : "\"";
    out += row.addresses[i].to_string();
    out += '"';
  }
  out += ']';
  out += ",\"finding\":";
  append_or_null(out, row.finding);
  out += "}\n";
}

std::string csv_head() { return "name,view,status,rcode,chain,addresses,finding\r\n"; }

void append_csv(std::string& out, const SweepRow& row) {
  const std::string chain = join(row.chain, " ");
  const std::string addresses = join(words_of(row.addresses), " ");
  const std::string status{to_string(row.status)};
  const std::string* const fields[] = {&row.name, &row.view,  &status,     &row.rcode,
                                       &chain,    &addresses, &row.finding};
  for (const std::string* each : fields) {
    if (each != fields[0]) out += ',';
    append_field(out, *each);
  }
  out += "\r\n";
}

void SweepTally::add(const std::vector<SweepRow>& rows, const std::vector<Finding>& findings) {
  ++names_;
  for (const SweepRow& row : rows) {
    ++statuses_[row.status];
    ++answers_[{row.view, row.rcode}];
  }
  for (const Finding& finding : findings) {
    SweepFinding& kept = findings_[{finding.code, finding.subject}];
    if (kept.names++ == 0) {
      kept.code = finding.code;
      kept.subject = finding.subject;
      kept.title = finding.title;
      kept.severity = finding.severity;
      kept.because = finding.because;
    }
    // A list may hold a name twice, with two addresses.
    const bool known = rows.empty() || std::find(kept.targets.begin(), kept.targets.end(),
                                                 rows.front().name) != kept.targets.end();
    if (!known && kept.targets.size() < kShownNames) kept.targets.push_back(rows.front().name);
  }
}

std::uint64_t SweepTally::rows_of(Status status) const {
  const auto found = statuses_.find(status);
  return found == statuses_.end() ? 0 : found->second;
}

bool SweepTally::has_error() const {
  return rows_of(Status::fail) > 0 || std::any_of(findings_.begin(), findings_.end(), [](const auto& each) {
           return each.second.severity == Severity::error;
         });
}

std::vector<SweepFinding> SweepTally::findings() const {
  std::vector<SweepFinding> all;
  all.reserve(findings_.size());
  for (const auto& [key, each] : findings_) all.push_back(each);
  std::stable_sort(all.begin(), all.end(), [](const SweepFinding& a, const SweepFinding& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.names > b.names;
  });
  return all;
}

std::string render_sweep(const SweepTally& tally, Millis duration, const RenderOptions& options) {
  Page page(options);
  const bool failed = tally.has_error();
  const std::uint64_t unknown = tally.rows_of(Status::unknown);
  const bool open = unknown > 0 || tally.names() == 0;
  page.prose(
      {{failed ? "FAIL: "
        : open ? "UNDECIDED: "
               : "PASS: ",
        failed ? Ink::bad
        : open ? Ink::doubtful
               : Ink::good}},
      fmt::format("{} in {:.1f} s: {} right, {} wrong, {} proved neither way, {} unknown",
                  count_of(tally.names(), "name"), duration.count() / 1000, tally.rows_of(Status::pass),
                  tally.rows_of(Status::fail), tally.rows_of(Status::warn), unknown),
      2);
  for (const SweepFinding& finding : tally.findings()) {
    page.gap();
    page.prose({{finding.severity == Severity::error ? "ERROR" : "WARNING", ink_of(finding.severity)},
                {"  "},
                {finding.code, Ink::strong},
                {"  "}},
               finding.subject, 2, Ink::strong);
    page.prose({{"  "}}, finding.title, 2);
    if (!finding.because.empty()) page.prose({{"  seen: ", Ink::faint}}, finding.because, 4);
    const std::size_t more = finding.names - finding.targets.size();
    page.prose({{fmt::format("  {}: ", count_of(finding.names, "name")), Ink::faint}},
               join(finding.targets) + (more > 0 ? fmt::format(" and {} more", more) : ""), 4);
    page.prose({{"  more: ", Ink::faint}}, fmt::format("vnetprobe explain {}", finding.code), 4);
  }
  page.gap();
  std::map<std::string, std::vector<std::string>> views;
  for (const auto& [key, count] : tally.answers())
    views[key.first].push_back(
        fmt::format("{} {}", count, key.second.empty() ? "without an answer" : key.second));
  for (const auto& [view, answers] : views)
    page.prose({{fmt::format("  {}: ", view), Ink::faint}}, join(answers), 4);
  return std::move(page).take();
}

}  // namespace vnetprobe
