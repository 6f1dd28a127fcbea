// What would trip a newcomer: each step runs the loop until it is dry, so that the next begins with
// everything that the last one learnt; within a step requests go side by side, a few at a time. What one
// of them cannot read is a gap, and the others go on.
#include "probe/discovery/discover.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <deque>
#include <exception>
#include <fmt/format.h>
#include <set>

#include "probe/azure/services.h"
#include "probe/discovery/arm_client.h"
#include "probe/discovery/selection.h"
#include "probe/model/no_proxy.h"
#include "probe/net/identity_token.h"
#include "probe/plan/az_fields.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

// A few at a time: ARM counts requests, and this machine has better things to do.
constexpr std::size_t kAtOnce = 8;

class Discoverer {
 public:
  explicit Discoverer(const DiscoveryOptions& options)
      : options_(options), io_(1), tools_(io_, options.net), until_(tools_.now() + options.limit) {}

  Discovered discover() {
    found_.facts.asked = true;
    drain(one(ask_instance()));
    settle_place();
    drain(one(sign_in()));
    if (arm_) read_everything();
    hand_over();
    found_.interrupted = by_signal_;
    found_.spent = std::chrono::duration_cast<std::chrono::milliseconds>(tools_.now());
    return std::move(found_);
  }

 private:
  using Task = asio::awaitable<void>;
  using Tasks = std::deque<Task>;

  static Tasks one(Task task) {
    Tasks tasks;
    tasks.push_back(std::move(task));
    return tasks;
  }

  // Runs them all, and comes back when each has ended.
  void drain(Tasks tasks) {
    if (tasks.empty()) return;
    asio::steady_timer limit(io_);
    const Millis left = std::max(Millis{}, until_ - tools_.now());
    limit.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(left));
    limit.async_wait([this](const boost::system::error_code& ended) {
      if (!ended) tools_.interrupt();
    });
    asio::signal_set signals(io_, SIGINT, SIGTERM);
    signals.async_wait([this](const boost::system::error_code& ended, int) {
      if (ended) return;
      by_signal_ = true;
      tools_.interrupt();
    });
    std::size_t running = std::min(kAtOnce, tasks.size());
    std::exception_ptr bug;
    const std::size_t workers = running;
    for (std::size_t i = 0; i < workers; ++i)
      asio::co_spawn(io_, work(tasks), [&](const std::exception_ptr& failure) {
        if (failure) bug = failure;
        if (--running > 0) return;
        limit.cancel();
        signals.cancel();
      });
    io_.restart();
    io_.run();
    if (bug) std::rethrow_exception(bug);
  }

  static Task work(Tasks& tasks) {
    while (!tasks.empty()) {
      Task task = std::move(tasks.front());
      tasks.pop_front();
      co_await std::move(task);
    }
  }

  Task ask_instance() {
    const CallRow& row = call_row(Call::instance);
    ContactAsk ask;
    ask.path = Path::sign_in;
    ask.address = kInstance;
    ask.port = 80;
    ask.host = kInstance.to_string();
    ask.tls = false;
    HttpAsk http;
    http.path = row.url.substr(row.url.find("/metadata"));
    http.headers = {"Metadata: true"};
    http.max_body = 256UL * 1024;
    ask.http = std::move(http);
    DiscoveryCall call;
    call.what = row.what;
    call.url = row.url.substr(0, row.url.find('?'));
    call.started = tools_.now();
    Confided told = co_await tools_.confide(ask);
    if (is_busy(told.contact)) {  // 429 above five requests a second, 410 and 5xx while it is updated
      co_await tools_.pause(std::chrono::seconds(1));
      told = co_await tools_.confide(std::move(ask));
      ++call.tries;
    }
    std::string server;
    const bool answered = told.contact.http && told.contact.http->outcome == HttpOutcome::answered;
    if (answered) {
      call.status = told.contact.http->status;
      for (const Header& each : told.contact.http->headers)
        if (each.name == "server") server = each.value;
    }
    InstanceReading read = read_instance(call.status, server, told.body.reveal());
    call.problem = answered ? read.facts.problem : why_no_answer(told.contact, kInstance.to_string());
    call.duration = tools_.now() - call.started;
    found_.facts.instance = std::move(read.facts);
    here_.hardware = std::move(read.hardware);
    found_.facts.calls.push_back(std::move(call));
  }

  static bool is_busy(const Contact& contact) {
    if (!contact.http || contact.http->outcome != HttpOutcome::answered) return false;
    const int status = contact.http->status;
    return status == 410 || status == 429 || status >= 500;
  }

  void settle_place() {
    const InstanceMetadata& instance = found_.facts.instance;
    found_.cloud = cloud_of_instance(instance.environment, instance.location);
    here_.machine = instance.resource;
    here_.addresses = instance.addresses;
    here_.subnets = instance.subnets;
    found_.place.subscription = instance.subscription;
    if (!instance.subnets.empty()) found_.place.subnet = instance.subnets.front().to_string();
    if (instance.answered) return;
    // Container Apps have no instance metadata; their own addresses are all there is (azure-facts 14).
    for (const std::string& each : read_host_facts({}).addresses)
      if (const auto address = IpAddress::parse(each.substr(each.find(' ') + 1)))
        here_.addresses.push_back(*address);
  }

  Task sign_in() {
    const std::string host{arm_host(found_.cloud)};
    TokenAsk ask;
    ask.cloud = found_.cloud;
    ask.resource = arm_audience(found_.cloud);
    ask.proxy = proxy_for(std::string(entra_hosts(found_.cloud).front()));
    IdentityPlace place = identity_place();
    const TokenTold told = co_await ask_token(tools_, std::move(place), std::move(ask));
    DiscoveryCall call;
    call.what = call_row(Call::token).what;
    call.url = told.facts.host;
    call.status = told.facts.status;
    call.tries = told.facts.tries;
    call.started = told.facts.started;
    call.duration = told.facts.duration;
    if (told.facts.outcome != TokenOutcome::got) call.problem = words_of(told.facts);
    const std::string problem = call.problem;
    found_.facts.calls.push_back(std::move(call));
    if (!problem.empty()) {
      no_identity(problem);
      co_return;
    }
    found_.facts.identity = to_string(told.facts.source);
    arm_.emplace(tools_, host, proxy_for(host), until_, found_.facts.calls);
    arm_->sign_in(told.authorization());
    const std::string lost = co_await arm_->find_host();
    if (lost.empty()) co_return;
    arm_.reset();
    no_identity(lost);
  }

  // "" where the way is not by the proxy.
  std::string proxy_for(const std::string& host) const {
    constexpr std::uint16_t kHttps = 443;
    return goes_past_proxy(options_.no_proxy, host, kHttps) ? std::string() : options_.proxy;
  }

  static std::string words_of(const TokenFacts& facts) {
    std::string text = fmt::format("no token from {}", facts.host);
    if (facts.status != 0) text += fmt::format(": HTTP {}", facts.status);
    if (!facts.error.empty()) text += fmt::format(" {}", facts.error);
    if (!facts.description.empty()) text += fmt::format(" ({})", facts.description);
    return text;
  }

  void no_identity(const std::string& why) {
    std::string lines;
    for (const std::string& each : az_lines(found_.place)) lines += (lines.empty() ? "" : "\n") + each;
    gap("the private endpoints of this virtual network", why, std::move(lines));
  }

  void gap(std::string what, std::string why, std::string command) {
    found_.facts.gaps.push_back({std::move(what), std::move(why), std::move(command)});
  }

  void gap(Call call, const std::string& why) {
    gap(std::string(call_row(call).what), why, az_line(call, found_.place));
  }

  void read_everything() {
    if (found_.place.subscription.empty()) drain(one(find_subscription()));
    if (found_.place.subscription.empty()) return;
    Tasks first;
    first.push_back(read(Call::interfaces, found_.place.subscription, &lists_.interfaces));
    first.push_back(read(Call::networks, found_.place.subscription, &lists_.networks));
    first.push_back(read(Call::endpoints, found_.place.subscription, &lists_.endpoints));
    drain(std::move(first));
    const VnetChoice choice = find_vnet(lists_, here_);
    if (choice.id.empty()) {
      if (!failed_.contains(Call::networks) || !failed_.contains(Call::endpoints))
        gap("the virtual network of this machine", choice.problem,
            "az network vnet list --query \"[].[id,join(' ',addressSpace.addressPrefixes)]\" -o tsv");
      return;
    }
    found_.facts.vnet = choice.id;
    found_.place.vnet = choice.id;
    found_.facts.endpoints_known = !failed_.contains(Call::endpoints);
    elsewhere_ = keep_vnet(lists_, choice.id);
    read_the_rest();
  }

  void read_the_rest() {
    Tasks second;
    for (std::string& id : endpoint_ids(lists_)) second.push_back(read_zone_groups(std::move(id)));
    auto wanted = resource_lists(lists_);
    const std::pair instances{az::lower(found_.place.subscription), Call::instances};
    if (std::ranges::find(wanted, instances) == wanted.end()) wanted.push_back(instances);
    for (auto& [subscription, call] : wanted) second.push_back(read_resources(call, std::move(subscription)));
    drain(std::move(second));
    Tasks third;
    for (std::string& id : zone_ids(lists_)) third.push_back(read(Call::links, std::move(id), &lists_.links));
    drain(std::move(third));
  }

  Task find_subscription() {
    std::string path = arm_path(Call::subscriptions, "");
    const ArmList read = co_await arm_->list(Call::subscriptions, std::move(path));
    if (!read.problem.empty()) {
      gap(Call::subscriptions, read.problem);
      co_return;
    }
    if (read.items.size() == 1 && read.items.front().is_object())
      found_.place.subscription = az::text(read.items.front().get_object(), "subscriptionId");
    if (found_.place.subscription.empty())
      gap(Call::subscriptions,
          fmt::format("instance metadata is silent, and this identity can read {} subscriptions",
                      read.items.size()));
  }

  void say(Call call, const std::string& problem) {
    // The same refusal of 300 zone groups is said once.
    if (failed_.emplace(call).second) gap(call, problem);
  }

  Task read(Call call, std::string value, json::array* into) {
    std::string path = arm_path(call, value);
    ArmList list = co_await arm_->list(call, std::move(path));
    if (!list.problem.empty()) say(call, list.problem);
    for (json::value& each : list.items) into->push_back(std::move(each));
  }

  Task read_zone_groups(std::string endpoint) {
    std::string path = arm_path(Call::zone_groups, endpoint);
    ArmList list = co_await arm_->list(Call::zone_groups, std::move(path));
    if (!list.problem.empty())
      say(Call::zone_groups, list.problem);
    else if (list.items.empty())
      found_.endpoints_without_group.push_back(az::id(endpoint));
    for (json::value& each : list.items) lists_.zone_groups.push_back(std::move(each));
  }

  Task read_resources(Call call, std::string subscription) {
    std::string path = arm_path(call, subscription);
    const ArmList list = co_await arm_->list(call, std::move(path));
    if (!list.problem.empty()) say(call, list.problem);
    add_resources(lists_, list.items, found_.facts.vnet);
  }

  void hand_over() {
    if (tools_.interrupted() && !by_signal_)
      gap("everything that was not yet read", "the time for discovery is over; --deadline gives more", "");
    if (found_.facts.vnet.empty()) return;
    const auto text = [&](Call call, const json::array& items) {
      if (!items.empty())
        found_.texts.push_back({fmt::format("ARM, {}", call_row(call).what), json::serialize(items)});
    };
    text(Call::networks, lists_.networks);
    text(Call::endpoints, lists_.endpoints);
    text(Call::interfaces, lists_.interfaces);
    text(Call::zone_groups, lists_.zone_groups);
    text(Call::links, lists_.links);
    if (!lists_.resources.empty())
      found_.texts.push_back({"ARM, resources", json::serialize(lists_.resources)});
    if (elsewhere_ > 0)
      gap(fmt::format("{} private endpoints of other virtual networks", elsewhere_),
          fmt::format("discovery stays within {}", az::last_of(found_.facts.vnet)),
          "az network private-endpoint list");
  }

  static inline const IpAddress kInstance = *IpAddress::parse("169.254.169.254");

  DiscoveryOptions options_;
  asio::io_context io_;
  Toolbox tools_;
  Millis until_;
  Discovered found_{};
  Whereabouts here_{};
  ArmLists lists_{};
  std::optional<ArmClient> arm_{};
  std::set<Call> failed_{};
  std::size_t elsewhere_ = 0;
  bool by_signal_ = false;
};

}  // namespace

Discovered discover(const DiscoveryOptions& options) {
  Discoverer discoverer(options);
  return discoverer.discover();
}

}  // namespace vnetprobe
