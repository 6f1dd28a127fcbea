// What would trip a newcomer: the body of an answer is taken by confide(), since evidence keeps 4 KiB and
// escapes what it keeps; and an error text may repeat the token that it was sent, so what is shown of it
// is scrubbed.
#include "probe/discovery/arm_client.h"

#include <algorithm>
#include <fmt/format.h>

#include "probe/discovery/arm_page.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxPage = 32UL * 1024 * 1024;
constexpr int kMostPages = 200;
constexpr int kMostTries = 6;
constexpr int kFirstWait = 1, kMostWait = 16;  // seconds, where the answer names none

std::string_view header_of(const Http& http, std::string_view name) {
  for (const Header& each : http.headers)
    if (each.name == name) return each.value;
  return {};
}

bool asks_to_wait(int status) { return status == 408 || status == 429 || status >= 500; }

}  // namespace

std::string why_no_answer(const Contact& contact, std::string_view host) {
  if (!contact.connect || contact.connect->outcome != ConnectOutcome::connected) {
    const Connect connect = contact.connect.value_or(Connect{});
    return fmt::format("no connection to {}: {}", host,
                       connect.error.empty() ? to_string(connect.outcome) : connect.error);
  }
  if (contact.tls && contact.tls->outcome != TlsOutcome::verified) {
    const Tls& tls = *contact.tls;
    const std::string& words = !tls.error.empty() ? tls.error : tls.verify_text;
    return fmt::format("no trusted connection to {}: {}", host,
                       words.empty() ? std::string(to_string(tls.outcome)) : words);
  }
  if (contact.http)
    return fmt::format("no answer from {}: {}", host,
                       contact.http->error.empty() ? to_string(contact.http->outcome) : contact.http->error);
  return fmt::format("no answer from {}", host);
}

asio::awaitable<std::string> ArmClient::find_host() {
  if (!proxy_.empty()) {
    addresses_.emplace_back();  // the proxy looks it up
    co_return "";
  }
  const SystemLookup found = co_await tools_.look_up("", "", host_);
  addresses_ = found.addresses;
  // Many networks have no IPv6.
  std::stable_partition(addresses_.begin(), addresses_.end(),
                        [](const IpAddress& each) { return each.is_v4(); });
  if (!addresses_.empty()) co_return "";
  co_return fmt::format("{} does not resolve{}{}", host_, found.error.empty() ? "" : ": ", found.error);
}

asio::awaitable<ArmList> ArmClient::list(Call call, std::string path) {
  ArmList all;
  for (int page_number = 0; page_number < kMostPages; ++page_number) {
    Answer answer = co_await get(call, path);
    all.status = answer.status;
    all.problem = answer.problem;
    if (!all.problem.empty()) co_return all;
    ArmPage page = read_arm_page(answer.body);
    all.problem = page.problem;
    for (boost::json::value& each : page.items) all.items.push_back(std::move(each));
    if (!all.problem.empty() || page.next.empty()) co_return all;
    const std::optional<std::string> next = arm_link_path(page.next, host_);
    if (!next) {
      all.problem = fmt::format("the next page is on another host than {}", host_);
      co_return all;
    }
    path = *next;
  }
  all.problem = fmt::format("more than {} pages", kMostPages);
  co_return all;
}

ContactAsk ArmClient::ask_for(const std::string& path, int tries) const {
  constexpr std::uint16_t kHttps = 443;
  ContactAsk ask;
  ask.target = host_;
  ask.path = Path::sign_in;
  ask.address = addresses_[static_cast<std::size_t>(tries) % addresses_.size()];
  ask.port = kHttps;
  ask.host = host_;
  ask.proxy = proxy_;
  HttpAsk http;
  http.path = path;
  http.headers = {"Accept: application/json"};
  http.max_body = kMaxPage;
  http.secret_headers = {authorization_};
  ask.http = std::move(http);
  return ask;
}

void ArmClient::take(const Confided& told, Answer& answer) const {
  const std::optional<Http>& http = told.contact.http;
  answer.status = 0;
  if (!http || http->outcome != HttpOutcome::answered) {
    answer.problem = why_no_answer(told.contact, host_);
    return;
  }
  answer.status = http->status;
  if (answer.status == 200) {
    answer.problem = http->body_truncated ? "the answer was cut short" : "";
    answer.body = std::string(told.body.reveal());
    return;
  }
  std::string words = arm_error(told.body.reveal());
  // The token alone: "AuthorizationFailed" begins as the header does.
  const std::string_view line = authorization_.reveal();
  scrub(words, {Secret(std::string(line.substr(line.rfind(' ') + 1)))});
  answer.problem = fmt::format("HTTP {}{}{}", answer.status, words.empty() ? "" : " ", words);
}

// False where the time does not allow it.
asio::awaitable<bool> ArmClient::wait_for(int seconds) {
  const Millis end = tools_.now() + std::chrono::seconds(seconds);
  if (end >= until_) co_return false;
  not_before_ = std::max(not_before_, end);
  while (tools_.now() < not_before_ && !tools_.interrupted()) {
    const Millis left = not_before_ - tools_.now();
    const auto time =
        std::chrono::duration_cast<std::chrono::milliseconds>(left) + std::chrono::milliseconds(1);
    co_await tools_.pause(time);
  }
  co_return !tools_.interrupted();
}

asio::awaitable<ArmClient::Answer> ArmClient::get(Call call, std::string path) {
  Answer answer;
  DiscoveryCall row;
  row.what = call_row(call).what;
  row.url = fmt::format("https://{}{}", host_, path.substr(0, path.find('?')));
  row.tries = 0;
  if (tools_.now() < not_before_) static_cast<void>(co_await wait_for(0));
  row.started = tools_.now();
  int wait = kFirstWait;
  for (;;) {
    ContactAsk ask = ask_for(path, row.tries);
    Confided told = co_await tools_.confide(std::move(ask));
    ++row.tries;
    take(told, answer);
    if (answer.problem.empty() || tools_.interrupted() || row.tries >= kMostTries) break;
    const bool lost = answer.status == 0 && row.tries < 2;
    if (!lost && !asks_to_wait(answer.status)) break;
    int seconds = lost ? 0 : wait;
    if (const int asked = lost ? 0 : retry_after_s(header_of(*told.contact.http, "retry-after")); asked > 0)
      seconds = asked;
    wait = std::min(wait * 2, kMostWait);
    const bool waited = co_await wait_for(seconds);
    if (waited) continue;
    if (!lost) answer.problem += fmt::format("; it asks to wait {} s, more than is left", seconds);
    break;
  }
  row.status = answer.status;
  row.problem = answer.problem;
  row.duration = tools_.now() - row.started;
  calls_.push_back(std::move(row));
  co_return answer;
}

}  // namespace vnetprobe
