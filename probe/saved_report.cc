#include "probe/saved_report.h"

#include <fmt/format.h>

#include "probe/files.h"
#include "probe/output.h"
#include "reports/read_report.h"

namespace vnetprobe {

std::optional<Report> load_report(const std::string& name) {
  constexpr std::size_t kMaxReportBytes = 256UL * 1024 * 1024;
  auto text = read_file(name, kMaxReportBytes);
  if (const FileError* error = std::get_if<FileError>(&text)) {
    say(error->what + "\n");
    return std::nullopt;
  }
  auto read = read_report(std::get<std::string>(text));
  if (const std::string* error = std::get_if<std::string>(&read)) {
    say(fmt::format("{}: {}\n", name, *error));
    return std::nullopt;
  }
  return std::move(std::get<Report>(read));
}

}  // namespace vnetprobe
