// A run as judges and rules see it: the scope that was asked for beside the evidence that came,
// indexed so that "what did this view say of this name" is one look-up. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/scope.h"

namespace vnetprobe {

// How the answer to one form of a name ended, A and AAAA taken together.
enum class Ending {
  not_asked,
  addresses,
  nxdomain,
  nodata,  // NOERROR without an address of either family
  servfail,
  refused,  // rcode REFUSED
  other_rcode,
  silent,  // no answer in time, or none could be had (port closed, no route)
  garbage,
  alias_loop,  // or a chain without end
  blocked,     // the chain ends at blockpolicy.azuredns.invalid (azure-facts 4.4)
  interrupted,
};

// One form of a target's name, asked through one view.
struct FormAnswer {
  std::string name{};
  Ending ending = Ending::not_asked;
  Ending v6_ending = Ending::not_asked;  // AAAA alone: `addresses`, `nodata` and `nxdomain` are all in order
  std::vector<std::string> aliases{};    // the names behind the asked one, in order
  std::vector<IpAddress> v4{};
  std::vector<IpAddress> v6{};
  std::optional<DnsRecord> soa{};        // of a negative answer's authority section
  bool truncated_without_tcp = false;    // TC over UDP, and TCP gave nothing
  std::vector<std::size_t> questions{};  // indices into Evidence::questions
  std::vector<std::size_t> lookups{};

  bool has_address() const { return ending == Ending::addresses; }
  std::vector<IpAddress> addresses() const;
};

// What the answer is worth, seen from the plan. `right` is the only good one.
enum class Sight {
  right,         // private, as expected (any address within `vnet` when none is expected)
  stale,         // private, but other than expected, or one more than expected
  outside_vnet,  // private, none expected, outside `vnet`
  mixed,         // private and public A in one answer
  ipv6_public,   // the A is right, an AAAA is public
  public_only,
  special,  // loopback, link-local, 0.0.0.0 …
  nxdomain,
  nodata,
  failed,  // SERVFAIL, REFUSED, another rcode, a loop
  silent,
  blocked,
  unknown,  // interrupted, or never asked
};

struct NameView {
  const Target* target = nullptr;
  const View* view = nullptr;
  FormAnswer form{};          // the form that programs use
  FormAnswer private_form{};  // asked too where the target has two forms
  Sight sight = Sight::unknown;
  bool from_hosts_file = false;  // system view: the hosts file gave every address

  bool is_private() const;
  // The chain passes the private name: the resource has, or had, a private endpoint (azure-facts 4.1).
  bool through_privatelink() const;
};

enum class Served { yes, no, unknown };

struct ZoneView {
  const Zone* zone = nullptr;
  const View* view = nullptr;
  Served served = Served::unknown;
  bool asked = false;   // false for `system`, which knows no SOA
  std::string owner{};  // of the SOA that came
  std::string mname{};
  std::string wrong_name{};  // a wrong name of the zone that is served privately in this view
  std::string wrong_mname{};
  std::vector<std::size_t> questions{};
};

// What a resolver is good for: how any of its questions ended. One that was interrupted is no sign.
struct ViewHealth {
  bool usable = false;   // answered NOERROR or NXDOMAIN, no loop
  bool refused = false;  // rcode REFUSED
  bool useless = false;  // anything else
  bool truncated_without_tcp = false;

  bool is_unusable() const;
  bool refuses_all() const;
};

class Case {
 public:
  Case(const Plan& plan, const Scope& scope, const Evidence& evidence);

  const Plan& plan() const { return plan_; }
  const Scope& scope() const { return scope_; }
  const Evidence& evidence() const { return evidence_; }

  const NameView& name_view(std::size_t target, std::size_t view) const {
    return names_[target * scope_.views.size() + view];
  }
  const ZoneView& zone_view(std::size_t zone, std::size_t view) const {
    return zones_[zone * scope_.views.size() + view];
  }
  const ViewHealth& health(std::size_t view) const { return health_[view]; }

  // A name that the hosts file answers as expected is required of `system` alone (contract 2.1).
  bool is_required(std::size_t target, std::size_t view) const;

  std::optional<std::size_t> zone_index(std::string_view zone) const;
  std::optional<std::size_t> target_index(std::string_view name) const;
  std::optional<std::size_t> view_index(std::string_view name) const;
  // The view that asks 168.63.129.16, required or not.
  std::optional<std::size_t> azure_view() const;
  // Direct views of the servers that this host's `system` asks.
  std::vector<std::size_t> behind_system() const;

  // Indices of contacts of this target on this path, in the order made.
  std::vector<std::size_t> contacts(std::size_t target, Path path) const;
  // DNS in this run gave this address for something: not only the plan vouches for it.
  bool seen_in_dns(const IpAddress& address) const;

 private:
  void read_names();
  void read_zones();
  void read_health();

  const Plan& plan_;
  const Scope& scope_;
  const Evidence& evidence_;
  std::vector<NameView> names_{};
  std::vector<ZoneView> zones_{};
  std::vector<ViewHealth> health_{};
  std::unordered_map<std::string_view, std::vector<std::size_t>> contacts_{};  // by target
  std::vector<Ending> endings_{};  // of each question that read_names() has read
};

// What one view, no `system` one, said of one target: the questions about it, read as a Case reads them.
NameView seen_through(const Target& target, const View& view, const std::vector<DnsQuestion>& questions,
                      const std::vector<Cidr>& vnet);

// The form of the name that programs ask for: Backup's agent asks for the private one (azure-facts 2.3).
const std::string& asked_name(const Target& target);

// The SOA of a zone that somebody serves privately: its owner is the zone, and the server named in
// it is not one of Azure's public ones, for those answer the same question outside of any VNet.
bool is_private_soa(const DnsRecord& soa, std::string_view zone);
// First word of an SOA's data: the primary server.
std::string_view soa_mname(const DnsRecord& soa);

inline constexpr std::string_view kBlockPolicyName = "blockpolicy.azuredns.invalid";  // azure-facts 4.4
inline constexpr std::string_view kAzurePrivateMname = "azureprivatedns.net";         // azure-facts 4.3

}  // namespace vnetprobe
