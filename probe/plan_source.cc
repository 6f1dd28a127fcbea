#include "probe/plan_source.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

#include "probe/azure/services.h"
#include "probe/commands.h"
#include "probe/files.h"
#include "probe/output.h"
#include "probe/plan/expand.h"
#include "probe/plan/parse.h"

namespace vnetprobe {
namespace {

// NAME[=ADDRESS,…], as typed from the portal's DNS page. nullopt and a message when it is neither.
std::optional<EndpointPlan> parse_name(const std::string& text) {
  EndpointPlan endpoint;
  std::string name = text;
  const std::size_t scheme = text.find("://");
  if (scheme != std::string::npos) {
    // A pasted URL: its query may hold a SAS, so it is dropped before anything can print it.
    name = text.substr(scheme + 3);
    name = name.substr(0, name.find_first_of("/?#"));
    const std::size_t at = name.rfind('@');
    if (at != std::string::npos) name = name.substr(at + 1);
    name = name.substr(0, name.find(':'));
  } else if (const std::size_t mark = text.find('='); mark != std::string::npos) {
    name = text.substr(0, mark);
    std::string rest = text.substr(mark + 1);
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      const std::optional<IpAddress> address = IpAddress::parse(rest.substr(0, comma));
      if (!address) {
        print_error(fmt::format("{}: after = come IP addresses, separated by commas", text));
        return std::nullopt;
      }
      endpoint.ip.push_back(*address);
      rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
    }
  }
  endpoint.fqdn = canonical_host(name);
  if (!is_full_host_name(endpoint.fqdn)) {
    print_error(
        fmt::format("{}: not a host name; give the full name, as the portal's DNS page prints it", name));
    return std::nullopt;
  }
  return endpoint;
}

std::optional<std::vector<PlanText>> read_plan_files(const Command& command) {
  std::vector<PlanText> texts;
  bool all = true;
  for (const std::string& file : command.plan_files) {
    auto read = read_file(file, kMaxPlanBytes);
    if (const FileError* error = std::get_if<FileError>(&read)) {
      fmt::print(stderr, "{}\n", error->what);
      all = false;
    } else {
      texts.push_back({file, std::move(std::get<std::string>(read))});
    }
  }
  if (!all) return std::nullopt;
  return texts;
}

bool take_names(const Command& command, Plan& plan) {
  bool right = true;
  for (const std::string& text : command.names) {
    const std::optional<EndpointPlan> endpoint = parse_name(text);
    right = right && endpoint.has_value();
    if (endpoint) plan.endpoints.push_back(*endpoint);
  }
  return right;
}

bool take_resolvers(const Command& command, Plan& plan) {
  if (command.resolvers.empty()) return true;
  plan.resolvers.clear();
  bool right = true;
  for (const std::string& text : command.resolvers) {
    const std::optional<ResolverPlan> resolver = parse_resolver(text);
    const bool twice =
        resolver && std::any_of(plan.resolvers.begin(), plan.resolvers.end(),
                                [&](const ResolverPlan& each) { return each.name == resolver->name; });
    if (!resolver || twice) {
      print_error(fmt::format("--resolver {}: {}", text,
                              twice ? "this name is given already"
                                    : "must be NAME=ADDRESS[:PORT] or NAME=system, with ?= for a reference"));
      right = false;
      continue;
    }
    plan.resolvers.push_back(*resolver);
  }
  return right;
}

}  // namespace

std::optional<ResolverPlan> parse_resolver(const std::string& text) {
  constexpr std::uint16_t kDnsPort = 53;
  const std::size_t mark = text.find('=');
  if (mark == std::string::npos || mark == 0) return std::nullopt;
  ResolverPlan resolver;
  resolver.required = text[mark - 1] != '?';
  resolver.name = text.substr(0, resolver.required ? mark : mark - 1);
  if (resolver.name.empty()) return std::nullopt;
  const std::string value = text.substr(mark + 1);
  if (value == "system") return resolver;
  resolver.address = SocketAddress::parse(value, kDnsPort);
  if (!resolver.address) return std::nullopt;
  return resolver;
}

SourcedPlan source_plan(const Command& command) {
  SourcedPlan sourced;
  const std::optional<std::vector<PlanText>> texts = read_plan_files(command);
  if (!texts) {
    sourced.exit_code = kExitInput;
    return sourced;
  }
  ParsedPlan parsed;
  if (!texts->empty()) {
    parsed =
        parse_plans(*texts, [](const std::string& name) -> const char* { return std::getenv(name.c_str()); });
    if (!parsed.errors.empty()) {
      for (const InputError& error : parsed.errors) fmt::print(stderr, "{}\n", to_string(error));
      sourced.exit_code = kExitInput;
      return sourced;
    }
  }
  if (!take_names(command, parsed.plan) || !take_resolvers(command, parsed.plan)) {
    sourced.exit_code = kExitUsage;
    return sourced;
  }
  sourced.plan = std::move(parsed.plan);
  return sourced;
}

std::vector<std::string> names_of(const Plan& plan) {
  std::vector<std::string> names;
  for (const Target& target : expand(plan).targets) {
    names.push_back(target.name);
    if (target.public_name != target.name) names.push_back(target.public_name);
    if (target.private_name != target.name && target.private_name != target.public_name)
      names.push_back(target.private_name);
  }
  return names;
}

}  // namespace vnetprobe
