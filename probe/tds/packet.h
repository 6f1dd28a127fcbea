// TDS packets (MS-TDS 2.2.3): an eight-byte header before every piece of a message. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vnetprobe::tds {

// MS-TDS 2.2.3.1.1. A pre-login goes out as 0x12 and is answered as a tabular result; the TLS
// handshake after it travels as pre-login packets both ways.
inline constexpr std::uint8_t kTabularResult = 0x04, kPrelogin = 0x12;
inline constexpr std::size_t kHeaderSize = 8;

// `payload` as one message: packets of at most 4096 bytes, the last one marked as the message's end.
std::string wrap(std::uint8_t type, std::string_view payload);

// Takes a stream of packets apart, in whatever pieces it comes. Once a header is wrong, nothing after
// it can be read: `broken` stays.
class PacketReader {
 public:
  // Which types of packets are right; 0 for none.
  explicit PacketReader(std::uint8_t type, std::uint8_t other_type = 0)
      : type_(type), other_type_(other_type) {}

  void feed(std::string_view bytes);
  bool broken() const { return broken_; }
  // The last packet of a message has come in full. Another message may follow.
  bool message_complete() const { return complete_; }
  // What the packets that came so far carried, and forgets it.
  std::string take_payload();

 private:
  bool read_packet();

  std::uint8_t type_;
  std::uint8_t other_type_;
  std::string pending_{};
  std::string payload_{};
  bool broken_ = false;
  bool complete_ = false;
};

}  // namespace vnetprobe::tds
