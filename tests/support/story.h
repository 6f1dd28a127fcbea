// A run told in a few words, for tests of judges and rules without a network. A story is healthy
// unless it says otherwise: every zone is served in every view, every name is private there, every
// door answers as it should, and the public ones refuse. What is wrong is told by `says`, `zone`,
// `door` and their like; `evidence` then holds everything that a run would have asked for.
//
//   Story().view("azure", "168.63.129.16").account("mystorage01", "10.1.3.5")
//          .zone("azure", "privatelink.blob.core.windows.net", "unserved")
//
// Words for a name:
//   right       the alias and the expected address (10.1.3.5 where none is expected)
//   public      what the Internet sees: the alias and a public address; NXDOMAIN for Azure Backup
//   no alias    a public address, and no privatelink alias on the way
//   missing     NXDOMAIN by the private zone            no data     NOERROR by the private zone
//   not found   NXDOMAIN by a public zone               blocked     Azure's DNS security policy
//   loop, servfail, refused, formerr, silent, closed, garbage, truncated, interrupted, unasked
//   10.1.3.77 fd00::5     these addresses, behind the alias where the name has one
// For a zone: served, served by MNAME, unserved, public soa, and the words from servfail on.
// An unknown word, name or view throws: a story that says nothing tests nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "probe/model/report.h"
#include "tests/support/story_door.h"

namespace vnetprobe {

class Story {
 public:
  Story();

  // Views.
  Story& view(const std::string& name, const std::string& address);
  Story& reference(const std::string& name, const std::string& address);
  // What programs on this host get: of the hosts file, else of the first view.
  Story& system();

  // Targets. An account is of blob, its public access disabled.
  Story& account(const std::string& name, const std::string& ip = "", const std::string& service = "blob");
  Story& denied(const std::string& account);
  Story& key_vault(const std::string& name, const std::string& ip);
  Story& instance(const std::string& host, const std::string& ip);
  // What the last instance is beside.
  Story& redirecting();
  Story& mi_link();
  Story& by_private_endpoint();
  Story& endpoint(const std::string& fqdn, const std::string& ip = "", std::uint16_t port = 443);
  // "contoso-rsv" in westeurope, number 1132794570626989392; what follows belongs to it.
  Story& vault(Experience experience, Stage stage);
  Story& vault_endpoint(const std::string& fqdn, const std::string& ip, Role role = Role::none);
  Story& sign_in(const std::string& tenant = "contoso.onmicrosoft.com");

  // What is seen. "*" for the name stands for every target.
  Story& says(const std::string& view, const std::string& name, const std::string& word);
  Story& says_privatelink(const std::string& view, const std::string& name, const std::string& word);
  Story& says_aaaa(const std::string& view, const std::string& name, const std::string& word);
  Story& zone(const std::string& view, const std::string& zone, const std::string& word);
  Story& shadowed(const std::string& view, const std::string& reserved);
  // Every question to this server, control questions too.
  Story& resolver(const std::string& view, const std::string& word);
  // What the view's first question gets when it is asked again.
  Story& again(const std::string& view, const std::string& word);
  Story& hosts(const std::string& address, const std::string& name);
  // An address, or of a managed instance "ADDRESS strict", "ADDRESS redirect" (the sampled ports),
  // "ADDRESS mi_link"; without a door for TDS 8 nobody has tried it.
  Story& door(const std::string& address, const Door& door);
  // The public address of this target, and who vouches for it; "" for an address that nobody knows. A
  // managed instance has none unless told so; there it may be a word for its public name, too.
  Story& public_address(const std::string& target, const std::string& address,
                        AddressSource source = AddressSource::public_resolver);

  Plan plan{};
  Judgement judgement{};
  RunFacts run{};
  // Of the machine: settings as in the environment, and what instance metadata did.
  std::vector<std::string> proxies{};
  std::string no_proxy{};
  Discovery discovery{};
  // Contacts, credentials and the host's clock that are there besides what the words above tell.
  Evidence besides{};

  Evidence evidence() const;
  Report assess() const;

 private:
  using Place = std::pair<std::string, std::string>;  // view, name
  struct PublicAddress {
    std::string address{};
    AddressSource source = AddressSource::public_resolver;
  };
  friend class Telling;

  std::map<Place, std::string> says_{};
  std::map<Place, std::string> says_privatelink_{};
  std::map<Place, std::string> says_aaaa_{};
  std::map<Place, std::string> zones_{};
  std::set<Place> shadowed_{};
  std::map<std::string, std::string> resolvers_{};
  std::map<std::string, std::string> again_{};
  std::map<std::string, Door> doors_{};
  std::map<std::string, PublicAddress> public_{};
  std::vector<HostsLine> hosts_{};
};

}  // namespace vnetprobe
