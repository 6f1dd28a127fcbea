// What would trip a newcomer: nothing here asks the code under test what it thinks. Which addresses
// are connected, and what a healthy door says, is worked out from the story alone.
#include "tests/support/story.h"

#include <algorithm>
#include <stdexcept>

#include "checks/assess.h"
#include "probe/azure/services.h"
#include "probe/plan/expand.h"
#include "tests/support/story_answer.h"

namespace vnetprobe {

namespace {

constexpr const char* kPublicStorage = "20.60.1.1";
constexpr const char* kDeniedStorage = "20.60.2.2";
constexpr const char* kPublicBackup = "20.61.1.1";
constexpr const char* kSignIn = "20.190.160.1";

std::string backup_public_host(const Target& target) {
  constexpr std::string_view kMark = "-ab-";
  const std::size_t mark = target.public_name.find(kMark);
  return mark == std::string::npos ? "" : target.public_name.substr(mark + kMark.size());
}

}  // namespace

// Walks the scope of a story and writes down what a run would have seen.
class Telling {
 public:
  explicit Telling(const Story& story) : story_(story), scope_(expand(story.plan)) { refuse_strangers(); }

  Evidence tell() {
    tell_host();
    for (const View& view : scope_.views) tell_view(view);
    for (const Target& target : scope_.targets) {
      if (target.duty == Duty::private_endpoint) tell_private_path(target);
      if (target.duty == Duty::private_endpoint && target.public_access == Access::disabled)
        tell_public_path(target);
      if (target.duty == Duty::denied_account) tell_plain_path(target, Path::denied);
      if (target.duty == Duty::sign_in) tell_plain_path(target, Path::sign_in);
      if (target.duty == Duty::destination) tell_destination(target);
    }
    return std::move(evidence_);
  }

 private:
  bool is_view(const std::string& name) const {
    return std::any_of(scope_.views.begin(), scope_.views.end(),
                       [&](const View& view) { return view.name == name; });
  }
  bool is_target(const std::string& name) const {
    return name == "*" || std::any_of(scope_.targets.begin(), scope_.targets.end(),
                                      [&](const Target& target) { return target.name == name; });
  }
  bool is_zone(const std::string& name) const {
    return std::any_of(scope_.zones.begin(), scope_.zones.end(), [&](const Zone& zone) {
      return zone.name == name ||
             std::find(zone.wrong_names.begin(), zone.wrong_names.end(), name) != zone.wrong_names.end();
    });
  }

  void refuse_strangers() const {
    const auto refuse = [](bool known, const std::string& name) {
      if (!known) throw std::invalid_argument("a story speaks of \"" + name + "\", which nobody asks");
    };
    for (const auto* table : {&story_.says_, &story_.says_privatelink_, &story_.says_aaaa_})
      for (const auto& [place, word] : *table)
        refuse(is_view(place.first), place.first), refuse(is_target(place.second), place.second);
    for (const auto& [place, word] : story_.zones_)
      refuse(is_view(place.first), place.first), refuse(is_zone(place.second), place.second);
    for (const auto* table : {&story_.resolvers_, &story_.again_})
      for (const auto& [view, word] : *table) refuse(is_view(view), view);
    for (const auto& [target, address] : story_.public_) refuse(is_target(target), target);
  }

  static const std::string* find(const std::map<Story::Place, std::string>& table, const std::string& view,
                                 const std::string& name) {
    for (const std::string& key : {name, std::string("*")})
      if (const auto found = table.find({view, key}); found != table.end()) return &found->second;
    return nullptr;
  }

  std::string zone_word(const View& view, const std::string& zone) const {
    const auto resolver = story_.resolvers_.find(view.name);
    if (resolver != story_.resolvers_.end()) return resolver->second;
    if (const std::string* told = find(story_.zones_, view.name, zone)) return *told;
    const bool right = std::any_of(scope_.zones.begin(), scope_.zones.end(),
                                   [&](const Zone& each) { return each.name == zone; });
    return right ? "served" : "unserved";
  }

  std::string public_of(const Target& target) const {
    const auto told = story_.public_.find(target.name);
    if (told != story_.public_.end() && !told->second.address.empty()) return told->second.address;
    return target.duty == Duty::denied_account ? kDeniedStorage
           : target.duty == Duty::sign_in      ? kSignIn
           : target.service == Service::backup ? kPublicBackup
                                               : kPublicStorage;
  }

  std::string word(const View& view, const Target& target) const {
    const auto resolver = story_.resolvers_.find(view.name);
    if (resolver != story_.resolvers_.end()) return resolver->second;
    if (const std::string* told = find(story_.says_, view.name, target.name)) return *told;
    if (view.system) {
      std::string pinned;
      for (const HostsLine& line : story_.hosts_)
        if (std::find(line.names.begin(), line.names.end(), asked(target)) != line.names.end())
          pinned += line.address.to_string() + " ";
      if (!pinned.empty()) return pinned;
      const auto direct = std::find_if(scope_.views.begin(), scope_.views.end(),
                                       [](const View& each) { return !each.system; });
      if (direct != scope_.views.end()) return word(*direct, target);
    }
    if (target.duty != Duty::private_endpoint) return public_of(target);
    const bool unserved =
        !view.system && !target.zone.empty() &&
        (zone_word(view, target.zone) == "unserved" || zone_word(view, target.zone) == "public soa");
    return unserved ? "public" : "right";
  }

  // Backup's agent asks for the privatelink form (azure-facts 2.3), everybody else for the public one.
  static const std::string& asked(const Target& target) {
    return target.service == Service::backup ? target.private_name : target.public_name;
  }

  DnsQuestion question(const View& view, DnsPurpose purpose, const std::string& subject,
                       const std::string& name, std::uint16_t type) const {
    DnsQuestion made;
    made.purpose = purpose;
    made.view = view.name;
    made.subject = subject;
    made.server = view.server;
    made.name = name;
    made.type = type;
    made.duration = Millis(1);
    return made;
  }

  void take_name(const View& view, DnsPurpose purpose, const Target& target, const std::string& name,
                 std::uint16_t type, const std::string& said) {
    if (said == "unasked") return;
    DnsQuestion made = question(view, purpose, target.name, name, type);
    answer_name(made, target, said, public_of(target));
    // "No data" is told by whoever has the name; the private zone only where it is served.
    const std::string zone = zone_word(view, target.zone);
    if (made.rcode == rcode::kNoError && said != "no data" && (zone == "unserved" || zone == "public soa"))
      std::erase_if(made.authorities, [&](const DnsRecord& soa) { return soa.owner == target.zone; });
    evidence_.questions.push_back(std::move(made));
  }

  void tell_host() {
    HostFacts& host = evidence_.host;
    host.hostname = "vm-sql-01";
    host.proxies = story_.proxies;
    host.no_proxy = story_.no_proxy;
    evidence_.discovery = story_.discovery;
    host.hosts_lines = story_.hosts_;
    for (const View& view : scope_.views)
      if (!view.system && host.nameservers.empty()) host.nameservers = {view.server.address};
  }

  void tell_view(const View& view) {
    for (const Target& target : scope_.targets) {
      const std::string said = word(view, target);
      if (view.system) {
        if (said == "unasked") continue;
        SystemLookup lookup;
        lookup.view = view.name;
        lookup.subject = target.name;
        lookup.name = asked(target);
        answer_lookup(lookup, target, said, public_of(target));
        evidence_.lookups.push_back(std::move(lookup));
        continue;
      }
      const std::string* v6 = find(story_.says_aaaa_, view.name, target.name);
      take_name(view, DnsPurpose::target, target, asked(target), rr::kA, said);
      take_name(view, DnsPurpose::target, target, asked(target), rr::kAAAA, v6 != nullptr ? *v6 : said);
      if (!target.two_forms) continue;
      const std::string* inside = find(story_.says_privatelink_, view.name, target.name);
      // Without a private endpoint nobody knows the privatelink name either (azure-facts 4.1).
      const std::string there = inside != nullptr ? *inside : said == "no alias" ? "not found" : said;
      take_name(view, DnsPurpose::target, target, target.private_name, rr::kA, there);
      take_name(view, DnsPurpose::target, target, target.private_name, rr::kAAAA, there);
    }
    if (!view.system) tell_server(view);
  }

  void tell_server(const View& view) {
    for (const Zone& zone : scope_.zones) {
      std::vector<std::string> names = {zone.name};
      names.insert(names.end(), zone.wrong_names.begin(), zone.wrong_names.end());
      for (const std::string& name : names) {
        const std::string said = zone_word(view, name);
        if (said == "unasked") continue;
        DnsQuestion made = question(view, DnsPurpose::zone, zone.name, name, rr::kSOA);
        answer_zone(made, said);
        evidence_.questions.push_back(std::move(made));
      }
    }
    const auto resolver = story_.resolvers_.find(view.name);
    const bool is_sick = resolver != story_.resolvers_.end();
    if (!scope_.targets.empty())
      for (const std::string_view name : reserved_zone_names()) {
        DnsQuestion made =
            question(view, DnsPurpose::reserved, std::string(name), std::string(name), rr::kSOA);
        const bool shadowed = story_.shadowed_.contains({view.name, std::string(name)});
        answer_zone(made, is_sick ? resolver->second : shadowed ? "served" : "public soa");
        evidence_.questions.push_back(std::move(made));
      }
    DnsQuestion control = question(view, DnsPurpose::control, "", "", rr::kSOA);
    answer_zone(control, is_sick ? resolver->second : "public soa");
    evidence_.questions.push_back(std::move(control));
    if (scope_.targets.empty()) return;
    const auto again = story_.again_.find(view.name);
    const Target& first = scope_.targets.front();
    take_name(view, DnsPurpose::again, first, asked(first), rr::kA,
              again != story_.again_.end() ? again->second : word(view, first));
  }

  static Contact empty_contact(const Target& target, Path path, const IpAddress& address,
                               AddressSource source, const std::string& detail) {
    Contact made;
    made.target = target.name;
    made.path = path;
    made.address = address;
    made.port = target.port;
    made.source = source;
    made.source_detail = detail;
    return made;
  }

  void take_contact(const Target& target, Path path, const IpAddress& address, AddressSource source,
                    const std::string& detail) {
    Contact made = empty_contact(target, path, address, source, detail);
    const auto told = story_.doors_.find(address.to_string());
    const Door door = told != story_.doors_.end() ? told->second : healthy_door(target, path);
    made.connect = door.connect;
    made.tds = door.tds;
    if (door.tds) made.tls = door.tls;
    if (target.port == 443 && !target.tcp_only) {
      made.tls = door.tls;
      made.http = door.http;
      if (made.tls) made.tls->sni = target.name;
    }
    if (target.port == 80) made.http = door.http;
    evidence_.contacts.push_back(std::move(made));
  }

  static Door healthy_door(const Target& target, Path path) {
    const std::string denial = "This request is not authorized to perform this operation.";
    if (path == Path::sign_in) return answers(openid("login.microsoftonline.com"));
    if (path == Path::public_path || path == Path::denied)
      return is_storage(target.service) ? answers(storage_error(403, "AuthorizationFailure", denial))
                                        : shut(ConnectOutcome::timed_out, "Connection timed out");
    if (is_storage(target.service))
      return answers(storage_error(409, "PublicAccessNotPermitted",
                                   "Public access is not permitted on this storage account."));
    if (target.service == Service::key_vault) return answers(vault_health());
    if (target.service == Service::sqlmi) return logs_in(prelogin("required"), right_tls());
    return answers(http_answer(404));
  }

  bool is_right(const Target& target, const IpAddress& address) const {
    if (target.expected.empty()) return classify(address, story_.plan.vnet) == AddressClass::in_vnet;
    return std::find(target.expected.begin(), target.expected.end(), address) != target.expected.end();
  }

  // Each right address that a required view gives, once.
  void tell_private_path(const Target& target) {
    std::vector<IpAddress> known;
    for (const View& view : scope_.views) {
      const std::vector<IpAddress> given = addresses_of(target, word(view, target), public_of(target));
      const bool whole = std::all_of(given.begin(), given.end(),
                                     [&](const IpAddress& each) { return is_right(target, each); });
      if (!view.required || !whole) continue;
      for (const IpAddress& address : given) {
        if (std::find(known.begin(), known.end(), address) != known.end()) continue;
        known.push_back(address);
        take_contact(target, Path::private_path, address, AddressSource::dns, view.name);
        if (target.service == Service::sqlmi) tell_instance(target, address, view.name);
      }
    }
  }

  void tell_instance(const Target& target, const IpAddress& address, const std::string& view) {
    const auto take = [&](Path path, std::uint16_t port, const Door& healthy) {
      Contact made = empty_contact(target, path, address, AddressSource::dns, view);
      made.port = port;
      const auto told = story_.doors_.find(address.to_string() + " " + std::string(to_string(path)));
      const Door& door = told != story_.doors_.end() ? told->second : healthy;
      made.connect = door.connect;
      made.tds = door.tds;
      made.tls = door.tls;
      evidence_.contacts.push_back(std::move(made));
    };
    const bool plain = target.name == target.private_name;
    for (const ManagedInstancePlan& instance : story_.plan.managed_instances) {
      if (instance.host != target.name || !plain) continue;
      if (instance.connection_type == ConnectionType::redirect)
        for (const int port : {11000, 11250, 11500, 11750, 11999})
          take(Path::redirect, static_cast<std::uint16_t>(port), shut(ConnectOutcome::refused));
      if (instance.mi_link) take(Path::mi_link, 5022, shut(ConnectOutcome::connected));
    }
    if (story_.doors_.contains(address.to_string() + " strict"))
      take(Path::strict, 1433, shut(ConnectOutcome::interrupted));
  }

  // Its public name does not exist while its public endpoint is disabled (azure-facts 5.3).
  void tell_instance_public(const Target& target) {
    const std::size_t dot = target.public_name.find('.');
    const std::string host = target.public_name.substr(0, dot) + ".public" + target.public_name.substr(dot);
    const auto told = story_.public_.find(target.name);
    const std::string said = told == story_.public_.end() ? "not found" : told->second.address;
    if (said.empty()) return;
    View asker = scope_.views.front();
    if (story_.plan.public_resolver) asker.name = "public_resolver";
    DnsQuestion made = question(asker, DnsPurpose::public_, target.name, host, rr::kA);
    answer_name(made, target, said, said);
    evidence_.questions.push_back(std::move(made));
    for (const IpAddress& address : addresses_of(target, said, said)) {
      Contact contact =
          empty_contact(target, Path::public_path, address, AddressSource::public_resolver, asker.name);
      contact.port = 3342;
      const auto door = story_.doors_.find(address.to_string());
      const Door there = door != story_.doors_.end() ? door->second : shut(ConnectOutcome::timed_out);
      contact.connect = there.connect;
      contact.tds = there.tds;
      contact.tls = there.tls;
      evidence_.contacts.push_back(std::move(contact));
    }
  }

  void tell_public_path(const Target& target) {
    if (target.service == Service::sqlmi) return tell_instance_public(target);
    const bool backup = target.service == Service::backup;
    const bool vault = target.service == Service::key_vault;
    const std::string host = backup ? backup_public_host(target) : target.public_name;
    if ((!backup && !vault && !is_storage(target.service)) || host.empty()) return;
    const auto told = story_.public_.find(target.name);
    const AddressSource source =
        told == story_.public_.end() ? AddressSource::public_resolver : told->second.source;
    const bool known = told == story_.public_.end() || !told->second.address.empty();
    if (story_.plan.public_resolver) {
      View internet;
      internet.name = "public_resolver";
      internet.server = *story_.plan.public_resolver;
      DnsQuestion made = question(internet, DnsPurpose::public_, target.name, host, rr::kA);
      answer_name(made, target, known ? public_of(target) : "not found", public_of(target));
      evidence_.questions.push_back(std::move(made));
    }
    if (known) take_contact(target, Path::public_path, ip(public_of(target)), source, "as told");
  }

  // Of a host on the Internet one address is tried.
  void tell_destination(const Target& target) {
    for (const View& view : scope_.views)
      for (const IpAddress& address : addresses_of(target, word(view, target), public_of(target))) {
        if (!view.required || classify(address, story_.plan.vnet) == AddressClass::special) continue;
        return take_contact(target, Path::destination, address, AddressSource::dns, view.name);
      }
  }

  void tell_plain_path(const Target& target, Path path) {
    std::vector<IpAddress> known;
    for (const View& view : scope_.views) {
      if (!view.required) continue;
      for (const IpAddress& address : addresses_of(target, word(view, target), public_of(target))) {
        if (classify(address, story_.plan.vnet) != AddressClass::public_internet ||
            std::find(known.begin(), known.end(), address) != known.end())
          continue;
        known.push_back(address);
        take_contact(target, path, address, AddressSource::dns, view.name);
      }
    }
  }

  const Story& story_;
  Scope scope_;
  Evidence evidence_{};
};

Story::Story() {
  plan.name = "story";
  plan.vnet = {*Cidr::parse("10.1.0.0/16")};
  plan.public_resolver = SocketAddress{ip("203.0.113.53"), 53};
  plan.entra.enabled = false;
}

Story& Story::view(const std::string& name, const std::string& address) {
  plan.resolvers.push_back({name, SocketAddress{ip(address), 53}, true});
  return *this;
}

Story& Story::reference(const std::string& name, const std::string& address) {
  plan.resolvers.push_back({name, SocketAddress{ip(address), 53}, false});
  return *this;
}

Story& Story::system() {
  plan.resolvers.push_back({"system", std::nullopt, true});
  return *this;
}

Story& Story::account(const std::string& name, const std::string& address, const std::string& service) {
  StorageAccountPlan account;
  account.name = name;
  account.services = {service};
  if (!address.empty()) account.ip[""] = {ip(address)};
  plan.storage_accounts.push_back(std::move(account));
  return *this;
}

Story& Story::denied(const std::string& account) {
  plan.denied_storage_accounts.push_back(account);
  return *this;
}

Story& Story::key_vault(const std::string& name, const std::string& address) {
  plan.key_vaults.push_back({name, {ip(address)}, Access::disabled});
  return *this;
}

Story& Story::instance(const std::string& host, const std::string& address) {
  ManagedInstancePlan instance;
  instance.host = host;
  instance.ip = {ip(address)};
  plan.managed_instances.push_back(std::move(instance));
  return *this;
}

Story& Story::redirecting() {
  plan.managed_instances.back().connection_type = ConnectionType::redirect;
  return *this;
}

Story& Story::mi_link() {
  plan.managed_instances.back().mi_link = true;
  return *this;
}

Story& Story::by_private_endpoint() {
  plan.managed_instances.back().private_endpoint = true;
  return *this;
}

Story& Story::endpoint(const std::string& fqdn, const std::string& address, std::uint16_t port) {
  EndpointPlan endpoint;
  endpoint.fqdn = fqdn;
  endpoint.port = port;
  if (!address.empty()) endpoint.ip = {ip(address)};
  plan.endpoints.push_back(std::move(endpoint));
  return *this;
}

Story& Story::vault(Experience experience, Stage stage) {
  VaultPlan vault;
  vault.name = "contoso-rsv";
  vault.region = "westeurope";
  vault.id = "1132794570626989392";
  vault.experience = experience;
  vault.stage = stage;
  plan.vaults.push_back(std::move(vault));
  return *this;
}

Story& Story::vault_endpoint(const std::string& fqdn, const std::string& address, Role role) {
  EndpointPlan endpoint;
  endpoint.fqdn = fqdn;
  endpoint.role = role;
  endpoint.ip = {ip(address)};
  plan.vaults.back().endpoints.push_back(std::move(endpoint));
  return *this;
}

Story& Story::sign_in(const std::string& tenant) {
  plan.entra.enabled = true;
  plan.entra.tenant = tenant;
  return *this;
}

Story& Story::says(const std::string& view, const std::string& name, const std::string& word) {
  says_[{view, name}] = word;
  return *this;
}

Story& Story::says_privatelink(const std::string& view, const std::string& name, const std::string& word) {
  says_privatelink_[{view, name}] = word;
  return *this;
}

Story& Story::says_aaaa(const std::string& view, const std::string& name, const std::string& word) {
  says_aaaa_[{view, name}] = word;
  return *this;
}

Story& Story::zone(const std::string& view, const std::string& zone, const std::string& word) {
  zones_[{view, zone}] = word;
  return *this;
}

Story& Story::shadowed(const std::string& view, const std::string& reserved) {
  shadowed_.insert({view, reserved});
  return *this;
}

Story& Story::resolver(const std::string& view, const std::string& word) {
  resolvers_[view] = word;
  return *this;
}

Story& Story::again(const std::string& view, const std::string& word) {
  again_[view] = word;
  return *this;
}

Story& Story::hosts(const std::string& address, const std::string& name) {
  HostsLine line;
  line.file = "/etc/hosts";
  line.line = static_cast<int>(hosts_.size()) + 2;  // behind localhost
  line.address = ip(address);
  line.names = {name};
  line.text = address + " " + name;
  hosts_.push_back(std::move(line));
  return *this;
}

Story& Story::door(const std::string& address, const Door& door) {
  const std::size_t blank = address.find(' ');
  const std::string rest = blank == std::string::npos ? "" : address.substr(blank);
  doors_[ip(address.substr(0, blank)).to_string() + rest] = door;
  return *this;
}

Story& Story::public_address(const std::string& target, const std::string& address, AddressSource source) {
  public_[target] = {address, source};
  if (source != AddressSource::public_resolver) plan.public_resolver.reset();
  return *this;
}

Evidence Story::evidence() const {
  Evidence told = Telling(*this).tell();
  told.contacts.insert(told.contacts.end(), besides.contacts.begin(), besides.contacts.end());
  told.identity = besides.identity;
  if (!besides.host.hostname.empty()) told.host.hostname = besides.host.hostname;
  if (besides.host.clock.seconds != 0) told.host.clock = besides.host.clock;
  return told;
}

Report Story::assess() const { return vnetprobe::assess(plan, evidence(), run, judgement, "0.0.0").report; }

}  // namespace vnetprobe
