#include <algorithm>
#include <doctest/doctest.h>

#include "reports/formats.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Without the codes that the page itself writes, ESC [ … m.
std::string without_color(std::string text) {
  for (std::size_t at = text.find("\x1b["); at != std::string::npos; at = text.find("\x1b[", at))
    text.erase(at, text.find('m', at) + 1 - at);
  return text;
}

std::size_t line_with(const std::string& text, const std::string& part) {
  const auto lines = lines_of(text);
  const auto found =
      std::ranges::find_if(lines, [&](const std::string& l) { return l.find(part) != std::string::npos; });
  return static_cast<std::size_t>(found - lines.begin());
}

// Control characters of both sets, and the overrides of direction.
bool drives_terminal(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n') || c == 0x7f) return true;
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    if (text.compare(i, 3, "\xe2\x80\xae") == 0) return true;
  }
  return false;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every story fits 80 columns, plain, in colour and with -v") {
  for (const SampleReport& sample : sample_reports())
    for (const bool verbose : {false, true})
      for (const std::string& line : lines_of(render_human(sample.report, {.verbose = verbose}))) {
        // The hosts file knows no continuation, and its line for a Backup name has 88 columns.
        if (line.starts_with("    172.16.104.104 1132794570626989392-")) continue;
        CAPTURE(sample.name);
        CAPTURE(line);
        CHECK(columns(line) <= 80);
      }
}

TEST_CASE("colour adds colour and nothing else") {
  for (const SampleReport& sample : sample_reports()) {
    CAPTURE(sample.name);
    const std::string plain = render_human(sample.report, {});
    const std::string color = render_human(sample.report, {.color = true});
    CHECK(plain.find('\x1b') == std::string::npos);
    CHECK(color.find('\x1b') != std::string::npos);
    CHECK(without_color(color) == plain);
  }
}

TEST_CASE("a healthy report of 18 endpoints fits a screen") {
  CHECK(lines_of(render_human(sample_report("healthy"), {})).size() <= 50);
}

TEST_CASE("the verdict comes first, and the remedy within the first 20 lines") {
  const std::string text = render_human(sample_report("zone-not-linked"), {});
  CHECK(text.starts_with("FAIL  contoso-backup-weu: 1 finding, 16 of 72 checks failed\n"));
  CHECK(line_with(text, "dns.zone-not-linked") < 4);
  CHECK(line_with(text, "az network private-dns link vnet create") < 20);
}

TEST_CASE("the first words are the verdict line, whole") {
  for (const SampleReport& sample : sample_reports()) {
    const auto one_line = [](const std::string& text) {
      const std::string shown = clean(text);
      std::vector<std::string> words;
      for (const std::string_view word : words_of(shown)) words.emplace_back(word);
      return join(words, " ");
    };
    CAPTURE(sample.name);
    CHECK(
        one_line(render_human(sample.report, {})).starts_with(one_line(verdict_line(sample.report).text())));
  }
}

TEST_CASE("names are never shortened") {
  const std::string text = render_human(sample_report("long-backup-names"), {});
  for (const char* name : {"1132794570626989392-ab-pod01-wbcm1.privatelink.we.backup.windowsazure.com",
                           "1132794570626989392-ab-pod01-prot1b.privatelink.we.backup.windowsazure.com",
                           "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com:443"})
    CHECK(contains(text, name));
  // In the table by their labels, below the zone.
  CHECK(contains(text, "\n  1132794570626989392-ab-pod01-fc1\n"));
}

TEST_CASE("suppressed findings come last and are marked") {
  const std::string text = render_human(sample_report("several-findings"), {});
  CHECK(line_with(text, "ERROR  dns.forwarder-missing") < line_with(text, "WARNING  public.undecided"));
  CHECK(line_with(text, "WARNING  public.undecided") < line_with(text, "SUPPRESSED  dns.hosts-override"));
  CHECK_FALSE(contains(text, "Take line 12 out"));
  CHECK(contains(render_human(sample_report("several-findings"), {.verbose = true}), "Take line 12 out"));
}

TEST_CASE("a remedy in every dialect is cut to the first, and -v prints them all") {
  Report report;
  Finding& finding = report.findings.emplace_back(Finding{.code = "dns.forwarder-missing", .subject = "dc1"});
  for (const char* dialect : {"windows-dns", "coredns", "bind", "unbound", "dnsmasq"}) {
    std::string lines;
    for (int i = 0; i < 10; ++i) lines += std::string(dialect) + " line " + std::to_string(i) + "\n";
    finding.remedies.push_back({.as = dialect, .text = lines});
  }
  const std::string brief = render_human(report, {});
  CHECK(contains(brief, "    windows-dns line 9\n"));
  CHECK_FALSE(contains(brief, "    bind line 0\n"));
  CHECK(contains(brief, "in BIND's named.conf"));
  CHECK(contains(brief, "-v prints the lines"));
  const std::string whole = render_human(report, {.verbose = true});
  CHECK(contains(whole, "    dnsmasq line 9\n"));
  CHECK_FALSE(contains(whole, "-v prints"));
}

TEST_CASE("views that gave the same share a column, others have their own") {
  CHECK(contains(render_human(sample_report("healthy"), {}), "dc1, azure (ref)"));
  const std::string text = render_human(sample_report("several-findings"), {});
  CHECK(contains(text, "20.60.1.1 !"));
  CHECK(contains(text, "10.9.9.9 !"));
}

TEST_CASE("skipped checks say what they wait for with -v alone") {
  const Report& report = sample_report("zone-not-linked");
  CHECK_FALSE(contains(render_human(report, {}), "Waits for"));
  CHECK(contains(render_human(report, {.verbose = true}), "Waits for"));
}

TEST_CASE("-q is the verdict and the findings by name") {
  CHECK(render_human(sample_report("zone-not-linked"), {.quiet = true}) ==
        "FAIL  contoso-backup-weu: 1 finding, 16 of 72 checks failed\n"
        "error dns.zone-not-linked privatelink.blob.core.windows.net\n");
}

TEST_CASE("what was not decided is said once for many") {
  const std::string text = render_human(sample_report("undecided"), {});
  CHECK(contains(text, "and 2 more"));
  CHECK(contains(text, "Not tried to the end"));
}

TEST_CASE("what a reference lacks is shown and is nobody's task") {
  Report report = sample_report("healthy");
  for (Result& check : report.checks)
    if (check.view == "azure" && check.kind == "dns.private") {
      check.status = Status::warn;
      check.message = "A reference: NXDOMAIN.";
      check.facts.back() = {"answer", "NXDOMAIN"};
    }
  const std::string text = render_human(report, {});
  CHECK(contains(text, "NXDOMAIN"));
  CHECK_FALSE(contains(text, "NXDOMAIN ?"));
  CHECK_FALSE(contains(text, "not explained"));
}

TEST_CASE("kinds that nobody knows yet are in the report all the same") {
  Report report;
  report.checks.push_back(
      {.id = "new.kind/x", .kind = "new.kind", .target = "x", .status = Status::fail, .message = "New."});
  const std::string text = render_human(report, {});
  CHECK(contains(text, "new.kind\n  FAIL !  x  New.\n"));
}

TEST_CASE("no text of strangers drives the terminal or breaks the page") {
  for (const std::string& text : hostile_strings()) {
    CAPTURE(text.substr(0, 40));
    for (const bool color : {false, true}) {
      const std::string out = render_human(hostile_report(text), {.color = color, .verbose = true});
      const std::string bare = color ? without_color(out) : out;
      CHECK_FALSE(drives_terminal(bare));
      // 64 KiB in a hundred places is not printed in full.
      CHECK(out.size() < 3'000'000);
    }
  }
}

TEST_CASE("any width of 60 and more is kept to by prose") {
  for (const int width : {1, 60, 72, 100, 200}) {
    const std::string text = render_human(sample_report("zone-not-linked"), {.width = width});
    const auto room = static_cast<std::size_t>(std::max(width, 60));
    for (const std::string& line : lines_of(text)) {
      std::size_t longest = 0;
      for (const std::string_view word : words_of(line)) longest = std::max(longest, columns(word));
      CAPTURE(line);
      // A single word of a command may force a longer line.
      CHECK((columns(line) <= room || longest + 8 > room));
    }
  }
}

}  // namespace vnetprobe
