// The name of a program stands in /proc/self/stat as it is, spaces and brackets with it: fields are counted
// from the last ')' (proc(5)).
#include "probe/process_facts.h"

#include <chrono>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "probe/files.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxProc = 64 * 1024;

std::string text_of(const char* name) {
  auto read = read_file(name, kMaxProc);
  const auto* text = std::get_if<std::string>(&read);
  return text == nullptr ? "" : *text;
}

// Since boot, of the system.
double uptime() {
  double seconds = 0;
  std::istringstream(text_of("/proc/uptime")) >> seconds;
  return seconds;
}

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::uint64_t descriptors() {
  std::error_code error;
  const std::filesystem::directory_iterator all("/proc/self/fd", error);
  if (error) return 0;
  const auto counted = std::distance(begin(all), std::filesystem::directory_iterator());
  return counted > 0 ? static_cast<std::uint64_t>(counted) - 1 : 0;  // the one that reads the folder
}

}  // namespace

ProcessFacts process_facts() {
  ProcessFacts facts;
  facts.open_descriptors = descriptors();
  const std::string stat = text_of("/proc/self/stat");
  const std::size_t end = stat.rfind(')');
  if (end == std::string::npos) return facts;
  std::istringstream rest(stat.substr(end + 1));
  const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  // Fields 14, 15, 20, 22 and 24 of proc(5); the first here is number 3.
  constexpr std::size_t kUser = 11, kSystem = 12, kThreads = 17, kStart = 19, kResident = 21;
  if (fields.size() <= kResident) return facts;
  const auto number = [&](std::size_t at) { return std::strtoull(fields[at].c_str(), nullptr, 10); };
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  facts.cpu_seconds = static_cast<double>(number(kUser) + number(kSystem)) / ticks;
  facts.threads = number(kThreads);
  facts.resident_bytes = number(kResident) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  facts.started = now() - uptime() + static_cast<double>(number(kStart)) / ticks;
  return facts;
}

}  // namespace vnetprobe
