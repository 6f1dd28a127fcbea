#include "reports/html_text.h"

#include <fmt/format.h>
#include <iterator>

#include "reports/status_order.h"
#include "reports/text.h"
#include "reports/xml.h"

namespace vnetprobe {

std::string html(std::string_view text, std::size_t max) { return escape_markup(inert(text, max)); }

std::string html_lines(std::string_view text) {
  std::string out;
  for (const std::string& line : inert_lines(text)) out += escape_markup(line) + '\n';
  return out;
}

void put_term(std::string& out, std::string_view term, std::string_view markup) {
  if (!markup.empty()) fmt::format_to(std::back_inserter(out), "<dt>{}</dt><dd>{}</dd>\n", term, markup);
}

std::string short_time(Millis duration) {
  const double ms = duration.count();
  if (ms < 10) return fmt::format("{:.1f} ms", ms);
  if (ms < 1000) return fmt::format("{:.0f} ms", ms);
  return fmt::format("{:.1f} s", ms / 1000);
}

Status worse(Status a, Status b) { return attention(b) > attention(a) ? b : a; }

std::string shortened(std::string_view name, std::size_t max, std::size_t head) {
  const std::vector<std::string> pieces = chop(inert(name, 4 * max), 1);
  if (pieces.size() <= max) return join(pieces, "");
  if (head == 0) head = max / 2;
  const std::size_t tail = max - head - 1;
  std::string out;
  for (std::size_t i = 0; i < head; ++i) out += pieces[i];
  out += "\xe2\x80\xa6";  // an ellipsis
  for (std::size_t i = pieces.size() - tail; i < pieces.size(); ++i) out += pieces[i];
  return out;
}

}  // namespace vnetprobe
