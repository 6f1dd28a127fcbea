// For a step summary on GitHub or a tab in Azure DevOps: GitHub's Markdown, and a pipe table or a code fence
// where it helps. See markdown_text.h for how strangers' text is kept inert.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <string_view>

#include "reports/cases.h"
#include "reports/formats.h"
#include "reports/human_parts.h"
#include "reports/markdown_text.h"
#include "reports/remedy_lines.h"
#include "reports/run_lines.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "reports/why.h"
#include "reports/zone_blocks.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxRows = 200;
// A step summary on GitHub is at most 1 MiB, or not shown at all.
constexpr std::size_t kMaxBytes = 900'000;

std::string_view badge(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "\xe2\x9c\x85";  // white heavy check mark
    case Verdict::fail:
      return "\xe2\x9d\x8c";  // cross mark
    case Verdict::undecided:
      return "\xe2\x9a\xa0\xef\xb8\x8f";  // warning sign
  }
  return "";
}

std::string_view badge(Status status) {
  switch (status) {
    case Status::pass:
      return "\xe2\x9c\x85";
    case Status::fail:
      return "\xe2\x9d\x8c";
    case Status::warn:
    case Status::unknown:
      return "\xe2\x9a\xa0\xef\xb8\x8f";
    case Status::skip:
      return "\xe2\x9e\x96";  // heavy minus sign
  }
  return "";
}

class Document {
 public:
  void paragraph(std::string_view text) { fmt::format_to(std::back_inserter(out_), "{}\n\n", text); }
  // A pipe would end the cell, in a code span too, and a backslash before it may itself be escaped.
  void row(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) {
      out_ += "| ";
      for (const char c : cell) c == '|' ? out_ += "\\x7c" : out_ += c;
      out_ += ' ';
    }
    out_ += "|\n";
  }
  void rule(std::size_t columns) { row(std::vector<std::string>(columns, "---")); }
  void end_table() { out_ += '\n'; }
  std::size_t size() const { return out_.size(); }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_{};
};

void put_remedies(Document& to, const Finding& finding) {
  bool first = true;
  for (const Remedy& remedy : finding.remedies) {
    const std::string place = remedy_place(remedy.as);
    const std::string lead = first ? "Mend" : "Or";
    to.paragraph(fmt::format("**{}{}{}:**", lead, place.empty() ? "" : " ", markdown_prose(place)));
    to.paragraph(markdown_fence(remedy.text));
    first = false;
  }
}

void put_finding(Document& to, const Finding& finding) {
  const std::string state(finding.suppressed ? "suppressed" : to_string(finding.severity));
  to.paragraph(
      fmt::format("### {}: {} {}", state, markdown_code(finding.code), markdown_code(finding.subject)));
  if (!finding.title.empty()) to.paragraph(fmt::format("**What:** {}", markdown_prose(finding.title)));
  if (finding.suppressed) return;
  if (!finding.because.empty()) to.paragraph(fmt::format("**Seen:** {}", markdown_prose(finding.because)));
  if (const auto why = why_it_matters(finding.code); !why.empty())
    to.paragraph(fmt::format("**Matters:** {}", markdown_prose(why)));
  for (const std::string& other : finding.could_be)
    to.paragraph(fmt::format("**Could be:** {}", markdown_prose(other)));
  put_remedies(to, finding);
  std::vector<std::string> names;
  for (const std::string& each : finding.targets)
    if (names.size() < 20) names.push_back(markdown_code(each));
  if (finding.targets.size() > names.size())
    names.push_back(fmt::format("and {} more", finding.targets.size() - names.size()));
  std::string covers = fmt::format("Covers {}", count_of(finding.explains.size(), "check"));
  if (!names.empty())
    covers += fmt::format(", {}: {}", count_of(finding.targets.size(), "target"), join(names));
  to.paragraph(fmt::format("{}. Owner: {}.", covers, to_string(finding.owner)));
}

void put_more(Document& to, std::size_t all, std::size_t shown) {
  if (all > shown) to.paragraph(fmt::format("And {} more.", all - shown));
}

// Of a merged report.
void put_runs(Document& to, const Report& report) {
  const std::vector<const MergedRun*> runs = worst_first(report);
  if (runs.size() < 2) return;
  to.paragraph("## Runs");
  to.row({"verdict", "run", "plan", "started"});
  to.rule(4);
  for (std::size_t i = 0; i < runs.size() && i < kRunsShown; ++i)
    to.row({fmt::format("{} {}", badge(runs[i]->verdict), to_string(runs[i]->verdict)),
            markdown_code(runs[i]->label), markdown_code(runs[i]->plan), to_string(runs[i]->started)});
  to.end_table();
  put_more(to, runs.size(), kRunsShown);
  const std::vector<Difference> differing = differences(report);
  if (differing.empty()) return;
  to.paragraph("**Where they differ:**");
  for (std::size_t i = 0; i < differing.size() && i < kDifferencesShown; ++i)
    to.paragraph(markdown_prose(differing[i].text()));
  put_more(to, differing.size(), kDifferencesShown);
}

std::string cell_of(const Result* check) {
  if (check == nullptr) return " ";
  std::string text(fact(*check, "addresses"));
  if (text.empty()) text = fact(*check, "answer");
  const bool with_text = !text.empty() && check->status != Status::skip;
  return with_text ? fmt::format("{} {}", badge(check->status), markdown_code(text))
                   : std::string(badge(check->status));
}

void put_block(Document& to, const Report& report, const Block& block) {
  const std::vector<std::string> views = views_of(report, block);
  const std::vector<PathColumn> columns = columns_of(block);
  std::vector<std::string> cells = {"target"};
  for (const std::string& view : views) cells.push_back(markdown_code(view));
  for (const PathColumn& column : columns) cells.emplace_back(column.head);
  to.paragraph(fmt::format("**Zone** {}", markdown_code(block.zone)));
  to.row(cells);
  to.rule(cells.size());
  if (!block.served.empty()) {
    cells = {"the zone"};
    for (const std::string& view : views) {
      const auto found = block.served.find(view);
      cells.push_back(cell_of(found == block.served.end() ? nullptr : found->second));
    }
    cells.resize(1 + views.size() + columns.size(), " ");
    to.row(cells);
  }
  std::size_t rows = 0;
  for (const std::string& subject : block.order) {
    if (rows == kMaxRows || to.size() > kMaxBytes) break;
    ++rows;
    const Row& row = block.rows.at(subject);
    cells = {markdown_code(row.label)};
    for (const std::string& view : views) {
      const auto found = row.by_view.find(view);
      cells.push_back(cell_of(found == row.by_view.end() ? nullptr : found->second));
    }
    for (const PathColumn& column : columns) {
      const auto found = row.path.find(column.kind);
      cells.emplace_back(found == row.path.end() ? " " : std::string(badge(found->second->status)));
    }
    to.row(cells);
  }
  to.end_table();
  if (rows < block.order.size()) to.paragraph(fmt::format("And {} more.", block.order.size() - rows));
}

// What asks for attention, one row a check.
void put_open_checks(Document& to, const Report& report) {
  const auto open = [](const Result& check) {
    return check.status == Status::fail || check.status == Status::warn || check.status == Status::unknown;
  };
  const auto all = static_cast<std::size_t>(std::ranges::count_if(report.checks, open));
  if (all == 0) return;
  to.paragraph("## Checks that did not pass");
  to.row({"status", "check", "message"});
  to.rule(3);
  std::size_t rows = 0;
  for (const Result& check : report.checks) {
    if (!open(check)) continue;
    if (rows == kMaxRows || to.size() > kMaxBytes) break;
    ++rows;
    to.row({fmt::format("{} {}", badge(check.status), to_string(check.status)), markdown_code(check.id),
            markdown_prose(check.message)});
  }
  to.end_table();
  if (rows < all) to.paragraph(fmt::format("And {} more.", all - rows));
}

}  // namespace

std::string render_markdown(const Report& report, const RenderOptions&) {
  Document to;
  const VerdictLine verdict = verdict_line(report);
  to.paragraph(fmt::format("# {} vnetprobe: {}", badge(report.verdict), verdict.word));
  to.paragraph(fmt::format("**Verdict:** {}", markdown_prose(verdict.what)));
  if (!verdict.not_proved.empty())
    to.paragraph(fmt::format("**Not proved:** {}", markdown_prose(verdict.not_proved)));
  const std::vector<const Finding*> findings = in_order(report);
  if (!findings.empty()) to.paragraph("## Findings");
  std::size_t told = 0;
  while (told < findings.size() && to.size() < kMaxBytes / 2) put_finding(to, *findings[told++]);
  if (told < findings.size()) to.paragraph(fmt::format("And {} more.", findings.size() - told));
  put_runs(to, report);
  put_open_checks(to, report);
  const std::vector<Block> blocks = blocks_of(report);
  if (!blocks.empty()) to.paragraph("## What each view of the names gave");
  std::size_t shown = 0;
  while (shown < blocks.size() && to.size() < kMaxBytes) put_block(to, report, blocks[shown++]);
  if (shown < blocks.size())
    to.paragraph(fmt::format("And {}.", count_of(blocks.size() - shown, "more zone")));
  const Summary& sum = report.summary;
  to.paragraph(
      fmt::format("**Run** {} on {} at {}, {:.0f} ms: {} pass, {} warn, {} fail, {} skip, {} unknown.",
                  markdown_code(report.run.id), markdown_code(report.evidence.host.hostname),
                  markdown_code(to_string(report.run.started)), report.run.duration.count(), sum.pass,
                  sum.warn, sum.fail, sum.skip, sum.unknown));
  return std::move(to).take();
}

}  // namespace vnetprobe
