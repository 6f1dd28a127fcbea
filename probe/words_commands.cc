// Verbs that print words of the catalogue.
#include <fmt/format.h>

#include "checks/codes.h"
#include "probe/commands.h"
#include "probe/output.h"

namespace vnetprobe {

int explain_command(const Command& command) {
  for (const Code& each : codes())
    if (each.code == command.arguments.front()) {
      print_out(fmt::format("{}\n\n{}\n\n{}\n\n{}\n", each.title, each.why, each.proof, each.mend));
      return 0;
    }
  print_error(fmt::format("{}: not a word of the catalogue", command.arguments.front()));
  return kExitUsage;
}

int fix_command(const Command&) {
  print_error("fix: not a command of this version");
  return kExitUsage;
}

}  // namespace vnetprobe
