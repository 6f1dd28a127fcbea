// The hands of a gather: what may be asked of the network, and nothing more. One toolbox lives for
// one run, on one thread. Every call ends in evidence within its time; the network misbehaving is
// no exception. Values go in and come out by value, so no caller holds on to anything of ours.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/net/secret.h"

namespace vnetprobe {

namespace asio = boost::asio;

// One network step and the pace towards resolvers (contract section 1).
struct NetOptions {
  std::chrono::milliseconds timeout{5000};  // one step with its retries
  int max_in_flight = 150;  // per resolver; 168.63.129.16 and loopback stubs share one pace; 0: no limit
  int max_qps = 500;        // likewise
  int burst = 200;
  bool adaptive = false;  // sweep: fewer at once where packets are lost, up to max_in_flight where none is
  std::string source{};   // address or interface to send from, "" for the kernel's choice
  std::string ca_file{};  // trust anchors in place of the system's
};

struct DnsAsk {
  DnsPurpose purpose = DnsPurpose::target;
  std::string view{};
  std::string subject{};
  SocketAddress server{};
  std::string name{};
  std::uint16_t type = rr::kA;
  Transport transport = Transport::udp;  // udp goes over to TCP by itself when the answer is truncated
};

struct HttpAsk {
  std::string method = "GET";
  std::string path = "/";              // with the query
  std::vector<std::string> headers{};  // "x-ms-version: 2019-12-12"
  std::size_t max_body = 4 * 1024;     // of the answer; what is longer is cut

  // Credentials. Sent only once the chain of the far end has verified to a public root (or to one of
  // --ca-file) with TLS 1.2 or later; without TLS only to a loopback or link-local address. What of
  // them comes back in the answer is taken out of the evidence.
  std::vector<Secret> secret_headers{};  // whole lines: "Authorization: Bearer …"
  Secret secret_query{};                 // goes behind the path's own query
  Secret body{};                         // of a POST
  std::vector<Secret> also_scrubbed{};   // other forms in which they may come back

  bool holds_secret() const { return !secret_headers.empty() || !secret_query.empty() || !body.empty(); }
};

// How a SQL server is spoken to: not at all, by pre-login with the TLS handshake inside of it, or by
// TDS 8, TLS first.
enum class TdsAsk { none, prelogin, strict };

struct ContactAsk {
  std::string target{};
  Path path = Path::private_path;
  IpAddress address{};
  std::uint16_t port = 443;
  AddressSource source = AddressSource::dns;
  std::string source_detail{};
  std::string host{};  // SNI, Host header and the name the certificate must hold
  bool tls = true;
  TdsAsk tds = TdsAsk::none;  // in place of `tls` and `http`
  std::optional<HttpAsk> http{};
  std::string proxy{};                                 // "http://host:port": CONNECT through it; sign-in only
  std::optional<std::chrono::milliseconds> timeout{};  // of a step, where it is not to be the run's
  std::function<void(const Connect&)> on_connect{};    // on the loop, once, when TCP is up
};

// A conversation whose answer is itself a credential: the body is in `body` alone.
struct Confided {
  Contact contact{};
  Secret body{};
};

// Called on the loop, once, as soon as the certificate is known, before HTTP is over.
using OnHandshake = std::function<void(const Tls&)>;

class Toolbox {
 public:
  Toolbox(asio::io_context& io, NetOptions options);
  ~Toolbox();
  Toolbox(const Toolbox&) = delete;
  Toolbox& operator=(const Toolbox&) = delete;

  // A question is sent at 0, 0.1, 0.3 and 0.7 of the timeout; the first usable answer ends it.
  asio::awaitable<DnsQuestion> ask(DnsAsk question);
  // The same for who asks a million times. `done` is called once, from the loop and never from in here.
  void ask(const DnsAsk& question, std::function<void(DnsQuestion&&)> done);
  // What nobody needs any more, for the next questions: a sweep has the memory of those in flight, once.
  void use_again(std::vector<DnsQuestion>& questions);

  // getaddrinfo, in a thread of its own. Not bounded by the step's timeout but by the C library's
  // own settings and interrupt().
  asio::awaitable<SystemLookup> look_up(std::string view, std::string subject, std::string name);

  // One TCP connection (begun again from a second port at half the timeout), one handshake, one
  // request. Stops at the first step that fails; what was not tried is nullopt.
  asio::awaitable<Contact> contact(ContactAsk ask, OnHandshake on_handshake);

  // The same where the answer holds a token: its body never becomes evidence.
  asio::awaitable<Confided> confide(ContactAsk ask);

  // Over before its time only when the run is interrupted.
  asio::awaitable<void> pause(std::chrono::milliseconds time);

  // `ask` once for each port, by plain TCP, all at once. Ends with the first port that lets packets
  // through (a reset does); those that were still silent then are left out.
  asio::awaitable<std::vector<Contact>> sample(ContactAsk ask, std::vector<std::uint16_t> ports);

  // Parses the trust anchors now (about 30 ms), so that it happens while the first DNS questions
  // are in flight. Without it the first handshake does so.
  void load_anchors();
  // "" or why the anchors could not be read (known after load_anchors).
  const std::string& anchors_error() const;
  // "" or what this machine had too little of: some of what was to be asked was not.
  std::string lacked() const;

  // Ends every wait, present and future, with outcome `interrupted`. May be called from a signal
  // handler that runs on the loop.
  void interrupt();
  bool interrupted() const;

  // Since the toolbox was made.
  Millis now() const;
  // One network step with its retries.
  std::chrono::milliseconds timeout() const;

 private:
  struct Parts;
  struct Conversation;
  asio::awaitable<Confided> talk(ContactAsk ask, OnHandshake on_handshake, bool confided);
  asio::awaitable<void> converse(Conversation one, Confided& told);
  std::unique_ptr<Parts> parts_;
};

// What the host's own files and interfaces say. `names` are those that hosts lines are kept for.
// Reads files, sends nothing.
HostFacts read_host_facts(const std::vector<std::string>& names);

}  // namespace vnetprobe
