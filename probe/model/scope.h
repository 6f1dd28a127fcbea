// What a plan comes to once names are worked out: targets, the zones they live in, and the views
// they are asked through. Computed from the plan alone (probe/plan/expand), so that `judge`
// reaches the same scope from a saved report.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "probe/model/plan.h"

namespace vnetprobe {

enum class Service {
  blob,
  queue,
  file,
  table,
  dfs,
  web,  // storage; the words of the plan's `services`
  backup,
  sqlmi,
  key_vault,
  managed_hsm,
  entra,
  other,
};
template <>
inline constexpr NameTable<Service, 12> kNames<Service> = {{{Service::blob, "blob"},
                                                            {Service::queue, "queue"},
                                                            {Service::file, "file"},
                                                            {Service::table, "table"},
                                                            {Service::dfs, "dfs"},
                                                            {Service::web, "web"},
                                                            {Service::backup, "backup"},
                                                            {Service::sqlmi, "sqlmi"},
                                                            {Service::key_vault, "key_vault"},
                                                            {Service::managed_hsm, "managed_hsm"},
                                                            {Service::entra, "entra"},
                                                            {Service::other, "other"}}};

constexpr bool is_storage(Service s) { return s <= Service::web; }

// What is expected of a target.
enum class Duty {
  private_endpoint,  // resolves privately, answers there, and not in public
  denied_account,    // a storage account that must refuse this client
  sign_in,           // an Entra ID host
  destination,       // something else that must be reached, wherever it lies (`also`)
};
template <>
inline constexpr NameTable<Duty, 4> kNames<Duty> = {{{Duty::private_endpoint, "private_endpoint"},
                                                     {Duty::denied_account, "denied_account"},
                                                     {Duty::sign_in, "sign_in"},
                                                     {Duty::destination, "destination"}}};

// One named endpoint. All names are lower case without a final dot.
struct Target {
  std::string name{};          // the form that is connected: checks and findings call it by this
  std::string public_name{};   // equals name but for Backup, where it is the form without privatelink
  std::string private_name{};  // the name inside the private zone; equals name for Backup and plain endpoints
  std::string zone{};          // the private zone; "" for sign-in hosts, denied accounts, unknown suffixes
  std::string resource{};      // the storage account, vault or key vault: subject of findings about it
  std::string vault{};         // the vault that lists it, "" for others
  std::string tenant{};        // sign-in only
  std::string container{};     // storage only: asked for in place of a made-up one
  std::string purpose{};       // free text of the plan, shown
  Service service = Service::other;
  Duty duty = Duty::private_endpoint;
  Role role = Role::none;
  std::uint16_t port = 443;
  std::vector<IpAddress> expected{};   // empty: any address within `vnet`
  std::vector<IpAddress> public_ip{};  // the plan's word for the public address
  Access public_access = Access::unchecked;
  bool derived = false;    // worked out from the vault's id, not written in the plan
  bool two_forms = false;  // asked as public_name and as private_name
  bool redirects = false;  // managed instance: clients are sent on to ports 11000 to 11999
  bool mi_link = false;    // managed instance: port 5022 too
  bool tcp_only = false;   // a connection is all that is asked of it
};

// A private zone that targets of the plan live in.
struct Zone {
  std::string name{};
  Service service = Service::other;        // of its first target
  std::vector<std::size_t> targets{};      // indices into Scope::targets
  std::vector<std::string> wrong_names{};  // what people make in its place (azure-facts 1.3)
};

// A way of resolving. `system` has no address.
struct View {
  std::string name{};
  SocketAddress server{};
  bool system = false;
  bool required = true;
  bool azure = false;  // 168.63.129.16
};

struct Scope {
  std::vector<Target> targets{};  // in the order of the plan
  std::vector<Zone> zones{};
  std::vector<View> views{};
};

}  // namespace vnetprobe
