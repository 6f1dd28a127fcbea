// The private path of a target: the addresses that its checks are about, and what is to be said
// where there is none to connect to. Shared by net.connect, tls.handshake and service.answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

inline constexpr std::uint16_t kMiLinkPort = 5022;  // of a managed instance (azure-facts 6)

// So many addresses of one name are connected to where the plan expects none: a DNS answer of thousands
// would have us knock at every door that there is.
inline constexpr std::size_t kMostContacts = 32;

// Is this target checked by TCP, TLS and HTTP, over the private path or, as something that `also`
// names, by whatever way it takes?
bool is_connected(const Target& target);
// Which contacts those checks rest on.
Path path_of(const Target& target);
// Is this target checked over the private path?
bool has_private_path(const Target& target);
// TLS and HTTP are asked of port 443 alone, TDS of a managed instance's 1433; any other port is a TCP
// matter.
bool speaks_https(const Target& target);
bool speaks_tds(const Target& target);
// Port 80 of what `also` names: HTTP without TLS.
bool speaks_plain_http(const Target& target);
// The view's answer leads to an address that may be connected to.
bool is_usable(const NameView& name);
// The address that a check's id ends in; "" for a way by a proxy, which has none.
std::string address_suffix(const Contact& contact);

// The check of `kind` at a target that has neither a contact nor an untried address: a skip that names
// the failed DNS check, or `unknown` where the run ended first.
Result no_contact(const Case& run, std::size_t target, std::string_view kind);

// Right addresses that required views gave and nobody connected to: the run ended first, or there are
// more than kMostContacts; of these no more than that.
std::vector<IpAddress> untried_addresses(const Case& run, std::size_t target);

// The check of `kind` at such an address: `unknown`.
Result untried(const Case& run, std::size_t target, const IpAddress& address, std::string_view kind);

// A result for one contact, id and address filled in.
Result contact_result(const Case& run, std::size_t target, std::size_t contact, std::string_view kind,
                      ContactPart part);

}  // namespace vnetprobe
