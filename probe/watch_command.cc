#include <fmt/format.h>

#include "probe/commands.h"
#include "probe/output.h"
#include "probe/watch.h"

namespace vnetprobe {

int watch_command(const Command& command, std::string_view version) {
  constexpr std::uint16_t kPort = 9925;
  constexpr int kCannotListen = 1;
  if (!outputs_are_right(command)) return kExitUsage;
  const auto listen = SocketAddress::parse(command.listen, kPort);
  if (!listen) {
    print_error(
        fmt::format("--listen {}: must be ADDRESS:PORT, an IPv6 address in brackets", command.listen));
    return kExitUsage;
  }
  SourcedPlan sourced = source_plan(command);
  if (!sourced.plan) return sourced.exit_code;
  WatchDesk desk(command, std::move(sourced), version);
  const std::vector<Gather> hands = all_gathers();
  switch (watch(desk, milliseconds(command.every_s), *listen, command.quiet, hands)) {
    case WatchEnd::asked_to:
      return 0;
    case WatchEnd::cannot_listen:
      return kCannotListen;
    case WatchEnd::wrong_globs:
      return kExitUsage;
  }
  return kExitUndecided;
}

}  // namespace vnetprobe
