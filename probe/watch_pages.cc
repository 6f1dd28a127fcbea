#include "probe/watch_pages.h"

#include <fmt/format.h>
#include <utility>

#include "reports/formats.h"
#include "reports/html.h"
#include "reports/html_style.h"

namespace vnetprobe {
namespace {

std::shared_ptr<const std::string> held(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

HttpAnswer not_yet() { return plain_answer(503, "The first run is under way.\n"); }

}  // namespace

void WatchPages::show(const Report& report, const std::optional<std::vector<std::string>>& changes,
                      int refresh_seconds) {
  HtmlAround around;
  around.refresh_seconds = refresh_seconds;
  around.is_watched = changes.has_value();
  if (changes) around.changes = *changes;
  html_ = held(html_page(report, around));
  json_ = held(render_json(report, {}));
  families_ = prometheus_families(report);
}

HttpAnswer WatchPages::html(int refresh_seconds) const {
  HttpAnswer answer;
  if (!html_) answer = not_yet();
  answer.refresh_seconds = refresh_seconds;
  if (!html_) return answer;
  answer.type = "text/html; charset=utf-8";
  // The page says the same of itself; frame-ancestors counts in a header alone.
  answer.policy = fmt::format(
      "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      kHtmlStyleHash);
  answer.body = html_;
  return answer;
}

HttpAnswer WatchPages::json() const {
  if (!json_) return not_yet();
  HttpAnswer answer;
  answer.type = "application/json";
  answer.body = json_;
  return answer;
}

HttpAnswer plain_answer(unsigned status, std::string text) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = held(std::move(text));
  return answer;
}

}  // namespace vnetprobe
