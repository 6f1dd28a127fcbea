// Something secret is put into every text and every address that the model can hold, and looked for in
// every format. What would trip a newcomer: fields are found by visit_fields, so one that is added to
// the model is planted without a change here, and one of a new type does not compile until it can be.
#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>

#include "probe/model/containers.h"
#include "probe/redact/redacted_report.h"
#include "reports/formats.h"
#include "reports/read_report.h"
#include "tests/support/redaction.h"

namespace vnetprobe {
namespace {

// Puts a secret of its own into every field; what can be empty is given one item.
class Planter {
 public:
  // `shape` has a {} where the canary goes.
  explicit Planter(std::string shape) : shape_(std::move(shape)) {}

  template <class T>
  void plant(T& member) {
    if constexpr (std::same_as<T, std::string>) {
      member = text();
    } else if constexpr (std::same_as<T, IpAddress>) {
      member = address();
    } else if constexpr (std::same_as<T, SocketAddress>) {
      member = {address(), 5353};
    } else if constexpr (std::same_as<T, Cidr>) {
      member = {address(), 32};
    } else if constexpr (kIsVector<T>) {
      if (member.empty()) member.emplace_back();
      for (auto& each : member) plant(each);
    } else if constexpr (kIsOptional<T>) {
      if (!member) member.emplace();
      plant(*member);
    } else if constexpr (kIsMap<T>) {
      member.clear();
      plant(member[text()]);
    } else if constexpr (std::is_class_v<T> && !std::same_as<T, Millis> && !std::same_as<T, UtcTime>) {
      visit_fields(member, [this](std::string_view, auto& each) { this->plant(each); });
    } else {
      static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_class_v<T>);
    }
  }

  const std::set<std::string>& planted() const { return planted_; }

 private:
  std::string text() {
    // Ten digits: a number that an id may be. Letters around them where the shape has some.
    const std::string canary = fmt::format("{:010}", 7000000001 + 7919 * count_++);
    planted_.insert(canary);
    std::string made = shape_;
    for (std::size_t at = made.find("{}"); at != std::string::npos; at = made.find("{}"))
      made.replace(at, 2, canary);
    return made;
  }
  IpAddress address() {
    const auto low = static_cast<std::uint8_t>(1 + count_ % 250);
    const auto high = static_cast<std::uint8_t>(count_ / 250);
    const std::array<std::uint8_t, 4> bytes = {10, 77, high, low};
    const std::array<std::uint8_t, 4> public_bytes = {20, 177, high, low};
    const IpAddress made = IpAddress::v4(count_++ % 2 == 0 ? bytes : public_bytes);
    planted_.insert(made.to_string());
    return made;
  }

  std::string shape_;
  std::size_t count_ = 0;
  std::set<std::string> planted_{};
};

Report planted_report(Planter& planter) {
  Report report;
  planter.plant(report.plan);
  // A member that is added to Evidence does not compile here until it is planted too.
  auto& [questions, lookups, contacts, host, az, discovery, identity] = report.evidence;
  planter.plant(questions);
  planter.plant(lookups);
  planter.plant(contacts);
  planter.plant(host);
  planter.plant(az);
  planter.plant(discovery);
  planter.plant(identity);
  planter.plant(report.run.id);
  planter.plant(report.run.incomplete_because);
  report.run.complete = false;
  planter.plant(report.judgement);
  // Records of each type are written and read in a way of their own.
  DnsQuestion& question = report.evidence.questions.front();
  for (const std::uint16_t type : {rr::kA, rr::kNS, rr::kCNAME, rr::kSOA, rr::kTXT, rr::kAAAA, rr::kOPT}) {
    DnsRecord record;
    planter.plant(record);
    record.type = type;
    question.answers.push_back(record);
    record.data = record.owner + " " + record.data + " 1 2 3 4 5";
    question.answers.push_back(record);
  }
  question.outcome = DnsOutcome::answered;
  question.rcode = 0;
  return report;
}

// For whoever has to find the field.
std::string around(const std::string& text, const std::string& secret) {
  constexpr std::size_t kWidth = 120;
  const std::size_t at = text.find(secret);
  if (at == std::string::npos) return {};
  const std::size_t from = at > kWidth ? at - kWidth : 0;
  return text.substr(from, at - from + secret.size() + kWidth);
}

void look_for(const Planter& planter, const Report& redacted) {
  for (const Format& format : formats()) {
    RenderOptions options;
    options.verbose = true;
    const std::string text = lower_case(format.render(redacted, options));
    for (const std::string& secret : planter.planted())
      CHECK_MESSAGE(!holds(text, secret), format.name << " names " << secret << ": " << around(text, secret));
  }
}

}  // namespace

TEST_CASE("nothing of what is in any field is left, whatever it looks like") {
  for (const std::string shape :
       {"canary{}",
        "{}",
        "Canary{}Storage",
        "c{}.blob.core.windows.net",
        "c{}.corp.example-co.com",
        "https://c{}.example-co.com:8443/c{}/x?y=c{}#c{}",
        "CN=c{}.example-co.com,O=c{} Ltd,C=DE",
        "{\"error\":{\"code\":\"c{}\",\"message\":\"Vault c{}; subscription c{}\"}}",
        "<Error><Code>AuthorizationFailure</Code><Message>c{}\nRequestId:c{}</Message></Error>",
        "/subscriptions/{}/resourcegroups/c{}/providers/microsoft.sql/servers/c{}",
        "c{}/c{}",
        "dns.record-missing=c{}",
        "c{}=c{}",
        "*c{}*",
        "\\# 4 {}",
        "eth0 c{}",
        "c{}@c{}.de",
        "\xC3\xBC{}\xC3\xBC",
        "_c{}._tcp.c{}",
        "C{}-Ab-pod01-fc1"}) {
    CAPTURE(shape);
    Planter planter(shape);
    const Report report = planted_report(planter);
    const Report redacted = redacted_report(report, kFixedHash);
    look_for(planter, redacted);
  }
}

TEST_CASE("the search finds what is not redacted") {
  Planter planter("canary{}");
  const Report report = planted_report(planter);
  const std::string text = lower_case(render_json(report, {}));
  std::size_t found = 0;
  for (const std::string& secret : planter.planted()) found += holds(text, secret) ? 1U : 0U;
  // Fields that a report has no place for are few: all of the plan and all of the evidence is written.
  CHECK(found * 100 > planter.planted().size() * 85);
}

}  // namespace vnetprobe
