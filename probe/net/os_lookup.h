// getaddrinfo: what programs on this host get. It blocks, so each name has a thread of its own that
// never touches the loop and may outlive it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <list>
#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/evidence.h"
#include "probe/net/wait.h"

namespace vnetprobe {

struct SystemAnswer {
  int eai = 0;
  int error = 0;  // errno, for EAI_SYSTEM
  std::string canonical{};
  std::vector<IpAddress> addresses{};
};

// Called in a thread of its own; a test's may sleep.
using ResolveName = SystemAnswer (*)(const std::string& name);
SystemAnswer resolve_by_system(const std::string& name);

class OsLookup {
 public:
  explicit OsLookup(Waits& waits, ResolveName resolve = &resolve_by_system)
      : waits_(waits), resolve_(resolve) {}

  // Ends when the C library does, or the run is interrupted.
  asio::awaitable<SystemLookup> look_up(std::string view, std::string subject, std::string name);

 private:
  asio::awaitable<bool> enter();
  void leave();

  Waits& waits_;
  ResolveName resolve_;
  int running_ = 0;
  std::list<Wait*> queue_{};
};

}  // namespace vnetprobe
