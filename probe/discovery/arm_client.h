// Reads lists of Azure Resource Manager, page by page: each answer on a connection of its own, the token
// to that one host alone and only once its chain has verified. Throttling (429) and a busy service (5xx)
// are waited for as long as they ask, within the time; everything else that is no list is said.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "probe/discovery/calls.h"
#include "probe/model/discovery.h"
#include "probe/net/secret.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

struct ArmList {
  boost::json::array items{};
  int status = 0;         // of the answer that ended it
  std::string problem{};  // "" where it was read to the end
};

class ArmClient {
 public:
  // `calls` gets a row for each request. Nothing is begun after `until`, by the toolbox's clock.
  ArmClient(Toolbox& tools, std::string host, std::string proxy, Millis until,
            std::vector<DiscoveryCall>& calls)
      : tools_(tools), host_(std::move(host)), proxy_(std::move(proxy)), until_(until), calls_(calls) {}

  void sign_in(Secret authorization) { authorization_ = std::move(authorization); }

  // The host's addresses, unless a proxy looks them up. "" or what is wrong.
  asio::awaitable<std::string> find_host();

  // Every item of a list, over all its pages. What came before a page that failed is kept.
  asio::awaitable<ArmList> list(Call call, std::string path);

 private:
  struct Answer {
    int status = 0;
    std::string problem{};
    std::string body{};
  };
  asio::awaitable<Answer> get(Call call, std::string path);
  asio::awaitable<bool> wait_for(int seconds);
  ContactAsk ask_for(const std::string& path, int tries) const;
  void take(const Confided& told, Answer& answer) const;

  Toolbox& tools_;
  std::string host_;
  std::string proxy_;
  Millis until_;
  std::vector<DiscoveryCall>& calls_;
  Secret authorization_{};
  std::vector<IpAddress> addresses_{};
  Millis not_before_{};  // one request was told to wait: so do the others
};

// One line on why a conversation gave no answer.
std::string why_no_answer(const Contact& contact, std::string_view host);

}  // namespace vnetprobe
