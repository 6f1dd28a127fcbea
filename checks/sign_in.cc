// What would trip a newcomer: "privatelink" in the chain of login.microsoftonline.com is no private
// endpoint (azure-facts 4.9), and an answer counts only when it is the OpenID document of an issuer
// of this cloud: a captive portal says 200 too.
#include "checks/sign_in.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "checks/contact_sight.h"
#include "checks/judging.h"
#include "probe/azure/services.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

// The body has no control characters any more; what JSON escapes becomes one here.
std::string text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? without_controls(value->get_string()) : std::string{};
}

// "https://login.microsoftonline.com/…" -> "login.microsoftonline.com"
std::string host_of(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return {};
  url.remove_prefix(kScheme.size());
  return std::string(url.substr(0, url.find('/')));
}

bool is_issuer(Cloud cloud, const std::string& host) {
  const auto hosts = entra_issuer_hosts(cloud);
  return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

SignIn of_document(const Case& run, const Http& http) {
  boost::system::error_code failed;
  const boost::json::value parsed = boost::json::parse(http.body, failed);
  const boost::json::object* document = failed ? nullptr : parsed.if_object();
  constexpr int kOk = 200;
  if (http.body.find("AADSTS90002") != std::string::npos)
    return {SignInSight::tenant_unknown, "AADSTS90002", {}, {}};
  if (speaks_a_firewall(http))
    return {SignInSight::unexpected,
            fmt::format("a firewall or proxy answers in its place (HTTP {})", http.status),
            {},
            {}};
  if (document == nullptr || http.status != kOk)
    return {SignInSight::unexpected, fmt::format("HTTP {} without an OpenID document", http.status), {}, {}};
  const std::string issuer = text_at(*document, "issuer");
  const std::string token = text_at(*document, "token_endpoint");
  if (!is_issuer(run.plan().cloud, host_of(issuer)) || !is_issuer(run.plan().cloud, host_of(token)))
    return {SignInSight::unexpected,
            fmt::format("the OpenID document is of issuer {}", issuer.empty() ? "nobody" : issuer),
            {},
            {}};
  return {SignInSight::right, fmt::format("HTTP 200, issuer {}", issuer), {}, {}};
}

// Whom the connection goes to: behind a proxy there is no address.
std::string far_end(const Contact& contact) {
  return contact.source_detail.starts_with("proxy ") ? fmt::format("the {}", contact.source_detail)
                                                     : contact.address.to_string();
}

// The proxy did not open the way.
SignIn of_proxy(const Contact& contact, const Http& http) {
  if (http.outcome == HttpOutcome::interrupted) return {};
  if (http.outcome == HttpOutcome::answered)
    return {SignInSight::unexpected,
            fmt::format("{} answers CONNECT with HTTP {}", far_end(contact), http.status),
            {},
            {}};
  return {SignInSight::unreachable, fmt::format("{} gives no answer to CONNECT", far_end(contact)), {}, {}};
}

SignIn of_contact(const Case& run, const Contact& contact) {
  if (!contact.connect || contact.connect->outcome == ConnectOutcome::interrupted) return {};
  if (contact.connect->outcome != ConnectOutcome::connected)
    return {
        SignInSight::unreachable, fmt::format("{} {}", far_end(contact), in_words(*contact.connect)), {}, {}};
  if (!contact.tls && contact.http && contact.http->method == "CONNECT")
    return of_proxy(contact, *contact.http);
  if (!contact.tls) return {};
  const TlsSight tls = sight_of(*contact.tls);
  if (tls == TlsSight::unknown) return {};
  if (tls == TlsSight::cut || tls == TlsSight::silent)
    return {SignInSight::unreachable,
            fmt::format("the TLS handshake with {} is not answered", far_end(contact)),
            {},
            {}};
  if (tls != TlsSight::fine) return {SignInSight::tls_wrong, "TLS is not right", {}, {}};
  if (!contact.http || contact.http->outcome == HttpOutcome::interrupted) return {};
  if (contact.http->outcome != HttpOutcome::answered)
    return {SignInSight::unreachable, fmt::format("{} gives no HTTP answer", far_end(contact)), {}, {}};
  return of_document(run, *contact.http);
}

// Required views that give the host no address, though they answer other questions.
SignIn of_names(const Case& run, std::size_t t) {
  SignIn overridden{SignInSight::overridden, "", {}, {}};
  SignIn nameless{SignInSight::unreachable, "", {}, {}};
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!run.scope().views[v].required) continue;
    const NameView& name = run.name_view(t, v);
    if (name.sight == Sight::unknown) return {};
    SignIn* at = nullptr;
    if (!name.form.has_address())
      at = &nameless;
    else if (name.sight != Sight::public_only)
      at = &overridden;
    if (at == nullptr) continue;
    at->views.push_back(v);
    if (at->why.empty()) at->why = fmt::format("through {}, {}", name.view->name, in_words(name));
  }
  if (!overridden.views.empty()) return overridden;
  if (!nameless.views.empty()) return nameless;
  return {SignInSight::right, "", {}, {}};
}

}  // namespace

SignIn sign_in(const Case& run, std::size_t t) {
  const std::vector<std::size_t> contacts = run.contacts(t, Path::sign_in);
  // Behind a proxy the proxy resolves: what the views say of the name does not matter.
  const bool proxied = std::any_of(contacts.begin(), contacts.end(), [&](std::size_t i) {
    return run.evidence().contacts[i].source_detail.starts_with("proxy ");
  });
  if (!proxied) {
    SignIn names = of_names(run, t);
    if (names.sight != SignInSight::right) return names;
  }
  // Any address that answers rightly will do: programs try the next one too. Else the first speaks.
  std::optional<SignIn> first;
  for (const std::size_t i : contacts) {
    SignIn one = of_contact(run, run.evidence().contacts[i]);
    one.contact = i;
    if (one.sight == SignInSight::right) return one;
    if (!first || first->sight == SignInSight::unreachable) first = one;
  }
  return first.value_or(SignIn{});
}

}  // namespace vnetprobe
