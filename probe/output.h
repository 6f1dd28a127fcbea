// Where reports go: standard output in one format, files in others.
#pragma once

#include <string_view>

#include "probe/cli.h"
#include "probe/model/report.h"
#include "reports/formats.h"

namespace vnetprobe {

class EventStream;

// As it is on standard error. Where that cannot be written, there is nobody left to be told.
void say(std::string_view text);
void print_error(std::string_view text);  // "vnetprobe: …" on standard error
bool print_out(std::string_view text);    // whole text on standard output; false when it cannot be written

// How to render for standard output: its width, and colours where they are wanted.
RenderOptions options_of_terminal(const Command& command);

// Unknown formats and malformed -o are wrong usage; found before anything is run.
bool outputs_are_right(const Command& command);
// What --output asks for; false, and printed why, where something could not be written.
bool write_outputs(const Command& command, const Report& report, EventStream* events = nullptr);

// The report on standard output; false, and printed why, where that could not be written.
bool print_report(const Command& command, const Report& report, EventStream* events = nullptr);

// Prints and writes all that was asked for, and marks failures on the page of a pipeline that runs us; the
// report's own exit code (with -f nagios that format's), or another where an output failed.
// What `events` has told already is not told again.
int deliver(const Command& command, const Report& report, EventStream* events = nullptr);
// For a command that ends without a report: `code`, or what Nagios has for it, with the line it shows.
int without_report(const Command& command, int code);

}  // namespace vnetprobe
