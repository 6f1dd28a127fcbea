// What would trip a newcomer: it is done twice. The first pass is thrown away; it learns which words are
// replaced, so that in the second they are found in free text too, wherever that stands.
#include "probe/redact/redact.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <vector>

#include "checks/codes.h"
#include "probe/azure/public_roots.h"
#include "probe/azure/sas.h"
#include "probe/model/containers.h"
#include "probe/redact/model_types.h"
#include "probe/redact/text_mask.h"
#include "probe/redact/treatment.h"

namespace vnetprobe {
namespace {

class Redactor {
 public:
  explicit Redactor(const KeyedHash& hash)
      : names_(hash), addresses_(names_), hosts_(names_, addresses_), text_(names_, addresses_, hosts_) {}

  void redact(Recorded& recorded) {
    for (const ResolverPlan& each : recorded.plan.resolvers) views_.insert(each.name);
    walk(recorded.plan);
    // A member that is added to Evidence does not compile here until it is walked too.
    auto& [questions, lookups, contacts, host, az, discovery, identity] = recorded.evidence;
    change(questions, Treatment::strangers);
    change(lookups, Treatment::strangers);
    change(contacts, Treatment::strangers);
    walk(host);
    walk(az);
    walk(discovery);
    walk(identity);
    recorded.run.id = hosts_.label(recorded.run.id);
    recorded.run.incomplete_because = text_(recorded.run.incomplete_because);
    for (std::string& each : recorded.judgement.suppress) redact_suppressed(each);
  }

 private:
  // "CODE=SUBJECT": a subject is a view, one word of the plan, or text such as a host with its port.
  void redact_suppressed(std::string& accepted) {
    const std::size_t mark = accepted.find('=');
    std::string code = accepted.substr(0, mark);
    if (std::ranges::none_of(codes(), [&](const Code& row) { return row.code == code; })) code = text_(code);
    if (mark == std::string::npos) {
      accepted = code;
      return;
    }
    const std::string subject = accepted.substr(mark + 1);
    const bool one_word = hosts_.replaced().contains(lower_case(subject));
    const std::string masked = views_.contains(subject) ? view(subject)
                               : one_word               ? hosts_.label(subject)
                                                        : text_(subject);
    accepted = code + "=" + masked;
  }

  std::string view(const std::string& name) {
    const bool fixed = name.empty() || name == "system" || name == "azure" || name == "public_resolver";
    if (fixed) return name;
    return views_.contains(name) ? hosts_.label(name) : text_(name);
  }

  // "/subscriptions/ID/resourcegroups/NAME/providers/NAMESPACE/TYPE/NAME/…": every second part is a name.
  std::string arm(std::string_view id) {
    std::string made;
    std::string_view before;
    bool is_name = false;
    while (!id.empty()) {
      const std::size_t slash = id.find('/');
      const std::string_view part = id.substr(0, slash);
      if (!part.empty()) {
        const bool kept = !is_name || before == "providers";
        made += kept ? text_(part) : hosts_.host(part);
        // After the namespace comes a type again.
        is_name = before == "providers" ? false : !is_name;
        before = part;
      }
      if (slash == std::string_view::npos) break;
      made += '/';
      id.remove_prefix(slash + 1);
    }
    return made;
  }

  std::string treated(const std::string& text, Treatment treatment) {
    if (text.empty()) return text;
    switch (treatment) {
      case Treatment::strangers:
        return text_(text);
      case Treatment::label:
        return hosts_.label(text);
      case Treatment::host:
        return hosts_.host(text);
      case Treatment::view:
        return view(text);
      case Treatment::hex:
        return is_public_root(text) ? text : names_.hex(text);
      case Treatment::arm:
        return arm(text);
      case Treatment::rights: {
        const bool letters =
            text.size() <= 20 && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
        return letters || text == "https,http" || sas_time(text) ? text : text_(text);
      }
    }
    return names_.word(text);
  }

  template <class T>
  void change(T& member, Treatment treatment) {
    if constexpr (std::same_as<T, std::string>) {
      member = treated(member, treatment);
    } else if constexpr (std::same_as<T, IpAddress> || std::same_as<T, Cidr>) {
      member = addresses_(member);
    } else if constexpr (std::same_as<T, SocketAddress>) {
      member.address = addresses_(member.address);
    } else if constexpr (kIsVector<T>) {
      for (auto& each : member) change(each, treatment);
    } else if constexpr (kIsOptional<T>) {
      if (member) change(*member, treatment);
    } else if constexpr (kIsMap<T>) {
      T changed;
      for (auto& [key, each] : member) {
        change(each, treatment);
        changed.emplace(text_(key), std::move(each));
      }
      member = std::move(changed);
    } else if constexpr (std::is_class_v<T> && !std::same_as<T, Millis> && !std::same_as<T, UtcTime>) {
      walk(member);
    }
  }

  template <class T>
  void walk(T& self) {
    visit_fields(self, [this](std::string_view field, auto& member) {
      this->change(member, treatment_of(kType<T>, field));
    });
  }

  void walk(DnsRecord& record) {
    record.owner = hosts_.host(record.owner);
    if (const auto address = IpAddress::parse(record.data)) {
      record.data = addresses_(*address).to_string();
    } else if (record.type == rr::kSOA) {
      const std::size_t first = record.data.find(' ');
      const std::size_t second = record.data.find(' ', first == std::string::npos ? first : first + 1);
      if (second == std::string::npos) {
        record.data = text_(record.data);
        return;
      }
      record.data = hosts_.host(record.data.substr(0, first)) + " " +
                    hosts_.host(record.data.substr(first + 1, second - first - 1)) +
                    text_(record.data.substr(second));
    } else if (record.type == rr::kCNAME || record.type == rr::kNS) {
      record.data = hosts_.host(record.data);
    } else {
      record.data = hex_data(record.data);
    }
  }

  // "\# 4 0a010203" (RFC 3597): the bytes may be an address or a text.
  std::string hex_data(const std::string& data) const {
    constexpr std::string_view kMark = "\\# ";
    const std::size_t space = data.find(' ', kMark.size());
    if (!data.starts_with(kMark) || space == std::string::npos) return text_(data);
    const std::string bytes = data.substr(space + 1);
    const bool is_hex = bytes.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!is_hex) return text_(data);
    return std::string(kMark) + text_(data.substr(kMark.size(), space - kMark.size())) + " " +
           names_.hex(bytes);
  }

  void walk(Tls& tls) {
    const bool public_anchor = is_public_root(tls.anchor_sha256);
    const std::string anchor = tls.anchor_subject;
    visit_fields(
        tls, [this](std::string_view field, auto& member) { change(member, treatment_of("tls", field)); });
    if (public_anchor) tls.anchor_subject = anchor;
  }

  void walk(EntraPlan& entra) {
    const bool everybody =
        entra.tenant == "organizations" || entra.tenant == "common" || entra.tenant == "consumers";
    if (!everybody) entra.tenant = hosts_.host(entra.tenant);
  }

  Pseudonyms names_;
  AddressMask addresses_;
  NameMask hosts_;
  TextMask text_;
  std::set<std::string> views_{};
};

}  // namespace

Recorded redact(Recorded recorded, const KeyedHash& hash) {
  Redactor redactor(hash);
  Recorded learnt = recorded;
  redactor.redact(learnt);
  redactor.redact(recorded);
  return recorded;
}

}  // namespace vnetprobe
