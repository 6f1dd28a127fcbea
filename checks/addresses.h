// What the names of a target have led to so far, while a run is on: the addresses that gathers
// connect to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "probe/run.h"

namespace vnetprobe {

struct FoundAddress {
  IpAddress address{};
  std::string view{};
};

// Addresses of whole answers in required views that are what the plan wants; each once, and the first
// kMostContacts of them where it expects none.
std::vector<FoundAddress> right_addresses(const Gathering& run, std::size_t target);
// Calls `use` for each of them as soon as a view has given it, until no view is left to answer.
asio::awaitable<void> each_right_address(Gathering& run, std::size_t target,
                                         std::function<void(FoundAddress)> use);
// Any address that a required view gave and that can be connected to; each once.
std::vector<FoundAddress> any_addresses(const Gathering& run, std::size_t target);
// Public addresses that any view gave for the name that programs ask for; each once.
std::vector<FoundAddress> public_addresses(const Gathering& run, std::size_t target,
                                           bool required_views_only);

}  // namespace vnetprobe
