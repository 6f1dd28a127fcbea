// What would trip a newcomer: the length in the header counts the header, and is big-endian though
// nearly everything else in TDS is not.
#include "probe/tds/packet.h"

#include <utility>

namespace vnetprobe::tds {
namespace {

constexpr std::size_t kMaxPacket = 4096;   // before a login agrees on anything else
constexpr std::size_t kMaxLength = 32767;  // MS-TDS 2.2.3.1.3
// A pre-login answer and a TLS flight are a few kB; who sends more than this is not read on.
constexpr std::size_t kMaxPayload = 256 * 1024;
constexpr std::uint8_t kEndOfMessage = 0x01;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

}  // namespace

std::string wrap(std::uint8_t type, std::string_view payload) {
  std::string out;
  std::uint8_t id = 0;
  do {
    const std::string_view piece = payload.substr(0, kMaxPacket - kHeaderSize);
    payload.remove_prefix(piece.size());
    const std::size_t length = piece.size() + kHeaderSize;
    out += static_cast<char>(type);
    out += static_cast<char>(payload.empty() ? kEndOfMessage : 0);
    out += static_cast<char>(length >> 8U);
    out += static_cast<char>(length & 0xFFU);
    out.append(2, '\0');  // SPID: the server's to give
    out += static_cast<char>(++id);
    out += '\0';  // window
    out += piece;
  } while (!payload.empty());
  return out;
}

void PacketReader::feed(std::string_view bytes) {
  if (broken_) return;
  pending_ += bytes;
  while (read_packet()) {
  }
}

bool PacketReader::read_packet() {
  if (pending_.empty() || broken_) return false;
  // The first byte tells already: nobody need wait for seven more of a banner.
  const std::uint8_t type = byte_at(pending_, 0);
  broken_ = type != type_ && (other_type_ == 0 || type != other_type_);
  if (broken_ || pending_.size() < kHeaderSize) return false;
  const auto length = static_cast<std::size_t>((byte_at(pending_, 2) << 8U) | byte_at(pending_, 3));
  broken_ = length < kHeaderSize || length > kMaxLength || payload_.size() + length > kMaxPayload;
  if (broken_ || pending_.size() < length) return false;
  complete_ = (byte_at(pending_, 1) & kEndOfMessage) != 0;
  payload_.append(pending_, kHeaderSize, length - kHeaderSize);
  pending_.erase(0, length);
  return true;
}

std::string PacketReader::take_payload() {
  complete_ = false;
  return std::exchange(payload_, {});
}

}  // namespace vnetprobe::tds
