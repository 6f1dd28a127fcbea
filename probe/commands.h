// What each verb of the command line does. They return an exit code; standard output carries the
// result alone, everything else goes to standard error.
#pragma once

#include <string_view>

#include "probe/cli.h"

namespace vnetprobe {

inline constexpr int kExitUsage = 2;
inline constexpr int kExitUndecided = 3;
inline constexpr int kExitInput = 78;

int run_command(const Command& command, std::string_view version);
int watch_command(const Command& command, std::string_view version);
int plan_command(const Command& command, std::string_view version);
int judge_command(const Command& command, std::string_view version);
int diff_command(const Command& command);
int merge_command(const Command& command, std::string_view version);
int explain_command(const Command& command);
int list_command(const Command& command);
int fix_command(const Command& command);
int sweep_command(const Command& command, std::string_view version);

}  // namespace vnetprobe
