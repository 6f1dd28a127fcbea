// What would trip a newcomer: `prefix` is a number in quotes, `tags` of old versions are one string, and
// whatever is missing is just not known. A machine of old says no azEnvironment.
#include "probe/discovery/instance.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "probe/plan/az_fields.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostTags = 50;  // ARM's own limit

// A stranger's text, fit for a line of a report.
std::string word(const json::object& from, std::string_view name) {
  constexpr std::size_t kMost = 300;
  std::string text(az::raw_text(from, name));
  if (has_control(text)) return "";
  if (text.size() > kMost) text.clear();
  return text;
}

void read_tags(const json::object& compute, std::vector<std::string>& tags) {
  for (const json::object* each : az::objects(compute, "tagsList"))
    if (tags.size() < kMostTags && !word(*each, "name").empty())
      tags.push_back(fmt::format("{}: {}", word(*each, "name"), word(*each, "value")));
}

void read_interface(const json::object& from, InstanceReading& into) {
  if (std::string hardware = canonical_hardware(word(from, "macAddress")); !hardware.empty())
    into.hardware.push_back(std::move(hardware));
  for (const std::string_view family : {"ipv4", "ipv6"}) {
    const json::object* addresses = az::object(from, family);
    if (addresses == nullptr) continue;
    for (const json::object* each : az::objects(*addresses, "ipAddress"))
      if (const auto address = IpAddress::parse(word(*each, "privateIpAddress")))
        into.facts.addresses.push_back(*address);
    for (const json::object* each : az::objects(*addresses, "subnet"))
      if (const auto network = Cidr::parse(word(*each, "address") + "/" + word(*each, "prefix")))
        into.facts.subnets.push_back(*network);
  }
}

std::string why_not(int status, std::string_view server) {
  if (status == 0) return "nobody answers at 169.254.169.254";
  if (server.starts_with("IMDS/")) return fmt::format("instance metadata answers HTTP {}", status);
  return fmt::format("somebody else answers at 169.254.169.254 (HTTP {})", status);
}

}  // namespace

std::string canonical_hardware(std::string_view address) {
  std::string out;
  for (const char c : address)
    if (c != '-' && c != ':') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

InstanceReading read_instance(int status, std::string_view server, std::string_view body) {
  InstanceReading read;
  InstanceMetadata& facts = read.facts;
  if (server.size() < 100 && !has_control(server)) facts.server = server;
  facts.problem = why_not(status, server);
  if (status != 200) return read;
  json::error_code failed;
  const json::value parsed = json::parse({body.data(), body.size()}, failed);
  const json::object* root = failed ? nullptr : parsed.if_object();
  const json::object* compute = root == nullptr ? nullptr : az::object(*root, "compute");
  if (compute == nullptr) return read;
  facts.answered = true;
  facts.problem.clear();
  facts.environment = word(*compute, "azEnvironment");
  facts.location = word(*compute, "location");
  facts.subscription = word(*compute, "subscriptionId");
  facts.resource_group = word(*compute, "resourceGroupName");
  facts.name = word(*compute, "name");
  facts.resource = az::id(word(*compute, "resourceId"));
  read_tags(*compute, facts.tags);
  if (const json::object* network = az::object(*root, "network"))
    for (const json::object* each : az::objects(*network, "interface")) read_interface(*each, read);
  return read;
}

}  // namespace vnetprobe
