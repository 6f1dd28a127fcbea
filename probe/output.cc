#include "probe/output.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

#include "probe/commands.h"
#include "probe/event_stream.h"
#include "probe/files.h"
#include "reports/annotations.h"
#include "reports/formats.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kNdjson = "ndjson";
constexpr std::string_view kNagios = "nagios";
constexpr int kNagiosUnknown = 3;

const Format* format_named(std::string_view name) {
  for (const Format& each : formats())
    if (each.name == name) return &each;
  return nullptr;
}

std::string known_formats() {
  std::string names;
  for (const Format& each : formats()) names += fmt::format("{}{}", names.empty() ? "" : ", ", each.name);
  return names;
}

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// As the runners set them: GITHUB_ACTIONS=true, TF_BUILD=True.
std::optional<Ci> pipeline() {
  const auto holds = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && (std::strcmp(value, "true") == 0 || std::strcmp(value, "True") == 0);
  };
  if (holds("GITHUB_ACTIONS")) return Ci::github;
  if (holds("TF_BUILD")) return Ci::azure;
  return std::nullopt;
}

// NO_COLOR, CLICOLOR_FORCE and TERM=dumb as their own documents say; no codes into a pipe otherwise.
bool wants_color(const Command& command) {
  if (command.color != Color::automatic) return command.color == Color::always;
  if (is_set("NO_COLOR")) return false;
  if (is_set("CLICOLOR_FORCE") && std::strcmp(std::getenv("CLICOLOR_FORCE"), "0") != 0) return true;
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::strcmp(terminal, "dumb") != 0;
}

int terminal_width() {
  constexpr int kDefault = 80, kWidest = 120;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefault;
  return std::clamp<int>(size.ws_col, 60, kWidest);
}

}  // namespace

// Not by fmt::print, which throws when it cannot write: at a full disk, in a destructor.
void say(std::string_view text) { static_cast<void>(write_all(STDERR_FILENO, text)); }

void print_error(std::string_view text) { say(fmt::format("vnetprobe: {}\n", text)); }

bool print_out(std::string_view text) {
  if (write_all(STDOUT_FILENO, text)) return true;
  print_error(fmt::format("standard output: {}", std::strerror(errno)));
  return false;
}

RenderOptions options_of_terminal(const Command& command) {
  return {.color = wants_color(command),
          .width = terminal_width(),
          .verbose = command.verbose,
          .quiet = command.quiet};
}

bool outputs_are_right(const Command& command) {
  const bool untold = command.verb == "watch" && command.format.empty();
  if (!untold && format_named(command.format) == nullptr) {
    print_error(fmt::format("--format {}: not a format; known are {}", command.format, known_formats()));
    return false;
  }
  for (const std::string& output : command.outputs) {
    const std::size_t mark = output.find('=');
    if (mark == std::string::npos || mark + 1 == output.size() ||
        format_named(output.substr(0, mark)) == nullptr) {
      print_error(fmt::format("--output {}: must be FORMAT=FILE, with one of {}", output, known_formats()));
      return false;
    }
  }
  return true;
}

bool write_outputs(const Command& command, const Report& report, EventStream* events) {
  RenderOptions plain;
  plain.verbose = command.verbose;
  plain.quiet = command.quiet;
  bool right = true;
  for (const std::string& output : command.outputs) {
    const std::size_t mark = output.find('=');
    const Format& format = *format_named(output.substr(0, mark));
    const std::string name = output.substr(mark + 1);
    const bool live = events != nullptr && format.name == kNdjson;
    if (live && events->told(name)) continue;
    const std::string what = write_file(name, [&](const TextSink& sink) {
      if (live)
        sink(events->lines());
      else
        render_to(format, report, plain, sink);
    });
    if (what.empty()) continue;
    print_error(fmt::format("--output {}", what));
    right = false;
  }
  return right;
}

bool print_report(const Command& command, const Report& report, EventStream* events) {
  if (events != nullptr && command.format == kNdjson) return events->drain();
  bool right = true;
  render_to(*format_named(command.format), report, options_of_terminal(command),
            [&right](std::string_view piece) { right = right && print_out(piece); });
  return right;
}

int deliver(const Command& command, const Report& report, EventStream* events) {
  const bool for_nagios = command.format == kNagios;
  const int cannot_write = for_nagios ? kNagiosUnknown : 1;
  int code = for_nagios ? nagios_exit_code(report) : exit_code(report);
  if (!write_outputs(command, report, events)) code = std::max(code, cannot_write);
  if (!print_report(command, report, events)) code = std::max(code, cannot_write);
  if (const auto ci = pipeline(); ci && !command.no_annotations) say(annotations(report, *ci));
  return code;
}

int without_report(const Command& command, int code) {
  if (command.format != kNagios) return code;
  print_out("VNETPROBE UNKNOWN - nothing was checked: what is wrong stands on standard error\n");
  return kNagiosUnknown;
}

}  // namespace vnetprobe
