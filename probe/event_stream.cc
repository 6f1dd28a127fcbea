#include "probe/event_stream.h"

#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>
#include <string_view>
#include <unistd.h>

#include "probe/files.h"
#include "probe/output.h"
#include "reports/ndjson.h"

namespace vnetprobe {

EventStream::EventStream(const Command& command) : redacts_(command.redact) {
  constexpr std::string_view kMark = "ndjson=";
  if (command.format == "ndjson") pipes_.emplace_back("standard output", STDOUT_FILENO, false);
  for (const std::string& output : command.outputs) {
    if (!output.starts_with(kMark)) continue;
    const std::string name = output.substr(kMark.size());
    // One that cannot be opened is left to be complained of when the file would be written.
    const int fd = is_pipe_or_device(name) ? ::open(name.c_str(), O_WRONLY | O_CLOEXEC) : -1;
    if (fd >= 0)
      pipes_.emplace_back("--output " + name, fd, true);
    else
      has_files_ = true;
  }
}

void EventStream::begin(const Report& before, RunOptions& options) {
  if (redacts_ || (!has_files_ && pipes_.empty())) return;
  emit(ndjson_run(before));
  options.on_question = [this](const DnsQuestion& question) { emit(ndjson_question(question)); };
  options.on_lookup = [this](const SystemLookup& lookup) { emit(ndjson_lookup(lookup)); };
  options.on_contact = [this](const Contact& contact) { emit(ndjson_contact(contact)); };
}

void EventStream::end(const Report& report) {
  if (!has_files_ && pipes_.empty()) return;
  if (redacts_) emit(ndjson_run(report));
  for (const Result& check : report.checks) emit(ndjson_check(check));
  for (const Finding& finding : report.findings) emit(ndjson_finding(finding));
  emit(ndjson_verdict(report));
}

bool EventStream::told(const std::string& output) const {
  return std::any_of(pipes_.begin(), pipes_.end(),
                     [&](const Pipe& pipe) { return pipe.name == "--output " + output; });
}

bool EventStream::drain() {
  bool right = true;
  for (Pipe& pipe : pipes_) {
    const std::string wrong = pipe.sink.drain();
    if (wrong.empty()) continue;
    print_error(fmt::format("{}: {}", pipe.name, wrong));
    right = false;
  }
  return right;
}

void EventStream::emit(const std::string& line) {
  if (has_files_) lines_ += line;
  for (Pipe& pipe : pipes_) pipe.sink.put(line);
}

}  // namespace vnetprobe
