// Where a token is asked, what is believed, and that a credential goes to nobody who has not proved
// who he is.
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <type_traits>
#include <unistd.h>

#include "probe/net/identity_token.h"
#include "probe/net/token_reply.h"
#include "tests/probe/net/certificates.h"
#include "tests/probe/net/contact_lab.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;
using test::ContactLab;
using test::FakePeer;
using test::FakeServer;
using test::Identity;
using test::PemFile;

const std::string kToken = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.Q0FOQVJZ.canary-token-4711";
const std::string kAssertion = "eyJhbGciOiJSUzI1NiJ9.Y2FuYXJ5.canary-assertion-0815";
const std::string kStorage = "https://storage.azure.com/";

const Identity& authority() {
  static const Identity identity = test::make_authority("Test Root");
  return identity;
}

std::string answer(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

// Counts what reaches it as a request.
struct Heard {
  std::vector<std::string> requests{};
};

test::PeerScript replying(Heard& heard, const std::vector<std::string>& answers, bool tls = false) {
  return [&heard, answers, tls](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    if (tls) {
      const bool done = co_await peer->handshake();
      if (!done) co_return;
    }
    std::string request = co_await peer->read_request();
    // A body comes behind the head, in a piece of its own or with it.
    while (request.starts_with("POST") && request.find("client_assertion=") == std::string::npos) {
      const std::string more = co_await peer->read_request();
      if (more.empty()) break;
      request += more;
    }
    if (request.empty()) co_return;
    heard.requests.push_back(request);
    const std::string said = answers[std::min(heard.requests.size(), answers.size()) - 1];
    co_await peer->write(said);
  };
}

IdentityPlace metadata_at(std::uint16_t port) {
  IdentityPlace place;
  place.metadata = {.address = IpAddress::parse("127.0.0.1").value(), .port = port};
  return place;
}

TokenAsk for_storage() {
  TokenAsk ask;
  ask.resource = kStorage;
  return ask;
}

TokenTold asked(ContactLab& lab, IdentityPlace place, TokenAsk ask = for_storage()) {
  return test::finish(lab.io, ask_token(*lab.toolbox, std::move(place), std::move(ask)));
}

// Everything that could reach a report.
std::string shown(const TokenFacts& facts) {
  std::ostringstream all;
  visit_fields(facts, [&](std::string_view, const auto& member) {
    if constexpr (std::is_convertible_v<decltype(member), std::string>) all << member << '\n';
  });
  return all.str();
}

class File {
 public:
  explicit File(const std::string& text) {
    std::string name = "/tmp/vnetprobe-assertion-XXXXXX";
    ::close(::mkstemp(name.data()));
    path = name;
    std::ofstream(path) << text;
  }
  ~File() { ::unlink(path.c_str()); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string path{};
};

TEST_CASE("a secret cannot be printed, and what it was made of is wiped") {
  static_assert(!std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<Secret, std::string_view>);
  std::string text = kToken;
  const Secret secret(std::move(text));
  CHECK(secret.reveal() == kToken);
  CHECK(text.empty());  // NOLINT(bugprone-use-after-move): that is what is asked
  CHECK(text.find("canary") == std::string::npos);
  CHECK(joined("Bearer ", secret).reveal() == "Bearer " + kToken);
  std::string said = "you sent " + kToken.substr(0, 20);
  scrub(said, {secret});
  CHECK(said == "you sent …");
}

TEST_CASE("what a token service answers") {
  struct Row {
    const char* story;
    int status;
    std::string body;
    TokenOutcome outcome;
    const char* error = "";
    std::size_t requests = 1;
  };
  const std::string right =
      R"({"access_token":")" + kToken +
      R"(","expires_in":"86399","resource":"https://storage.azure.com/","token_type":"Bearer"})";
  const Row rows[] = {
      {"instance metadata", 200, right, TokenOutcome::got},
      {"numbers as numbers", 200, R"({"access_token":")" + kToken + R"(","expires_in":86399})",
       TokenOutcome::got},
      {"no identity", 400, R"({"error":"invalid_request","error_description":"Identity not found"})",
       TokenOutcome::refused, "invalid_request"},
      {"busy twice", 429, R"({"error":"too_many"})", TokenOutcome::refused, "too_many", 2},
      {"being updated", 410, "", TokenOutcome::unexpected, "", 2},
      {"a captive portal", 200, "<html>please log in</html>", TokenOutcome::unexpected},
      {"Docker on a laptop", 403, "connecting to 169.254.169.254:80 unreachable network",
       TokenOutcome::unexpected},
      {"a token that would be two headers", 200, R"({"access_token":"aaaaaaaaaaaaaaaaaaaaaaaa\r\nX: y"})",
       TokenOutcome::unexpected},
      {"a token and an error status", 500, right, TokenOutcome::unexpected, "", 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    ContactLab lab;
    Heard heard;
    FakeServer server(lab.io, nullptr, replying(heard, {answer(row.status, row.body)}));
    const TokenTold told = asked(lab, metadata_at(server.port()));
    CHECK(told.facts.outcome == row.outcome);
    CHECK(told.facts.status == row.status);
    CHECK(told.facts.error == row.error);
    CHECK(heard.requests.size() == row.requests);
    CHECK(told.token.reveal() == (row.outcome == TokenOutcome::got ? kToken : ""));
    if (row.outcome == TokenOutcome::got) CHECK(told.facts.lifetime_s == 86399);
    CHECK(shown(told.facts).find("canary") == std::string::npos);
    const std::string& request = heard.requests.front();
    CHECK(
        request.starts_with("GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                            "https%3A%2F%2Fstorage.azure.com%2F HTTP/1.1\r\n"));
    CHECK(request.find("Metadata: true\r\n") != std::string::npos);
    CHECK(request.find("X-Forwarded-For") == std::string::npos);
  }
}

TEST_CASE("busy once, then a token") {
  ContactLab lab;
  Heard heard;
  FakeServer server(lab.io, nullptr,
                    replying(heard, {answer(503, ""), answer(200, R"({"access_token":")" + kToken + "\"}")}));
  TokenAsk ask = for_storage();
  ask.client_id = "11111111-2222-3333-4444-555555555555";
  const TokenTold told = asked(lab, metadata_at(server.port()), ask);
  CHECK(told.facts.outcome == TokenOutcome::got);
  CHECK(told.facts.tries == 2);
  CHECK(heard.requests.back().find("&client_id=11111111-2222-3333-4444-555555555555 HTTP") !=
        std::string::npos);
}

TEST_CASE("an answer that does not come costs one step") {
  ContactLab lab;
  FakeServer server(lab.io, nullptr, [](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    co_await peer->wait_for_close();
  });
  const TokenTold told = asked(lab, metadata_at(server.port()));
  CHECK(told.facts.outcome == TokenOutcome::unreachable);
  CHECK(told.facts.tries == 1);
}

TEST_CASE("an identity endpoint gets its header, and does not get it back into the report") {
  ContactLab lab;
  Heard heard;
  const std::string header = "canary-identity-header-2342";
  FakeServer server(lab.io, nullptr,
                    replying(heard, {answer(400, R"({"statusCode":400,"error":"bad","message":"got )" +
                                                     header + R"( from you"})")}));
  IdentityPlace place;
  place.source = TokenSource::endpoint;
  place.endpoint = "http://127.0.0.1:" + std::to_string(server.port()) + "/msi/token";
  place.header = Secret(std::string(header));
  const TokenTold told = asked(lab, place);
  REQUIRE(heard.requests.size() == 1);
  CHECK(heard.requests.front().starts_with("GET /msi/token?api-version=2019-08-01&resource=https%3A%2F%2F"));
  CHECK(heard.requests.front().find("X-IDENTITY-HEADER: " + header + "\r\n") != std::string::npos);
  CHECK(told.facts.outcome == TokenOutcome::refused);
  CHECK(told.facts.description == "got …");
  CHECK(shown(told.facts).find("canary") == std::string::npos);
}

TEST_CASE("what cannot be used is said, and nothing is sent") {
  struct Row {
    const char* story;
    const char* endpoint;
    const char* header;
    TokenOutcome outcome;
    const char* error;
  };
  const Row rows[] = {
      {"no header", "http://127.0.0.1:1/t", "", TokenOutcome::not_set_up,
       "IDENTITY_ENDPOINT is set and IDENTITY_HEADER is not"},
      {"no URL", "127.0.0.1:1", "secret", TokenOutcome::not_set_up,
       "IDENTITY_ENDPOINT is no http:// or https:// URL"},
      {"plain HTTP to another machine", "http://192.0.2.1/t", "secret", TokenOutcome::unreachable,
       "a credential is not sent without TLS"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    ContactLab lab;
    IdentityPlace place;
    place.source = TokenSource::endpoint;
    place.endpoint = row.endpoint;
    place.header = Secret(std::string(row.header));
    const TokenTold told = asked(lab, place);
    CHECK(told.facts.outcome == row.outcome);
    CHECK(told.facts.error == row.error);
  }
}

IdentityPlace workload(const std::string& file, std::uint16_t port) {
  IdentityPlace place;
  place.source = TokenSource::federated;
  place.token_file = file;
  place.tenant = "7d9a5c3e-0f4b-4c7a-9a52-2f6f0c1d8e11";
  place.client_id = "11111111-2222-3333-4444-555555555555";
  place.authority = "https://login.microsoftonline.com/";
  place.authority_address = SocketAddress{.address = IpAddress::parse("127.0.0.1").value(), .port = port};
  return place;
}

test::LeafOptions entra_leaf() { return {.names = "DNS:login.microsoftonline.com"}; }

TEST_CASE("workload identity: the assertion is changed for a token") {
  const PemFile root(*authority().certificate);
  const Identity leaf = test::make_leaf(authority(), entra_leaf());
  const auto context = test::server_context(leaf, authority());
  ContactLab lab(root.path());
  Heard heard;
  FakeServer server(
      lab.io, context.get(),
      replying(heard, {answer(200, R"({"access_token":")" + kToken + R"(","expires_in":3599})")}, true));
  const File file(kAssertion + "\n");
  const TokenTold told = asked(lab, workload(file.path, server.port()));
  REQUIRE(heard.requests.size() == 1);
  const std::string& request = heard.requests.front();
  CHECK(request.starts_with("POST /7d9a5c3e-0f4b-4c7a-9a52-2f6f0c1d8e11/oauth2/v2.0/token HTTP/1.1\r\n"));
  CHECK(request.find("Content-Type: application/x-www-form-urlencoded\r\n") != std::string::npos);
  CHECK(request.find("scope=https%3A%2F%2Fstorage.azure.com%2F.default&") != std::string::npos);
  CHECK(request.ends_with("&client_assertion=" + kAssertion));
  CHECK(told.facts.outcome == TokenOutcome::got);
  CHECK(told.token.reveal() == kToken);
  CHECK(shown(told.facts).find("canary") == std::string::npos);
}

// SSL_CERT_FILE stands for the machine's own store.
class MachineStore {
 public:
  explicit MachineStore(const std::string& path) { ::setenv("SSL_CERT_FILE", path.c_str(), 1); }
  ~MachineStore() { ::unsetenv("SSL_CERT_FILE"); }
  MachineStore(const MachineStore&) = delete;
  MachineStore& operator=(const MachineStore&) = delete;
};

TEST_CASE("a credential is not sent to whom the chain does not prove") {
  struct Row {
    const char* story;
    test::LeafOptions leaf;
    bool in_store;  // the root stands in the machine's store, as that of a company's firewall does
    int most = 0;
    TokenOutcome outcome = TokenOutcome::withheld;
  };
  const Row rows[] = {
      {"nobody knows the root", entra_leaf(), false},
      {"the machine trusts a root that is not public", entra_leaf(), true},
      {"another name", {.names = "DNS:www.contoso.com"}, true},
      {"an old server", entra_leaf(), true, TLS1_1_VERSION, TokenOutcome::unreachable},
  };
  const File file(kAssertion);
  const PemFile root(*authority().certificate);
  for (const Row& row : rows) {
    CAPTURE(row.story);
    std::optional<MachineStore> store;
    if (row.in_store) store.emplace(root.path());
    const Identity leaf = test::make_leaf(authority(), row.leaf);
    const auto context = test::server_context(leaf, authority(), 0, row.most);
    ContactLab lab;
    Heard heard;
    FakeServer server(lab.io, context.get(), replying(heard, {answer(200, "{}")}, true));
    const TokenTold told = asked(lab, workload(file.path, server.port()));
    CHECK(server.connections() == 1);
    CHECK(heard.requests.empty());
    CHECK(told.facts.outcome == row.outcome);
    CHECK_FALSE(told.facts.error.empty());
  }
}

TEST_CASE("the same root without a credential: the request goes out, and the judge speaks") {
  const PemFile root(*authority().certificate);
  const MachineStore store(root.path());
  const Identity leaf = test::make_leaf(authority(), entra_leaf());
  const auto context = test::server_context(leaf, authority());
  ContactLab lab;
  Heard heard;
  FakeServer server(lab.io, context.get(), replying(heard, {answer(200, "{}")}, true));
  ContactAsk ask = ContactLab::ask(server.port(), true, HttpAsk{});
  ask.host = "login.microsoftonline.com";
  const Contact contact = lab.contact(std::move(ask));
  CHECK(heard.requests.size() == 1);
  CHECK(contact.tls->outcome == TlsOutcome::verified);
}

TEST_CASE("what a far end repeats of a credential is taken out") {
  const PemFile root(*authority().certificate);
  const Identity leaf = test::make_leaf(authority(), entra_leaf());
  const auto context = test::server_context(leaf, authority());
  ContactLab lab(root.path());
  Heard heard;
  const std::string body = "you said " + kToken + " and sig=abc%2Bcanary-signature";
  FakeServer server(lab.io, context.get(),
                    replying(heard,
                             {"HTTP/1.1 403 no " + kToken + "\r\nX-Echo: Bearer " + kToken +
                              "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body},
                             true));
  HttpAsk http;
  http.path = "/c?comp=list";
  http.secret_headers = {joined("Authorization: Bearer ", Secret(std::string(kToken)))};
  http.secret_query = Secret("sv=2022-11-02&sig=abc%2Bcanary-signature");
  http.also_scrubbed = {Secret("abc%2Bcanary-signature")};
  ContactAsk ask = ContactLab::ask(server.port(), true, http);
  ask.host = "login.microsoftonline.com";
  const Contact contact = lab.contact(std::move(ask));
  REQUIRE(heard.requests.size() == 1);
  CHECK(heard.requests.front().starts_with("GET /c?comp=list&sv=2022-11-02&sig=abc%2Bcanary-signature HTTP"));
  CHECK(heard.requests.front().find("Authorization: Bearer " + kToken + "\r\n") != std::string::npos);
  REQUIRE(contact.http);
  CHECK(contact.http->status == 403);
  CHECK(contact.http->url ==
        "https://login.microsoftonline.com:" + std::to_string(server.port()) + "/c?comp=list&…");
  std::string all = contact.http->url + contact.http->reason + contact.http->body + contact.http->error;
  for (const Header& header : contact.http->headers) all += header.value;
  CHECK(all.find("canary") == std::string::npos);
}

TEST_CASE("the place is read from the environment, in the order of the contract") {
  const char* const names[] = {"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_FEDERATED_TOKEN_FILE",
                               "AZURE_TENANT_ID",   "AZURE_CLIENT_ID", "AZURE_AUTHORITY_HOST"};
  for (const char* name : names) ::unsetenv(name);
  CHECK(identity_place().source == TokenSource::metadata);
  CHECK(identity_place().metadata.to_string() == "169.254.169.254:80");
  ::setenv("AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/azure/tokens/azure-identity-token", 1);
  ::setenv("AZURE_TENANT_ID", "t", 1);
  CHECK(identity_place().source == TokenSource::federated);
  CHECK(identity_place().tenant == "t");
  ::setenv("IDENTITY_ENDPOINT", "http://localhost:42356/msi/token", 1);
  ::setenv("IDENTITY_HEADER", " h \n", 1);
  CHECK(identity_place().source == TokenSource::endpoint);
  CHECK(identity_place().header.reveal() == "h");
  for (const char* name : names) ::unsetenv(name);
}

TEST_CASE("identity URLs") {
  const auto url = parse_identity_url("http://[fe80::1]:8081/msi/token?a=b#c");
  REQUIRE(url);
  CHECK(url->host == "fe80::1");
  CHECK(url->port == 8081);
  CHECK(url->path == "/msi/token?a=b");
  CHECK_FALSE(url->tls);
  CHECK(parse_identity_url("https://localhost")->port == 443);
  for (const char* wrong : {"", "ftp://x/", "http://", "http://x:0/", "http://x:99999/", "http://u@x/"})
    CHECK_FALSE(parse_identity_url(wrong));
}

}  // namespace
}  // namespace vnetprobe
