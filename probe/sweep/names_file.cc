// A newcomer would split at commas and trust the pieces. The first line may carry a byte order mark,
// any line a CR, and a name may be a pasted URL whose query holds a signature: the reader of names
// drops that before anything can print it.
#include "probe/sweep/names_file.h"

#include <fmt/format.h>

#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// How a message calls a stranger's word. A column of URLs may hold signatures: of a word that could be part
// of one nothing is repeated.
std::string called(std::string_view word) {
  return word.find_first_of("/?=&%@") == std::string_view::npos ? shown(word) : "what stands here";
}

int column_of(std::string_view line, std::string_view part) {
  return static_cast<int>(part.data() - line.data()) + 1;
}

}  // namespace

NameLine read_name_line(std::string_view line) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  std::string_view rest = line.starts_with(kMark) ? line.substr(kMark.size()) : line;
  if (trimmed(rest).empty() || trimmed(rest).front() == '#') return std::monostate{};
  const std::size_t comma = rest.find(',');
  const std::string_view name = trimmed(rest.substr(0, comma));
  if (name.empty()) return NameLineError{1, "the name is missing; a line is `name` or `name,address`"};
  const bool url = name.find("://") != std::string_view::npos;
  auto read = url ? read_name_argument(name) : read_typed_name(name.substr(0, name.find('?')));
  if (std::string* wrong = std::get_if<std::string>(&read))
    return NameLineError{column_of(line, name), std::move(*wrong)};
  NameArgument named = std::move(std::get<NameArgument>(read));
  while (comma != std::string_view::npos && !rest.empty()) {
    const std::size_t next = rest.find(',');
    if (next == std::string_view::npos) break;
    rest.remove_prefix(next + 1);
    const std::string_view word = trimmed(rest.substr(0, rest.find(',')));
    if (word.empty()) continue;
    const auto address = IpAddress::parse(word);
    if (!address)
      return NameLineError{
          column_of(line, word),
          fmt::format("{} is no IP address; a line is `name` or `name,address`", called(word))};
    named.endpoint.ip.push_back(*address);
  }
  return named;
}

}  // namespace vnetprobe
