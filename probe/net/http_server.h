// A small HTTP/1.1 server on the loop that is there: GET and HEAD of a few whole pages, for a Prometheus, a
// browser and a health check. Everything a client can make it spend is bounded: how many there are, how
// long a head may be, how long it may take to come, and how long an answer to be taken.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "probe/model/address.h"

namespace vnetprobe {

namespace asio = boost::asio;

struct HttpRequest {
  std::string path{};  // without the query
  std::string accept{};
  std::string host{};  // as it was sent, "" for none
};

struct HttpAnswer {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string policy = "default-src 'none'";  // Content-Security-Policy
  int refresh_seconds = 0;                    // when a browser asks again; 0: it does not
  std::shared_ptr<const std::string> body{};
};

struct HttpLimits {
  std::size_t clients = 32;
  std::uint32_t head_bytes = 8 * 1024;
  std::chrono::milliseconds head_time{10000};    // from the end of the answer before
  std::chrono::milliseconds answer_time{30000};  // for a client to take its answer
};

// What happened since the start.
struct HttpTally {
  std::map<unsigned, std::uint64_t> answers{};  // by status
  std::uint64_t clients = 0;
  std::uint64_t turned_away = 0;  // closed to let others in, or not let in
  std::uint64_t too_slow = 0;     // no whole head in time, or the answer not taken in time
};

class HttpServer {
 public:
  // Called on the loop, for GET and HEAD alone; all else is refused without it.
  using Answer = std::function<HttpAnswer(const HttpRequest&)>;

  HttpServer(asio::io_context& io, HttpLimits limits, Answer answer);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // "" or why not.
  std::string listen(const SocketAddress& address);
  SocketAddress address() const;  // with the port that the kernel chose for port 0
  // Closes everything; the loop may run dry then.
  void stop();
  const HttpTally& tally() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace vnetprobe
