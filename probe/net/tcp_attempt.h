// One socket on its way to one address, and how that ended. Who watches it decides when to look.
#pragma once

#include <span>
#include <string>

#include "probe/model/evidence.h"
#include "probe/net/socket.h"

namespace vnetprobe {

struct TcpAttempt {
  UniqueFd fd{};
  ConnectTry record{};
  bool over = false;
  int lack = 0;  // errno, where this machine had no socket to give

  void end(ConnectOutcome outcome, const char* why, Millis now);
  void end(int error, Millis now);
  // After the socket became writable: takes what became of it.
  void look(Millis now);
};

// Over already where the kernel says no at once.
TcpAttempt begin_attempt(const SocketAddress& to, const std::string& source, Millis now);

// The attempt with this descriptor, which was said to be ready, looks. False where it was woken for nothing.
bool look_ended(std::span<TcpAttempt> attempts, int fd, Millis now);

// What an errno of connect() means.
ConnectOutcome connect_outcome(int error);

}  // namespace vnetprobe
