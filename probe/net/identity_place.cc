// What would trip a newcomer: the variables come together or not at all. An endpoint without its
// header is App Service of old (MSI_ENDPOINT) or somebody's leftover, and a token file without tenant
// or client cannot be changed for a token: that is said, and not passed over for the next place.
#include "probe/net/identity_place.h"

#include <charconv>
#include <cstdlib>
#include <fstream>

#include "probe/net/clean_text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxText = 2048;
constexpr std::size_t kMaxSecret = 64 * 1024;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : clean_line(value, kMaxText);
}

Secret trimmed(std::string&& text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kBlanks);
  const std::size_t to = text.find_last_not_of(kBlanks);
  std::string inner = from == std::string::npos ? std::string{} : text.substr(from, to - from + 1);
  wipe(text);
  return Secret(std::move(inner));
}

}  // namespace

Secret read_secret_file(const std::string& path) {
  std::ifstream file;
  file.rdbuf()->pubsetbuf(nullptr, 0);  // no buffer of the library's that would keep a copy
  file.open(path, std::ios::binary);
  std::string text(kMaxSecret + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  const std::streamsize count = file.gcount();
  const bool right = count > 0 && count <= static_cast<std::streamsize>(kMaxSecret);
  text.resize(right ? static_cast<std::size_t>(count) : 0);
  return trimmed(std::move(text));
}

Secret read_secret_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? Secret{} : trimmed(std::string(value));
}

IdentityPlace identity_place() {
  IdentityPlace place;
  place.metadata = SocketAddress::parse("169.254.169.254", 80).value();
  place.client_id = variable("AZURE_CLIENT_ID");
  place.endpoint = variable("IDENTITY_ENDPOINT");
  place.token_file = variable("AZURE_FEDERATED_TOKEN_FILE");
  if (!place.endpoint.empty()) {
    place.source = TokenSource::endpoint;
    place.header = read_secret_variable("IDENTITY_HEADER");
  } else if (!place.token_file.empty()) {
    place.source = TokenSource::federated;
    place.tenant = variable("AZURE_TENANT_ID");
    place.authority = variable("AZURE_AUTHORITY_HOST");
  }
  return place;
}

std::optional<IdentityUrl> parse_identity_url(std::string_view url) {
  IdentityUrl parsed;
  constexpr std::string_view kPlain = "http://", kTls = "https://";
  if (url.starts_with(kTls)) {
    parsed.tls = true;
    url.remove_prefix(kTls.size());
  } else if (url.starts_with(kPlain)) {
    url.remove_prefix(kPlain.size());
  } else {
    return std::nullopt;
  }
  constexpr std::uint16_t kHttp = 80, kHttps = 443;
  parsed.port = parsed.tls ? kHttps : kHttp;
  const std::size_t slash = url.find_first_of("/?#");
  std::string_view place = url.substr(0, slash);
  parsed.path = slash == std::string_view::npos ? "/" : std::string(url.substr(slash, url.find('#') - slash));
  if (!parsed.path.starts_with('/')) parsed.path.insert(0, 1, '/');
  if (place.find('@') != std::string_view::npos) return std::nullopt;
  const std::size_t bracket = place.rfind(']');
  const std::size_t colon = place.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    const std::string_view port = place.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), parsed.port);
    if (error != std::errc{} || end != port.data() + port.size() || parsed.port == 0) return std::nullopt;
    place = place.substr(0, colon);
  }
  if (place.starts_with('[') && place.ends_with(']')) place = place.substr(1, place.size() - 2);
  if (place.empty()) return std::nullopt;
  parsed.host = place;
  return parsed;
}

}  // namespace vnetprobe
