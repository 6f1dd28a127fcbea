// A newcomer would ask c-ares what went wrong. It calls ICMP, no route and a closed connection one
// thing, and throws away what is no DNS message; so the five socket calls are our own, and note
// errno and the bytes on their way through (c-ares 1.18; all five or none).
#include "probe/net/dns_channel.h"

#include <boost/asio/post.hpp>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <new>
#include <sys/uio.h>
#include <unistd.h>

#include "probe/net/dns_asking.h"
#include "probe/net/socket.h"

namespace vnetprobe {
namespace {

constexpr int kUdpSize = 1232;  // fits an IPv6 packet of the least MTU: no fragments

// A server that does not know our question (or EDNS) may answer with a header alone.
bool is_bare_error(const DnsMessage& message) {
  return message.response && message.question_count == 0 && message.rcode != rcode::kNoError &&
         message.rcode != rcode::kNxDomain;
}

// RFC 6891 section 7: who does not know EDNS says FORMERR, and has no OPT to say it with.
bool may_refuse_edns(const DnsMessage& message) {
  return message.response && message.rcode == rcode::kFormErr && !message.opt;
}

}  // namespace

DnsOutcome dns_outcome(int error) {
  if (is_shortage(error)) return DnsOutcome::interrupted;
  switch (error) {
    case ECONNREFUSED:
      return DnsOutcome::refused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return DnsOutcome::cut;
    case ETIMEDOUT:
      return DnsOutcome::silent;
    default:
      return DnsOutcome::unreachable;
  }
}

const ares_socket_functions DnsChannel::kSocketFunctions = {
    .asocket = [](int domain, int type, int protocol,
                  void* self) { return static_cast<DnsChannel*>(self)->open(domain, type, protocol); },
    .aclose =
        [](ares_socket_t fd, void* self) {
          static_cast<DnsChannel*>(self)->watcher_.forget(fd);
          return ::close(fd);
        },
    .aconnect = [](ares_socket_t fd, const sockaddr* to, ares_socklen_t size,
                   void* self) { return static_cast<DnsChannel*>(self)->connect(fd, to, size); },
    .arecvfrom =
        [](ares_socket_t fd, void* buffer, std::size_t size, int flags, sockaddr* from,
           ares_socklen_t* from_size, void* self) {
          return static_cast<DnsChannel*>(self)->receive(fd, buffer, size, flags, from, from_size);
        },
    .asendv = [](ares_socket_t fd, const iovec* parts, int count,
                 void* self) { return static_cast<DnsChannel*>(self)->send(fd, parts, count); },
};

DnsChannel::DnsChannel(Waits& waits, DnsSpares& spares, SocketAddress server, Transport transport, bool edns,
                       std::chrono::milliseconds timeout, std::string source)
    : waits_(waits),
      spares_(spares),
      server_(server),
      transport_(transport),
      edns_(edns),
      timeout_(timeout),
      source_(std::move(source)),
      alive_(std::make_shared<DnsChannel*>(this)),
      watcher_(waits.io(),
               [this](int fd, bool readable, bool writable) {
                 process(readable ? fd : ARES_SOCKET_BAD, writable ? fd : ARES_SOCKET_BAD);
               }),
      timer_(waits.io(), [this] { process(ARES_SOCKET_BAD, ARES_SOCKET_BAD); }) {
  watcher_.pause();
  configure();
}

DnsChannel::~DnsChannel() {
  *alive_ = nullptr;
  ares_destroy(channel_);
}

void DnsChannel::configure() {
  ares_options options{};
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_DOMAINS |
             ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_STATE_CB;
  // Without NOCHECKRESP REFUSED, SERVFAIL and a closed port are one and the same.
  options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
  if (edns_) options.flags |= ARES_FLAG_EDNS;
  options.flags |= transport_ == Transport::udp ? ARES_FLAG_IGNTC : ARES_FLAG_USEVC | ARES_FLAG_STAYOPEN;
  options.timeout = static_cast<int>(timeout_.count());
  options.tries = 1;
  options.ednspsz = kUdpSize;
  char dns_only[] = "b";
  options.lookups = dns_only;
  options.ndomains = 0;
  options.sock_state_cb = &DnsChannel::on_state;
  options.sock_state_cb_data = this;
#ifdef ARES_OPT_QUERY_CACHE  // on by default since 1.31: we would report memories
  mask |= ARES_OPT_QUERY_CACHE;
  options.qcache_max_ttl = 0;
#endif
  if (ares_init_options(&channel_, &options, mask) != ARES_SUCCESS) throw std::bad_alloc();
  ares_set_socket_functions(channel_, &kSocketFunctions, this);
  ares_set_servers_ports_csv(channel_, server_.to_string().c_str());
}

void DnsChannel::enter() {
  if (users_++ > 0) return;
  watcher_.resume();
  after_entry();
}

void DnsChannel::leave() {
  if (--users_ > 0) return;
  watcher_.pause();
  timer_.cancel();
}

DnsAttempt& DnsChannel::start(DnsAsking& asker, std::size_t number) {
  if (spare_.empty()) spare_.emplace_back();
  flights_.splice(flights_.end(), spare_, spare_.begin());
  DnsAttempt& attempt = flights_.back();
  attempt.asker = &asker;
  attempt.number = number;
  attempt.over = attempt.garbage = attempt.told = attempt.landed = false;
  attempt.outcome = DnsOutcome::silent;
  attempt.channel = this;
  attempt.self = std::prev(flights_.end());
  sending_ = &attempt;
  const std::string& name = asker.question().name;
  ares_query(channel_, name.empty() ? "." : name.c_str(), 1, asker.question().type, &DnsChannel::on_answer,
             &attempt);
  sending_ = nullptr;
  after_entry();
  if (!ended_.empty())
    asio::post(waits_.io(), [alive = alive_] {
      if (*alive != nullptr) (*alive)->hand_over();
    });
  return attempt;
}

void DnsChannel::process(ares_socket_t read, ares_socket_t write) {
  ares_process_fd(channel_, read, write);
  after_entry();
  hand_over();
}

// The asker may start the next question from here: c-ares has returned.
void DnsChannel::hand_over() {
  std::swap(hearing_, ended_);
  for (DnsAttempt* attempt : hearing_) {
    DnsAsking* const asker = std::exchange(attempt->asker, nullptr);
    if (asker != nullptr) asker->take(*attempt);
    attempt->told = true;
    if (attempt->landed) recycle(*attempt);
  }
  hearing_.clear();
}

void DnsChannel::recycle(DnsAttempt& attempt) {
  spares_.keep(std::move(attempt.message));
  spare_.splice(spare_.begin(), flights_, attempt.self);
}

// c-ares lets go of a question at its time-out, which is nobody's business but its own: who asked has a
// clock of his own, and all questions of a channel have the same time. So the timer need not be exact, and
// ares_timeout(), which walks through all questions, need not be asked.
void DnsChannel::after_entry() {
  if (users_ == 0 || flights_.empty()) return timer_.cancel();
  if (!timer_.armed()) timer_.arm(timeout_ + std::chrono::milliseconds(1));
}

void DnsChannel::on_state(void* channel, ares_socket_t fd, int read, int write) noexcept {
  FdWatcher& watcher = static_cast<DnsChannel*>(channel)->watcher_;
  if (read == 0 && write == 0)
    watcher.forget(fd);
  else
    watcher.want(fd, read != 0, write != 0);
}

void DnsChannel::on_answer(void* arg, int status, int, unsigned char* bytes, int size) noexcept {
  DnsAttempt& attempt = *static_cast<DnsAttempt*>(arg);
  DnsChannel& self = *attempt.channel;
  self.end(attempt, status, {bytes, bytes == nullptr ? 0U : static_cast<std::size_t>(size)});
  attempt.landed = true;
  if (attempt.told) self.recycle(attempt);
}

void DnsChannel::end(DnsAttempt& attempt, int status, std::span<const std::uint8_t> bytes) {
  if (attempt.over) return;
  attempt.over = true;
  ended_.push_back(&attempt);
  if (attempt.asker == nullptr) return;
  const DnsQuestion& question = attempt.asker->question();
  if (!bytes.empty()) {
    // Of a datagram c-ares hands on no more than it asked for; we read it whole when it came.
    if (transport_ == Transport::tcp) inspected_ = parse_message(bytes, spares_);
    // c-ares compares id and question, but takes our own question, sent back, for an answer.
    const bool right = inspected_ && (answers_question(*inspected_, question.name, question.type) ||
                                      is_bare_error(*inspected_));
    attempt.outcome = right ? DnsOutcome::answered : DnsOutcome::garbage;
    if (right) attempt.message = std::move(inspected_);
    spares_.keep(std::move(inspected_));
  } else if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED) {
    attempt.outcome = DnsOutcome::interrupted;
  } else if (attempt.garbage) {
    attempt.outcome = DnsOutcome::garbage;
  } else if (status == ARES_ETIMEOUT) {
    attempt.outcome = DnsOutcome::silent;
  } else if (status == ARES_ENOMEM) {
    waits_.lack(ENOMEM);
    attempt.outcome = DnsOutcome::interrupted;
  } else {
    attempt.outcome = dns_outcome(last_error_);
  }
}

// What c-ares is about to throw away without a word; and FORMERR, which makes it ask the channel's
// later questions without EDNS and lets those under way fail. True when c-ares is not to see it.
bool DnsChannel::inspect(std::span<const std::uint8_t> datagram) {
  spares_.keep(std::move(inspected_));
  inspected_ = parse_message(datagram, spares_);
  const bool refuses_edns = inspected_ && may_refuse_edns(*inspected_);
  const bool is_bare = inspected_ && is_bare_error(*inspected_);
  if (inspected_ && !is_bare && !refuses_edns) return false;
  const bool has_id = datagram.size() >= 2;
  const unsigned id = has_id ? static_cast<unsigned>(datagram[0] << 8 | datagram[1]) : 0;
  bool known = false;
  for (DnsAttempt& attempt : flights_) {
    if (attempt.asker == nullptr || attempt.over || !has_id || attempt.id != id) continue;
    known = true;
    const DnsQuestion& question = attempt.asker->question();
    if (!inspected_) {
      attempt.garbage = true;
    } else if (is_bare || answers_question(*inspected_, question.name, question.type)) {
      end(attempt, ARES_SUCCESS, datagram);
      return refuses_edns;
    }
  }
  if (inspected_ || known) return false;
  for (DnsAttempt& attempt : flights_) attempt.garbage = true;
  return false;
}

ares_socket_t DnsChannel::open(int domain, int type, int protocol) noexcept {
  const int fd = ::socket(domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  if (fd < 0) {
    last_error_ = errno;
    if (is_shortage(last_error_)) waits_.lack(last_error_);
    return ARES_SOCKET_BAD;
  }
  if (const int error = bind_source(fd, source_, server_.address)) {
    last_error_ = error;
    ::close(fd);
    errno = error;
    return ARES_SOCKET_BAD;
  }
  // A burst of answers waits there for its turn. The kernel gives as much as net.core.rmem_max allows: by
  // default twice what a socket has, 416 KiB or some 500 small answers.
  const int room = 1 << 20;
  if (type == SOCK_DGRAM) ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  const int on = 1;
  if (type == SOCK_STREAM) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

int DnsChannel::connect(ares_socket_t fd, const sockaddr* to, ares_socklen_t size) noexcept {
  if (::connect(fd, to, size) == 0) return 0;
  if (errno != EINPROGRESS) last_error_ = errno;
  return -1;
}

ares_ssize_t DnsChannel::receive(ares_socket_t fd, void* buffer, std::size_t size, int flags, sockaddr* from,
                                 ares_socklen_t* from_size) noexcept {
  for (;;) {
    const ares_ssize_t count = ::recvfrom(fd, buffer, size, flags, from, from_size);
    if (transport_ == Transport::tcp) {
      if (count < 0 && errno != EAGAIN) last_error_ = errno;
      if (count == 0) last_error_ = ECONNRESET;
      return count;
    }
    if (count < 0) {
      if (errno != EAGAIN) last_error_ = errno;
      return count;
    }
    const bool is_ours = inspect({static_cast<const std::uint8_t*>(buffer), static_cast<std::size_t>(count)});
    if (count > 0 && !is_ours) return count;
    // c-ares takes an empty datagram for the end of the socket, and every question with it.
  }
}

ares_ssize_t DnsChannel::send(ares_socket_t fd, const iovec* parts, int count) noexcept {
  if (transport_ == Transport::udp && sending_ != nullptr && count > 0 && parts[0].iov_len >= 2) {
    const auto* bytes = static_cast<const std::uint8_t*>(parts[0].iov_base);
    sending_->id = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
  }
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(parts);
  message.msg_iovlen = static_cast<std::size_t>(count);
  // A datagram is one part: the kernel is not given a list to read first.
  const auto send_once = [&] {
    return count == 1 ? ::send(fd, parts->iov_base, parts->iov_len, MSG_NOSIGNAL)
                      : ::sendmsg(fd, &message, MSG_NOSIGNAL);
  };
  ares_ssize_t sent = send_once();
  // An ICMP error of an earlier packet is handed out here, in the place of sending this one.
  if (sent < 0 && transport_ == Transport::udp && errno == ECONNREFUSED) sent = send_once();
  if (sent < 0 && errno != EAGAIN) last_error_ = errno;
  return sent;
}

}  // namespace vnetprobe
