// A wire with a length: passes frames between two interfaces, holds each back, and loses every Nth
// when told to. For tests alone; there is no netem where they run.
//
//   lab_relay INTERFACE INTERFACE
//   standard input: lines "DELAY_US LOSE_EVERY" (one way; 0 loses nothing), each answered "ok".
//   Ends with its standard input.
//
// What a newcomer would get wrong: veth leaves checksums and segmentation to a device that does not
// exist. PACKET_VNET_HDR carries that state over, so a frame leaves as it came, whole TCP bursts of
// 64 KiB included; without it, the receiver drops every such packet for its checksum.
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kVnetHeader = 10;  // struct virtio_net_hdr; its header does not compile as C++

struct Held {
  Clock::time_point due{};
  std::size_t to = 0;
  std::vector<char> frame{};
};

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "lab_relay: %s: %s\n", what, std::strerror(errno));
  std::exit(1);
}

int open_interface(const char* name) {
  const int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(ETH_P_ALL));
  if (fd < 0) die("socket");
  const int on = 1;
  const int room = 8 << 20;
  sockaddr_ll at{};
  at.sll_family = AF_PACKET;
  at.sll_protocol = htons(ETH_P_ALL);
  at.sll_ifindex = static_cast<int>(if_nametoindex(name));
  if (at.sll_ifindex == 0) die(name);
  if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) != 0) die("PACKET_VNET_HDR");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  if (bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) die("bind");
  return fd;
}

// Reads "DELAY_US LOSE_EVERY"; false at the end of the input.
bool read_orders(std::chrono::microseconds& delay, long& lose_every) {
  std::array<char, 128> line{};
  if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr) return false;
  long us = 0;
  if (std::sscanf(line.data(), "%ld %ld", &us, &lose_every) != 2) die("orders are DELAY_US LOSE_EVERY");
  delay = std::chrono::microseconds(us);
  std::puts("ok");
  std::fflush(stdout);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: lab_relay INTERFACE INTERFACE\n");
    return 2;
  }
  std::setvbuf(stdin, nullptr, _IONBF, 0);  // poll must see every line
  const std::array<int, 2> ends{open_interface(argv[1]), open_interface(argv[2])};
  std::chrono::microseconds delay{0};
  long lose_every = 0;
  long seen = 0;
  std::deque<Held> held;  // in order of due: the delay is the same for all but at a change of orders
  std::vector<char> buffer(kVnetHeader + 70000);

  for (;;) {
    timespec wait{};
    if (!held.empty()) {
      const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(held.front().due - Clock::now());
      const long long ns = left.count() > 0 ? left.count() : 0;
      wait.tv_sec = static_cast<time_t>(ns / 1000000000);
      wait.tv_nsec = static_cast<long>(ns % 1000000000);
    }
    std::array<pollfd, 3> polled{{{ends[0], POLLIN, 0}, {ends[1], POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    if (ppoll(polled.data(), polled.size(), held.empty() ? nullptr : &wait, nullptr) < 0 && errno != EINTR)
      die("ppoll");

    for (std::size_t from = 0; from < 2; ++from) {
      while (polled[from].revents != 0) {
        sockaddr_ll by{};
        socklen_t by_size = sizeof by;
        const ssize_t size =
            recvfrom(ends[from], buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&by), &by_size);
        if (size < 0) break;
        if (by.sll_pkttype == PACKET_OUTGOING) continue;  // our own
        if (lose_every > 0 && ++seen % lose_every == 0) continue;
        held.push_back({Clock::now() + delay, 1 - from, {buffer.data(), buffer.data() + size}});
      }
    }
    while (!held.empty() && held.front().due <= Clock::now()) {
      const Held& next = held.front();
      // A full queue loses the frame, as a wire does.
      if (write(ends[next.to], next.frame.data(), next.frame.size()) < 0 && errno != EAGAIN &&
          errno != ENOBUFS && errno != EINVAL)
        die("write");
      held.pop_front();
    }
    if (polled[2].revents != 0) {
      if (!read_orders(delay, lose_every)) return 0;
      held.clear();
    }
  }
}
