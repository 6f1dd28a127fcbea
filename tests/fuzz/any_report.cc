// What would trip a newcomer: most bytes must do nothing, or every report is noise from end to end. So a byte
// says how many fields to pass over, and the next ones what the field after them becomes.
#include "tests/fuzz/any_report.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "reports/report_fields.h"
#include "tests/fuzz/must.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {
namespace {

// Each breaks the format that somebody forgot to escape it for.
constexpr std::array<std::string_view, 24> kTexts = {"",
                                                     "<b x='1' onload=\"y\">&amp;",
                                                     "\x1b[31m",
                                                     "##vso[task.complete]",
                                                     "\n::error::x",
                                                     "| a |\n| - |",
                                                     "```",
                                                     "\r\n\t",
                                                     "\xe2\x80\xae",
                                                     "\xc2\x9b",
                                                     "\xff\xc3(",
                                                     "]]>",
                                                     "-->",
                                                     "10.1.3.5",
                                                     "dns.zone-not-linked",
                                                     "dns.private",
                                                     "net.connect",
                                                     "public.refused",
                                                     "mystorage01.blob.core.windows.net",
                                                     "\" \\ '",
                                                     "# EOF",
                                                     "not ok 1 # SKIP",
                                                     "=cmd|' /C calc'!A0",
                                                     "\xef\xbf\xbe"};
constexpr std::array<std::int64_t, 8> kNumbers = {0,
                                                  1,
                                                  -1,
                                                  65535,
                                                  4294967295,
                                                  std::numeric_limits<std::int64_t>::max(),
                                                  std::numeric_limits<std::int64_t>::min(),
                                                  1700000000};
constexpr std::array<double, 6> kMillis = {0, -1, 84.25, 1e9, 1e300, -1e300};
constexpr std::array<std::string_view, 8> kAddresses = {"10.1.3.5",        "20.60.1.1",    "fd00::5",
                                                        "2603::1",         "127.0.0.1",    "0.0.0.0",
                                                        "::ffff:10.1.3.5", "168.63.129.16"};

class Shaker {
 public:
  explicit Shaker(std::span<const std::uint8_t> bytes) : bytes_(bytes) { next_turn(); }

  template <class T>
  void shake(T&& value) {
    using Type = std::remove_cvref_t<T>;
    if constexpr (kIsNullWhenEmpty<Type>) {
      shake(value.text);
    } else if constexpr (std::same_as<Type, Facts>) {
      if (turn()) value.emplace_back(text(), text());
      for (auto& [key, each] : value) shake(key), shake(each);
    } else if constexpr (kIsOptional<Type>) {
      if (turn()) value ? value.reset() : static_cast<void>(value.emplace());
      if (value) shake(*value);
    } else if constexpr (kIsVector<Type>) {
      if (turn()) resize(value);
      for (auto& each : value) shake(each);
    } else if constexpr (kIsMap<Type>) {
      if (turn()) value[text()];
      for (auto& [key, each] : value) shake(each);
    } else if constexpr (std::is_class_v<Type> && !Texty<Type> && !std::same_as<Type, std::string> &&
                         !std::same_as<Type, Millis>) {
      visit_fields(value, [this](std::string_view, auto&& member) { this->shake(member); });
    } else if (turn()) {
      write(value);
    }
  }

 private:
  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }

  void next_turn() {
    constexpr std::uint8_t kFar = 192;
    const std::size_t skip = byte();
    fields_to_pass_ = skip < kFar ? skip : (skip - kFar) * 128 + byte();
    if (bytes_.empty()) fields_to_pass_ = std::numeric_limits<std::size_t>::max();
  }

  // Is this the field? Whoever is told so takes its bytes, and then the next field is chosen.
  bool turn() {
    if (chosen_) {
      chosen_ = false;
      next_turn();
    }
    if (fields_to_pass_ != 0) {
      --fields_to_pass_;
      return false;
    }
    chosen_ = true;
    return true;
  }

  std::string text() {
    constexpr std::uint8_t kLong = 250;
    const std::uint8_t kind = byte();
    if (kind < 2 * kTexts.size()) return std::string(kTexts[kind % kTexts.size()]);
    if (kind >= kLong) return std::string(5000, static_cast<char>(byte()));
    const std::size_t length = std::min<std::size_t>(kind % 40, bytes_.size());
    std::string taken(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(length));
    bytes_ = bytes_.subspan(length);
    return taken;
  }

  template <class T>
  void resize(std::vector<T>& list) {
    constexpr std::size_t kMost = 200;
    switch (byte() % 4) {
      case 0:
        list.clear();
        break;
      case 1:
        list.emplace_back();
        break;
      case 2:
        for (std::size_t more = byte(); more > 0 && !list.empty() && list.size() < kMost; --more)
          list.push_back(T(list.back()));
        break;
      default:
        if (!list.empty()) list.erase(list.begin());
    }
  }

  IpAddress address() { return *IpAddress::parse(kAddresses[byte() % kAddresses.size()]); }

  void write(std::string& value) { value = text(); }
  void write(IpAddress& value) { value = address(); }
  // No plan and no report has port 0.
  void write(SocketAddress& value) { value = {address(), std::max<std::uint16_t>(byte(), 1)}; }
  void write(Cidr& value) {
    const IpAddress base = address();
    value = {base, base.is_v4() ? 32 : 128};
  }
  // What can be written as RFC 3339.
  void write(UtcTime& value) { value.seconds = static_cast<std::int64_t>(byte()) * 900'000'000; }
  void write(Millis& value) { value = Millis(kMillis[byte() % kMillis.size()]); }
  void write(bool& value) { value = !value; }
  template <std::integral T>
  void write(T& value) {
    value = static_cast<T>(kNumbers[byte() % kNumbers.size()]);
  }
  template <Named T>
  void write(T& value) {
    value = kNames<T>[byte() % kNames<T>.size()].first;
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t fields_to_pass_ = 0;
  bool chosen_ = false;
};

void mend_references(Report& report) {
  const Evidence& evidence = report.evidence;
  for (Result& check : report.checks) {
    std::erase_if(check.evidence.questions, [&](std::size_t at) { return at >= evidence.questions.size(); });
    std::erase_if(check.evidence.lookups, [&](std::size_t at) { return at >= evidence.lookups.size(); });
    std::erase_if(check.evidence.contacts,
                  [&](const auto& at) { return at.first >= evidence.contacts.size(); });
  }
}

// Among them one of nothing at all. A large one is printed no other way than a small one, and takes longer.
const std::vector<Report>& small_samples() {
  constexpr std::size_t kFewChecks = 20;
  static const std::vector<Report> samples = [] {
    std::vector<Report> few = {Report{}};
    for (const SampleReport& each : sample_reports())
      if (each.report.checks.size() <= kFewChecks) few.push_back(each.report);
    return few;
  }();
  return samples;
}

template <class T>
void keep_first(std::vector<T>& list, std::size_t most) {
  if (list.size() > most) list.erase(list.begin() + static_cast<std::ptrdiff_t>(most), list.end());
}

// Of each sample its beginning, which takes a tenth of the time.
const std::vector<Report>& beginnings() {
  constexpr std::size_t kMost = 2;
  static const std::vector<Report> begun = [] {
    std::vector<Report> all = small_samples();
    for (Report& each : all) {
      keep_first(each.checks, kMost);
      keep_first(each.findings, kMost);
      keep_first(each.plan.storage_accounts, kMost);
      for (VaultPlan& vault : each.plan.vaults) keep_first(vault.endpoints, kMost);
      keep_first(each.evidence.questions, kMost);
      keep_first(each.evidence.lookups, kMost);
      keep_first(each.evidence.contacts, kMost);
      mend_references(each);
    }
    return all;
  }();
  return begun;
}

}  // namespace

Report any_report(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return {};
  constexpr std::size_t kWhole = 16;
  const auto& samples = has_turn(data, size, kWhole) ? small_samples() : beginnings();
  Report report = samples[data[0] % samples.size()];
  Shaker shaker({data + 1, size - 1});
  shaker.shake(report.run);
  shaker.shake(report.run.merged);
  shaker.shake(report.verdict);
  shaker.shake(report.not_proved);
  shaker.shake(report.summary);
  shaker.shake(report.judgement);
  shaker.shake(report.findings);
  shaker.shake(report.checks);
  shaker.shake(report.plan);
  // By name, so that evidence of a new sort does not compile before it stands here.
  auto& [questions, lookups, contacts, host, az, discovery, identity] = report.evidence;
  shaker.shake(contacts);
  shaker.shake(questions);
  shaker.shake(lookups);
  shaker.shake(host);
  shaker.shake(az);
  shaker.shake(discovery);
  shaker.shake(identity);
  shaker.shake(report.tool_version);
  mend_references(report);
  return report;
}

}  // namespace vnetprobe
