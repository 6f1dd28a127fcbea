// What would trip a newcomer: a name has one answer per view, but that answer is put together from
// an A and an AAAA question, each with an ending of its own; and an NXDOMAIN at the end of an alias
// is told by the chain in the answer section, not by the name that was asked.
#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "checks/case.h"
#include "probe/dns/chain.h"

namespace vnetprobe {
namespace {

bool all_of(const std::vector<IpAddress>& addresses, std::span<const Cidr> vnet, bool (*is)(AddressClass)) {
  return std::all_of(addresses.begin(), addresses.end(),
                     [&](const IpAddress& a) { return is(classify(a, vnet)); });
}

bool any_of(const std::vector<IpAddress>& addresses, std::span<const Cidr> vnet, AddressClass wanted) {
  return std::any_of(addresses.begin(), addresses.end(),
                     [&](const IpAddress& a) { return classify(a, vnet) == wanted; });
}

Ending ending_of(const DnsQuestion& question, const Chain& chain) {
  switch (question.outcome) {
    case DnsOutcome::answered:
      break;
    case DnsOutcome::garbage:
      return Ending::garbage;
    case DnsOutcome::interrupted:
      return Ending::interrupted;
    default:
      return Ending::silent;
  }
  if (chain.loop || chain.too_long) return Ending::alias_loop;
  if (!chain.names.empty() && chain.names.back() == kBlockPolicyName) return Ending::blocked;
  switch (question.rcode) {
    case rcode::kNoError:
      return chain.addresses.empty() ? Ending::nodata : Ending::addresses;
    // An answer that denies the name and gives addresses for it says nothing that can be used.
    case rcode::kNxDomain:
      return chain.addresses.empty() ? Ending::nxdomain : Ending::garbage;
    case rcode::kServFail:
      return Ending::servfail;
    case rcode::kRefused:
      return Ending::refused;
    default:
      return Ending::other_rcode;
  }
}

// Cut, and nothing whole came over TCP: the flag is that of the last message seen.
bool lost_over_tcp(const DnsQuestion& question) { return question.flags.tc; }

void take_soa(FormAnswer& form, const DnsQuestion& question) {
  if (form.soa) return;
  for (const DnsRecord& record : question.authorities)
    if (record.type == rr::kSOA) form.soa = record;
}

Ending take_question(FormAnswer& form, const DnsQuestion& question, std::size_t index) {
  form.questions.push_back(index);
  Chain chain = follow(question.answers, question.name, question.type);
  const Ending ending = ending_of(question, chain);
  form.truncated_without_tcp |= lost_over_tcp(question);
  if (chain.names.size() > form.aliases.size() + 1)
    form.aliases.assign(std::make_move_iterator(chain.names.begin() + 1),
                        std::make_move_iterator(chain.names.end()));
  take_soa(form, question);
  if (question.type == rr::kAAAA) {
    form.v6_ending = ending;
    form.v6 = std::move(chain.addresses);
  } else {
    form.ending = ending;
    form.v4 = std::move(chain.addresses);
  }
  return ending;
}

// Which of a target's two forms a question is about.
FormAnswer& form_asked(NameView& cell, const DnsQuestion& question) {
  const bool private_form = cell.target->two_forms && question.name == cell.target->private_name;
  return private_form ? cell.private_form : cell.form;
}

// The A question decides; the AAAA one adds its addresses, and stands in where only it has any. An A
// question that was never answered stays open, whatever AAAA says.
void join_families(FormAnswer& form) {
  if (!form.v6.empty() && form.ending == Ending::nodata) form.ending = Ending::addresses;
}

void take_lookup(FormAnswer& form, const SystemLookup& lookup, std::size_t index) {
  form.lookups.push_back(index);
  for (const IpAddress& address : lookup.addresses) (address.is_v4() ? form.v4 : form.v6).push_back(address);
  std::sort(form.v4.begin(), form.v4.end());
  std::sort(form.v6.begin(), form.v6.end());
  if (!lookup.canonical.empty() && lookup.canonical != lookup.name) form.aliases = {lookup.canonical};
  // glibc's numbers (netdb.h): they are kept as evidence, so a report from there reads the same here.
  constexpr int kEaiNoName = -2, kEaiAgain = -3, kEaiFail = -4, kEaiNoData = -5;
  if (!lookup.finished)
    form.ending = Ending::interrupted;
  else if (!lookup.addresses.empty())
    form.ending = Ending::addresses;
  else if (lookup.eai == kEaiNoName)
    form.ending = Ending::nxdomain;
  else if (lookup.eai == kEaiNoData)
    form.ending = Ending::nodata;
  else if (lookup.eai == kEaiAgain)
    form.ending = Ending::silent;
  else if (lookup.eai == kEaiFail)
    form.ending = Ending::servfail;
  else
    form.ending = Ending::other_rcode;
  form.v6_ending = form.v6.empty() ? Ending::nodata : Ending::addresses;
}

Sight sight_of_addresses(const Target& target, const FormAnswer& form, std::span<const Cidr> vnet) {
  const std::vector<IpAddress> all = form.addresses();
  if (any_of(all, vnet, AddressClass::special)) return Sight::special;
  const bool v4_public = any_of(form.v4, vnet, AddressClass::public_internet);
  const bool v6_public = any_of(form.v6, vnet, AddressClass::public_internet);
  const bool v4_private =
      any_of(form.v4, vnet, AddressClass::in_vnet) || any_of(form.v4, vnet, AddressClass::other_private);
  if (v4_public && v4_private) return Sight::mixed;
  if (v6_public && v4_private) return Sight::ipv6_public;
  if (v4_public || v6_public) return Sight::public_only;
  if (!target.expected.empty()) {
    const bool only_expected = std::all_of(all.begin(), all.end(), [&](const IpAddress& a) {
      return std::find(target.expected.begin(), target.expected.end(), a) != target.expected.end();
    });
    return only_expected ? Sight::right : Sight::stale;
  }
  return all_of(all, vnet, [](AddressClass c) { return c == AddressClass::in_vnet; }) ? Sight::right
                                                                                      : Sight::outside_vnet;
}

Sight sight_of(const Target& target, const FormAnswer& form, std::span<const Cidr> vnet) {
  switch (form.ending) {
    case Ending::addresses:
      return sight_of_addresses(target, form, vnet);
    case Ending::nxdomain:
      return Sight::nxdomain;
    case Ending::nodata:
      return Sight::nodata;
    case Ending::silent:
      return Sight::silent;
    case Ending::blocked:
      return Sight::blocked;
    case Ending::not_asked:
    case Ending::interrupted:
      return Sight::unknown;
    default:
      return Sight::failed;
  }
}

// What the answers come to, once all have been taken.
void settle(NameView& cell, std::span<const Cidr> vnet) {
  cell.form.name = asked_name(*cell.target);
  cell.private_form.name = cell.target->private_name;
  join_families(cell.form);
  join_families(cell.private_form);
  cell.sight = sight_of(*cell.target, cell.form, vnet);
}

bool hosts_file_gives(const HostFacts& host, const std::string& name,
                      const std::vector<IpAddress>& addresses) {
  if (addresses.empty()) return false;
  return std::all_of(addresses.begin(), addresses.end(), [&](const IpAddress& address) {
    return std::any_of(host.hosts_lines.begin(), host.hosts_lines.end(), [&](const HostsLine& line) {
      return line.address == address &&
             std::find(line.names.begin(), line.names.end(), name) != line.names.end();
    });
  });
}

}  // namespace

NameView seen_through(const Target& target, const View& view, const std::vector<DnsQuestion>& questions,
                      const std::vector<Cidr>& vnet) {
  NameView cell;
  cell.target = &target;
  cell.view = &view;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const DnsQuestion& question = questions[i];
    if (question.purpose != DnsPurpose::target || question.view != view.name ||
        question.subject != target.name)
      continue;
    take_question(form_asked(cell, question), question, i);
  }
  settle(cell, vnet);
  return cell;
}

void Case::read_names() {
  names_.resize(scope_.targets.size() * scope_.views.size());
  endings_.resize(evidence_.questions.size(), Ending::not_asked);
  for (std::size_t t = 0; t < scope_.targets.size(); ++t)
    for (std::size_t v = 0; v < scope_.views.size(); ++v) {
      NameView& cell = names_[t * scope_.views.size() + v];
      cell.target = &scope_.targets[t];
      cell.view = &scope_.views[v];
    }
  std::unordered_map<std::string_view, std::size_t> views, targets;
  for (std::size_t v = 0; v < scope_.views.size(); ++v) views.emplace(scope_.views[v].name, v);
  for (std::size_t t = 0; t < scope_.targets.size(); ++t) targets.emplace(scope_.targets[t].name, t);
  const auto cell_of = [&](const std::string& target, const std::string& view) -> NameView* {
    const auto t = targets.find(target);
    const auto v = views.find(view);
    if (t == targets.end() || v == views.end()) return nullptr;
    return &names_[t->second * scope_.views.size() + v->second];
  };
  for (std::size_t i = 0; i < evidence_.questions.size(); ++i) {
    const DnsQuestion& question = evidence_.questions[i];
    if (question.purpose != DnsPurpose::target) continue;
    NameView* cell = cell_of(question.subject, question.view);
    if (cell == nullptr) continue;
    endings_[i] = take_question(form_asked(*cell, question), question, i);
  }
  for (std::size_t i = 0; i < evidence_.lookups.size(); ++i) {
    const SystemLookup& lookup = evidence_.lookups[i];
    NameView* cell = cell_of(lookup.subject, lookup.view);
    if (cell != nullptr && lookup.name == asked_name(*cell->target)) take_lookup(cell->form, lookup, i);
  }
  for (NameView& cell : names_) {
    settle(cell, plan_.vnet);
    cell.from_hosts_file =
        cell.view->system && hosts_file_gives(evidence_.host, cell.form.name, cell.form.addresses());
  }
}

void Case::read_zones() {
  zones_.resize(scope_.zones.size() * scope_.views.size());
  for (std::size_t z = 0; z < scope_.zones.size(); ++z)
    for (std::size_t v = 0; v < scope_.views.size(); ++v) {
      ZoneView& cell = zones_[z * scope_.views.size() + v];
      cell.zone = &scope_.zones[z];
      cell.view = &scope_.views[v];
    }
  for (std::size_t i = 0; i < evidence_.questions.size(); ++i) {
    const DnsQuestion& question = evidence_.questions[i];
    if (question.purpose != DnsPurpose::zone) continue;
    const std::optional<std::size_t> z = zone_index(question.subject);
    if (!z) continue;
    for (std::size_t v = 0; v < scope_.views.size(); ++v) {
      if (scope_.views[v].name != question.view) continue;
      ZoneView& cell = zones_[*z * scope_.views.size() + v];
      cell.questions.push_back(i);
      const bool usable = question.outcome == DnsOutcome::answered &&
                          (question.rcode == rcode::kNoError || question.rcode == rcode::kNxDomain);
      std::vector<DnsRecord> records = question.answers;
      records.insert(records.end(), question.authorities.begin(), question.authorities.end());
      for (const DnsRecord& record : records) {
        if (record.type != rr::kSOA || !usable) continue;
        if (question.name == cell.zone->name) {
          cell.owner = record.owner;
          cell.mname = soa_mname(record);
          if (is_private_soa(record, cell.zone->name)) cell.served = Served::yes;
        } else if (is_private_soa(record, question.name) && cell.wrong_name.empty()) {
          cell.wrong_name = question.name;
          cell.wrong_mname = soa_mname(record);
        }
      }
      if (question.name == cell.zone->name) {
        cell.asked = true;
        if (usable && cell.served != Served::yes) cell.served = Served::no;
      }
    }
  }
  // A negative answer that carries the zone's own SOA proves the zone as well as the SOA question,
  // which a forwarder may answer from elsewhere.
  for (std::size_t z = 0; z < scope_.zones.size(); ++z)
    for (std::size_t v = 0; v < scope_.views.size(); ++v)
      for (const std::size_t t : scope_.zones[z].targets) {
        ZoneView& cell = zones_[z * scope_.views.size() + v];
        const NameView& name = name_view(t, v);
        for (const FormAnswer* form : {&name.form, &name.private_form})
          if (cell.served != Served::yes && form->soa && is_private_soa(*form->soa, scope_.zones[z].name)) {
            cell.served = Served::yes;
            cell.owner = form->soa->owner;
            cell.mname = soa_mname(*form->soa);
          }
      }
}

void Case::read_health() {
  health_.resize(scope_.views.size());
  for (std::size_t i = 0; i < evidence_.questions.size(); ++i) {
    const DnsQuestion& question = evidence_.questions[i];
    for (std::size_t v = 0; v < scope_.views.size(); ++v) {
      if (scope_.views[v].name != question.view || question.purpose == DnsPurpose::tcp) continue;
      ViewHealth& health = health_[v];
      const Ending ending = endings_[i] != Ending::not_asked
                                ? endings_[i]
                                : ending_of(question, follow(question.answers, question.name, question.type));
      const bool usable = ending == Ending::addresses || ending == Ending::nodata ||
                          ending == Ending::nxdomain || ending == Ending::blocked;
      if (usable && !lost_over_tcp(question))
        health.usable = true;
      else if (ending == Ending::refused)
        health.refused = true;
      else if (ending != Ending::interrupted)
        health.useless = true;
      health.truncated_without_tcp |= lost_over_tcp(question);
    }
  }
  for (std::size_t v = 0; v < scope_.views.size(); ++v) {
    if (!scope_.views[v].system) continue;
    for (std::size_t t = 0; t < scope_.targets.size(); ++t) {
      const FormAnswer& form = name_view(t, v).form;
      // The hosts file answers without any resolver: no sign for or against one.
      if (form.ending == Ending::not_asked || name_view(t, v).from_hosts_file) continue;
      if (form.has_address() || form.ending == Ending::nxdomain || form.ending == Ending::nodata)
        health_[v].usable = true;
      else if (form.ending != Ending::interrupted)
        health_[v].useless = true;
    }
  }
}

}  // namespace vnetprobe
