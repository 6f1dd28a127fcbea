// Where this machine's identity is to be asked: IDENTITY_ENDPOINT with its header, else
// AZURE_FEDERATED_TOKEN_FILE, else instance metadata (contract 2.4). Read from the environment once;
// nothing is sent.
#pragma once

#include <optional>
#include <string>

#include "probe/model/address.h"
#include "probe/model/identity_facts.h"
#include "probe/net/secret.h"

namespace vnetprobe {

struct IdentityPlace {
  TokenSource source = TokenSource::metadata;
  std::string endpoint{};    // a URL
  Secret header{};           // IDENTITY_HEADER
  std::string token_file{};  // read anew for every token: it is renewed while programs run
  std::string tenant{};
  std::string client_id{};  // AZURE_CLIENT_ID: what the plan says wins
  std::string authority{};  // host of Entra ID
  SocketAddress metadata{};
  std::optional<SocketAddress> authority_address{};  // tests: in place of a look-up
};

IdentityPlace identity_place();

// "http://127.0.0.1:42356/msi/token" taken apart. Without TLS only an address of the machine itself.
struct IdentityUrl {
  std::string host{};
  std::uint16_t port = 0;
  std::string path{};  // with its query
  bool tls = false;
};
std::optional<IdentityUrl> parse_identity_url(std::string_view url);

// The file's whole text, trimmed; empty when it cannot be read or is longer than 64 KiB.
Secret read_secret_file(const std::string& path);
// An environment variable's value, trimmed; empty when it is not set.
Secret read_secret_variable(const std::string& name);

}  // namespace vnetprobe
