// A loop with a toolbox, for tests of connections.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "probe/net/toolbox.h"
#include "tests/probe/net/fake_server.h"
#include "tests/probe/net/loop.h"

namespace vnetprobe::test {

inline constexpr const char* kHost = "mystorage01.blob.core.windows.net";

struct ContactLab {
  asio::io_context io{1};
  std::optional<Toolbox> toolbox{};
  int handshakes = 0;  // calls of on_handshake
  Tls seen{};          // by the last of them

  explicit ContactLab(std::string ca_file = "",
                      std::chrono::milliseconds timeout = std::chrono::milliseconds(150)) {
    NetOptions options;
    options.timeout = timeout;
    options.ca_file = std::move(ca_file);
    toolbox.emplace(io, options);
  }
  ~ContactLab() {
    toolbox->interrupt();
    toolbox.reset();
    io.run();
  }

  static ContactAsk ask(std::uint16_t port, bool tls, std::optional<HttpAsk> http = std::nullopt) {
    ContactAsk ask;
    ask.target = kHost;
    ask.address = IpAddress::parse("127.0.0.1").value();
    ask.port = port;
    ask.host = kHost;
    ask.tls = tls;
    ask.http = std::move(http);
    return ask;
  }
  Contact contact(ContactAsk ask) {
    OnHandshake on_handshake = [this](const Tls& tls) {
      ++handshakes;
      seen = tls;
    };
    return finish(io, toolbox->contact(std::move(ask), std::move(on_handshake)));
  }
};

}  // namespace vnetprobe::test
