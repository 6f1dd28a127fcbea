// VNETPROBE_GOLDEN is the folder, set by the build: tests may run from anywhere.
#include "tests/support/golden.h"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace vnetprobe {

namespace {

std::string line_at(const std::string& text, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

bool matches_golden(const std::string& file, const std::string& text, std::string& difference) {
  const std::filesystem::path path = std::filesystem::path(VNETPROBE_GOLDEN) / file;
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return true;
  }
  std::ifstream in(path, std::ios::binary);
  std::stringstream golden;
  golden << in.rdbuf();
  const std::string was = golden.str();
  if (was == text) return true;
  std::size_t at = 0;
  std::size_t line = 1;
  for (; at < was.size() && at < text.size() && was[at] == text[at]; ++at) line += was[at] == '\n' ? 1 : 0;
  difference = fmt::format("{}:{}\n  was: {}\n  is:  {}\n  (UPDATE_GOLDEN=1 accepts it)", path.string(), line,
                           line_at(was, at), line_at(text, at));
  return false;
}

}  // namespace vnetprobe
