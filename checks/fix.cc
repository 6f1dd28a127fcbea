// What would trip a newcomer: text in angle brackets makes a shell stop, and that is wanted. A script
// that guessed a resource group would be worse than one that does not run.
#include "checks/fix.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <stdexcept>

#include "checks/codes.h"
#include "checks/fix_parts.h"
#include "checks/remedy_writers.h"
#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

constexpr auto kDialects =
    std::to_array<std::string_view>({"az", "windows-dns", "coredns", "bind", "unbound", "dnsmasq", "hosts"});

struct Place {
  std::string_view dialect{};
  std::string_view how{};
};
constexpr auto kPlaces = std::to_array<Place>({
    {"az",
     "For a shell with the Azure CLI, signed in (az login). Read it before you run it: what stands in "
     "<angle brackets> is printed by the commands before."},
    {"windows-dns", "For PowerShell on the DNS server, as administrator."},
    {"coredns",
     "Server blocks for the Corefile. Take older blocks for these zones out: one zone, one block."},
    {"bind",
     "Save as a file of its own and include it from named.conf, once. Take older statements for these "
     "zones out: named refuses two. Then: rndc reconfig; rndc flush"},
    {"unbound",
     "Save as a file of its own and include it from unbound.conf, last: of two forward-zones with one name "
     "the last one counts. Then: unbound-control reload"},
    {"dnsmasq",
     "Save as a file of its own in dnsmasq.d, or append to dnsmasq.conf. Take older server lines for "
     "these zones out: all of them are asked. Then restart dnsmasq."},
    {"hosts",
     "Append to /etc/hosts. This host alone is mended: DNS stays as it is, and addresses that move are "
     "not followed. For tests, and until DNS is right."},
});

// Prose as comment lines of about 100 columns.
std::string commented(std::string_view text, std::string_view sign) {
  constexpr std::size_t kWidth = 98;
  std::string out, line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (!line.empty() && line.size() + 1 + word.size() > kWidth) {
      out += fmt::format("{} {}\n", sign, line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    at = end + 1;
  }
  if (!line.empty()) out += fmt::format("{} {}\n", sign, line);
  return out;
}

// Bytes at the beginning of UTF-8 that a terminal or an editor obeys: control characters of both sets, DEL,
// and the marks that turn the direction of writing, by which a comment can pass for a command. 0 for others.
std::size_t obeyed_length(std::string_view text) {
  const auto at = [&text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto within = [](unsigned byte, unsigned first, unsigned last) {
    return byte >= first && byte <= last;
  };
  if (at(0) < 0x20 || at(0) == 0x7f) return 1;
  if (at(0) == 0xc2 && within(at(1), 0x80, 0x9f)) return 2;
  if (at(0) == 0xd8 && at(1) == 0x9c) return 2;
  const bool marks = at(1) == 0x80 && (within(at(2), 0x8e, 0x8f) || within(at(2), 0xaa, 0xae));
  const bool isolates = at(1) == 0x81 && within(at(2), 0xa6, 0xa9);
  return at(0) == 0xe2 && (marks || isolates) ? 3 : 0;
}

bool is_known(std::string_view code) {
  const auto all = codes();
  return std::any_of(all.begin(), all.end(), [&](const Code& row) { return row.code == code; });
}

FixText text_for(const Case& run, const Findings& findings, std::string_view dialect) {
  if (dialect == "az") return fix_with_az(run, findings);
  if (dialect == "hosts") return fix_in_hosts(run, findings);
  return fix_on_server(run, findings, dialect);
}

}  // namespace

std::span<const std::string_view> fix_dialects() { return kDialects; }

std::string harmless(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = obeyed_length(text);
    out += length != 0 ? '?' : text.front();
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string headline(const Finding& finding) {
  return harmless(fmt::format("{} {}", finding.code, finding.subject));
}

std::string_view elsewhere(std::string_view code) {
  const RemedyWriter* writer = remedy_writer(code);
  return writer != nullptr && writer->az != nullptr ? ", see --as az" : "";
}

std::string fix(const Report& report, std::string_view dialect, std::vector<std::string>& undecided) {
  const auto* place =
      std::find_if(kPlaces.begin(), kPlaces.end(), [&](const Place& p) { return p.dialect == dialect; });
  if (place == kPlaces.end()) throw std::invalid_argument{"no such dialect: " + std::string{dialect}};
  const std::string_view sign = dialect == "bind" ? "//" : "#";

  const Scope scope = expand(report.plan);
  const Case run(report.plan, scope, report.evidence);
  Findings findings;
  for (const Finding& finding : report.findings) {
    if (finding.suppressed) continue;
    // A report of a newer version may hold codes that this one does not know.
    if (is_known(finding.code))
      findings.push_back(&finding);
    else
      undecided.push_back(headline(finding) + ": unknown to this version");
  }
  const FixText parts = text_for(run, findings, dialect);

  std::string title = fmt::format("vnetprobe fix --as {}", dialect);
  if (!report.plan.name.empty()) title += fmt::format(", plan {}", report.plan.name);
  if (!report.run.id.empty()) title += fmt::format(", run {}", report.run.id);
  std::string out = commented(harmless(title), sign);
  if (findings.empty()) {
    out += commented("Nothing to mend: the report has no findings.", sign);
    return out;
  }
  out += commented(fmt::format("Findings: {}. Mended here: {}.", findings.size(), parts.mended), sign);
  if (!parts.text.empty()) out += commented(place->how, sign);
  out += "\n" + parts.text;
  if (!parts.undecided.empty()) {
    out += fmt::format("{} Left to you:\n", sign);
    for (const std::string& line : parts.undecided) {
      out += commented("- " + harmless(line), sign);
      undecided.push_back(harmless(line));
    }
  }
  return dialect == "hosts" && !parts.text.empty() ? "# BEGIN vnetprobe\n" + out + "# END vnetprobe\n" : out;
}

}  // namespace vnetprobe
