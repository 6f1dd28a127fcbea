// Every source adds to the plan before it: files, what az said, names, then resolvers, which replace
// (contract 2.2); with none of the first three, discovery. All mistakes of a source are printed before the
// command ends.
#include "probe/plan_source.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

#include "probe/azure/services.h"
#include "probe/commands.h"
#include "probe/discovery/discover.h"
#include "probe/files.h"
#include "probe/one_run.h"
#include "probe/output.h"
#include "probe/plan/az_plan.h"
#include "probe/plan/az_read.h"
#include "probe/plan/az_text.h"
#include "probe/plan/expand.h"
#include "probe/plan/hosts_block.h"
#include "probe/plan/name_argument.h"
#include "probe/plan/parse.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kCommandLine = "command line";

const char* environment(const std::string& name) { return std::getenv(name.c_str()); }

DiscoveryOptions discovery_options(RunOptions of_run) {
  DiscoveryOptions options;
  options.limit = of_run.deadline * 2 / 3;  // the rest is for the checks
  options.net = std::move(of_run.net);
  options.proxy = std::move(of_run.proxy);
  options.no_proxy = std::move(of_run.no_proxy);
  return options;
}

// The plan in the making. A method that gives false has printed why.
class PlanDesk {
 public:
  explicit PlanDesk(const Command& command) : command_(command) {}

  bool take_files() {
    std::vector<PlanText> plans, blocks;
    bool right = true;
    for (const std::string& name : command_.plan_files) {
      auto read = read_file(name, kMaxPlanBytes);
      if (const FileError* error = std::get_if<FileError>(&read)) {
        say(error->what + "\n");
        right = false;
        continue;
      }
      PlanText text{name, std::move(std::get<std::string>(read))};
      (looks_like_hosts(text.text) ? blocks : plans).push_back(std::move(text));
    }
    if (!right) return false;
    return take_plans(plans) && take_blocks(blocks);
  }

  bool take_az() {
    if (command_.az_files.empty()) return true;
    std::vector<PlanText> texts;
    bool right = true;
    for (const std::string& name : command_.az_files) {
      auto read = read_file(name, kMaxAzBytes);
      if (const FileError* error = std::get_if<FileError>(&read)) {
        say(error->what + "\n");
        right = false;
      } else {
        texts.push_back({name, std::move(std::get<std::string>(read))});
      }
    }
    AzReading reading = read_az(texts);
    for (const InputError& error : reading.errors) say(to_string(error) + "\n");
    if (!right || !reading.errors.empty()) return false;
    take_facts(std::move(reading));
    return true;
  }

  // False where a signal ended it.
  bool take_discovery() {
    Discovered found = discover(discovery_options(run_options(command_)));
    sourced_.discovery = std::move(found.facts);
    sourced_.spent = found.spent;
    if (found.interrupted) {
      print_error("interrupted before the plan was known");
      return false;
    }
    say_gaps(sourced_.discovery.gaps);
    AzReading reading = read_az(found.texts);
    for (const InputError& error : reading.errors) hint(to_string(error));
    for (const std::string& id : found.endpoints_without_group)
      reading.facts.zone_groups.push_back({.endpoint = id});
    const bool empty = reading.facts.endpoints.empty() && reading.facts.resources.empty();
    take_facts(std::move(reading));
    if (empty && sourced_.discovery.instance.answered) {
      plan_.cloud = found.cloud;
      sourced_.origins.note("cloud", "instance metadata");
    }
    return true;
  }

  bool take_names() {
    bool right = true;
    for (const std::string& text : command_.names) {
      auto read = read_name_argument(text);
      if (const std::string* wrong = std::get_if<std::string>(&read)) {
        print_error(*wrong);
        right = false;
        continue;
      }
      NameArgument& named = std::get<NameArgument>(read);
      for (const IpAddress& address : named.endpoint.ip) {
        if (const std::string wrong = why_outside(address); !wrong.empty()) {
          print_error(fmt::format("{}: {}", named.endpoint.fqdn, wrong));
          right = false;
        }
      }
      hint(named.note);
      add(std::move(named.endpoint), std::string{kCommandLine});
    }
    return right;
  }

  // The cloud follows from the names unless a file has said it.
  bool settle_cloud() {
    if (!sourced_.origins.of("cloud").empty() || !sourced_.az.empty()) return true;
    const EndpointPlan* first = nullptr;
    for (const EndpointPlan& each : plan_.endpoints) {
      const HostKind kind = classify_host(each.fqdn);
      if (!kind.known) continue;
      if (first == nullptr) {
        first = &each;
        plan_.cloud = kind.cloud;
        if (kind.cloud != Cloud::public_cloud) sourced_.origins.note("cloud", "the suffix of " + each.fqdn);
      } else if (kind.cloud != plan_.cloud) {
        print_error(fmt::format("{} is of cloud {}, and {} of cloud {}; a plan is for one cloud", first->fqdn,
                                to_string(plan_.cloud), each.fqdn, to_string(kind.cloud)));
        return false;
      }
    }
    return true;
  }

  bool take_resolvers() {
    if (command_.resolvers.empty()) return true;
    plan_.resolvers.clear();
    bool right = true;
    for (const std::string& text : command_.resolvers) {
      const std::optional<ResolverPlan> resolver = parse_resolver(text);
      const bool twice =
          resolver && std::any_of(plan_.resolvers.begin(), plan_.resolvers.end(),
                                  [&](const ResolverPlan& each) { return each.name == resolver->name; });
      if (!resolver || twice) {
        print_error(fmt::format("--resolver {}: {}", text,
                                twice
                                    ? "this name is given already"
                                    : "must be NAME=ADDRESS[:PORT] or NAME=system, with ?= for a reference"));
        right = false;
        continue;
      }
      sourced_.origins.replace(item_path("resolvers", resolver->name), std::string{kCommandLine});
      plan_.resolvers.push_back(*resolver);
    }
    return right;
  }

  SourcedPlan give() {
    sourced_.plan = std::move(plan_);
    return std::move(sourced_);
  }

 private:
  void take_facts(AzReading reading) {
    for (const std::string& note : reading.notes) hint(note);
    const AzPlan az = plan_from_az(reading.facts);
    for (const std::string& note : az.notes) hint(note);
    const bool own_networks = plan_.vnet.empty();
    add_az_plan(az, plan_, sourced_.origins);
    if (own_networks) drop_networks_that_do_not_hold();
    sourced_.az = std::move(reading.facts);
  }

  // The lines can be pasted as they stand.
  void say_gaps(const std::vector<DiscoveryGap>& gaps) const {
    for (const DiscoveryGap& each : gaps) {
      hint(fmt::format("not learnt: {}: {}{}", each.what, each.why,
                       each.command.empty() ? "" : "; where az is signed in, this prints it:"));
      if (!each.command.empty() && !command_.quiet) say(each.command + "\n");
    }
  }

  bool take_plans(const std::vector<PlanText>& plans) {
    if (plans.empty()) return true;
    ParsedPlan parsed = parse_plans(plans, environment);
    for (const InputError& error : parsed.errors) say(to_string(error) + "\n");
    plan_ = std::move(parsed.plan);
    sourced_.origins = origins_of(plans);
    return parsed.errors.empty();
  }

  bool take_blocks(const std::vector<PlanText>& blocks) {
    bool right = true;
    for (const PlanText& each : blocks) {
      HostsBlock block = read_hosts_block(each);
      for (const std::string& note : block.notes) hint(note);
      for (const HostsBlock::Line& line : block.lines)
        if (std::string wrong = why_outside(line.endpoint.ip.front()); !wrong.empty())
          block.errors.push_back({each.name, line.line, line.column, std::move(wrong)});
      for (const InputError& error : block.errors) say(to_string(error) + "\n");
      right = right && block.errors.empty();
      for (HostsBlock::Line& line : block.lines)
        add(std::move(line.endpoint), fmt::format("{}:{}", each.name, line.line));
    }
    return right;
  }

  // Endpoints of a peered network whose own file was not given are no mistake of anybody.
  void drop_networks_that_do_not_hold() {
    for (const Target& target : expand(plan_).targets)
      for (const IpAddress& each : target.expected) {
        if (classify(each, plan_.vnet) == AddressClass::in_vnet) continue;
        hint(fmt::format("{} of {} is outside the virtual networks that were given; `vnet` is left open",
                         each.to_string(), target.name));
        plan_.vnet.clear();
        return;
      }
  }

  // An expected address outside `vnet` is an error wherever it stands (contract 2.1).
  std::string why_outside(const IpAddress& address) const {
    if (classify(address, plan_.vnet) == AddressClass::in_vnet) return "";
    if (plan_.vnet.empty())
      return fmt::format("{} is not a private address; a plan file may name the VNet's networks in `vnet`",
                         address.to_string());
    return fmt::format("{} is outside `vnet`", address.to_string());
  }

  void add(EndpointPlan endpoint, std::string origin) {
    const std::string name = classify_host(endpoint.fqdn).public_name;
    const auto same = [&](const EndpointPlan& each) { return classify_host(each.fqdn).public_name == name; };
    const auto known = std::find_if(plan_.endpoints.begin(), plan_.endpoints.end(), same);
    if (known == plan_.endpoints.end()) {
      sourced_.origins.note(item_path("endpoints", endpoint.fqdn), std::move(origin));
      plan_.endpoints.push_back(std::move(endpoint));
      return;
    }
    for (const IpAddress& each : endpoint.ip)
      if (std::find(known->ip.begin(), known->ip.end(), each) == known->ip.end()) known->ip.push_back(each);
  }

  void hint(const std::string& note) const {
    if (!note.empty() && !command_.quiet) print_error(note);
  }

  const Command& command_;
  Plan plan_{};
  SourcedPlan sourced_{};
};

SourcedPlan failed(int exit_code) {
  SourcedPlan nothing;
  nothing.exit_code = exit_code;
  return nothing;
}

}  // namespace

std::optional<ResolverPlan> parse_resolver(const std::string& text) {
  constexpr std::uint16_t kDnsPort = 53;
  const std::size_t mark = text.find('=');
  if (mark == std::string::npos || mark == 0) return std::nullopt;
  ResolverPlan resolver;
  resolver.required = text[mark - 1] != '?';
  resolver.name = text.substr(0, resolver.required ? mark : mark - 1);
  // The same names as in a plan file: they become part of check ids.
  if (resolver.name.empty() || resolver.name == "public_resolver") return std::nullopt;
  if (resolver.name.find_first_of(" @/=?,") != std::string::npos) return std::nullopt;
  const std::string value = text.substr(mark + 1);
  if (value == "system") return resolver;
  resolver.address = SocketAddress::parse(value, kDnsPort);
  if (!resolver.address || resolver.name == "system") return std::nullopt;
  return resolver;
}

SourcedPlan source_plan(const Command& command) {
  PlanDesk desk(command);
  // A sweep has its names elsewhere, and sends nothing but them.
  const bool nothing = command.verb != "sweep" && command.plan_files.empty() && command.names.empty() &&
                       command.az_files.empty();
  if (nothing && !command.check_only && !desk.take_discovery()) return failed(kExitUndecided);
  if (!desk.take_files() || !desk.take_az()) return failed(kExitInput);
  if (!desk.take_names() || !desk.settle_cloud() || !desk.take_resolvers()) return failed(kExitUsage);
  return desk.give();
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
