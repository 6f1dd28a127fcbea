// What would trip a newcomer: a bare GET / of storage proves nothing about the network rule, it
// gives 400 on open and closed accounts alike. Only a well-formed operation is judged, and
// x-ms-version makes the answer carry its code (azure-facts 5.1).
#include "checks/requests.h"

#include <fmt/format.h>

namespace vnetprobe {
namespace {

// A container that is not there: an open account answers for it as for any other.
constexpr std::string_view kMadeUpContainer = "vnetprobe-no-such-container";

std::string storage_path(const Target& target) {
  const std::string container = target.container.empty() ? std::string(kMadeUpContainer) : target.container;
  switch (target.service) {
    case Service::blob:
      return fmt::format("/{}?restype=container&comp=list", container);
    case Service::file:
      return fmt::format("/{}?restype=share", container);
    case Service::dfs:
      return fmt::format("/{}?resource=filesystem&recursive=false", container);
    case Service::table:
      return "/Tables";
    default:
      return "/?comp=list";
  }
}

}  // namespace

HttpAsk service_request(const Target& target) {
  HttpAsk ask;
  if (is_storage(target.service)) {
    ask.path = storage_path(target);
    ask.headers = {"x-ms-version: 2019-12-12"};
  } else if (target.service == Service::key_vault || target.service == Service::managed_hsm) {
    ask.path = "/healthstatus";
  }
  return ask;
}

HttpAsk data_request(const Target& target) {
  HttpAsk ask = service_request(target);
  if (target.service == Service::key_vault || target.service == Service::managed_hsm)
    ask.path = "/keys?api-version=7.4&maxresults=1";
  else if (is_storage(target.service))
    ask.path += "&maxresults=1";
  return ask;
}

HttpAsk openid_request(const Target& target) {
  HttpAsk ask;
  ask.path = fmt::format("/{}/v2.0/.well-known/openid-configuration",
                         target.tenant.empty() ? "organizations" : target.tenant);
  return ask;
}

ContactAsk ask_of(const Target& target, Path path, const FoundAddress& found) {
  ContactAsk ask;
  ask.target = target.name;
  ask.path = path;
  ask.address = found.address;
  ask.port = target.port;
  ask.source = AddressSource::dns;
  ask.source_detail = found.view;
  ask.host = target.name;
  return ask;
}

asio::awaitable<void> make_contact(Gathering& run, ContactAsk ask) {
  OnHandshake nobody;
  Contact made = co_await run.tools().contact(std::move(ask), std::move(nobody));
  run.take(std::move(made));
}

}  // namespace vnetprobe
