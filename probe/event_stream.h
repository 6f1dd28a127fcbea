// The ndjson format as a run goes: each event is a line on standard output, and in pipes and devices that
// --output names, as soon as it happens. Files are another matter: those are whole or not at all, and get
// the same lines at the end.
#pragma once

#include <deque>
#include <string>

#include "probe/cli.h"
#include "probe/line_sink.h"
#include "probe/model/report.h"
#include "probe/run.h"

namespace vnetprobe {

class EventStream {
 public:
  // Asks for nothing when the command does not ask for ndjson.
  explicit EventStream(const Command& command);

  // A run begins: `before` is a report of what is known then. With --redact nothing is told before the
  // results, for a report is redacted as a whole.
  void begin(const Report& before, RunOptions& options);
  // Its results. More runs may follow (--retry-for); the last verdict counts.
  void end(const Report& report);

  // Every line so far, for the files.
  const std::string& lines() const { return lines_; }
  // Whether this output has its lines already.
  bool told(const std::string& output) const;
  // False, and printed why, when a line could not be written.
  bool drain();

 private:
  struct Pipe {
    Pipe(std::string called, int fd, bool owned) : name(std::move(called)), sink(fd, owned) {}
    std::string name;
    LineSink sink;
  };

  void emit(const std::string& line);

  bool redacts_ = false;
  bool has_files_ = false;
  std::string lines_{};
  std::deque<Pipe> pipes_{};
};

}  // namespace vnetprobe
