// A newcomer would stop at the end of the name in a CNAME's data. The name must fill the data
// exactly: what is left over is another program's idea of the message than ours.
#include "probe/dns/rdata.h"

#include <fmt/format.h>
#include <string_view>

#include "probe/dns/name.h"
#include "probe/model/address.h"
#include "probe/model/evidence.h"

namespace vnetprobe {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint32_t u32_at(Bytes bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) << 24 | static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

// RFC 1035 section 3.3.13. A root name is written as a dot here, or a field would be missing. `message` ends
// where the data does.
bool append_soa(std::string& text, Bytes message, std::size_t at, std::string_view asked) {
  for (int name = 0; name < 2; ++name) {  // MNAME, RNAME
    const std::size_t before = text.size();
    const auto behind = append_name(text, message, at, asked);
    if (!behind) return false;
    if (text.size() == before) text += '.';
    text += ' ';
    at = *behind;
  }
  constexpr std::size_t kNumber = 4, kNumbers = 5;
  if (message.size() - at != kNumbers * kNumber) return false;
  for (; at < message.size(); at += kNumber) {
    text += fmt::format_int(u32_at(message, at)).c_str();
    text += ' ';
  }
  text.pop_back();
  return true;
}

bool append_txt(std::string& text, Bytes data) {
  if (data.empty()) return false;  // RFC 1035 section 3.3.14: one or more
  for (std::size_t at = 0; at < data.size();) {
    const std::size_t length = data[at++];
    if (data.size() - at < length) return false;
    if (!text.empty()) text += ' ';
    text += '"';
    text += escape_text(data.subspan(at, length));
    text += '"';
    at += length;
  }
  return true;
}

}  // namespace

bool read_rdata(std::string& text, Bytes message, std::size_t offset, std::size_t length, std::uint16_t type,
                std::string_view asked) {
  const Bytes data = message.subspan(offset, length);
  // A name in the data does not reach past its end. What a pointer leads to lies before.
  const Bytes to_its_end = message.first(offset + length);
  text.clear();
  switch (type) {
    case rr::kA:
      if (length == 4) text += IpAddress::v4(data.first<4>()).to_string();
      return length == 4;
    case rr::kAAAA:
      if (length == 16) text += IpAddress::v6(data.first<16>()).to_string();
      return length == 16;
    case rr::kCNAME:
    case rr::kNS:
      return append_name(text, to_its_end, offset, asked) == to_its_end.size();
    case rr::kSOA:
      return append_soa(text, to_its_end, offset, asked);
    case rr::kTXT:
      return append_txt(text, data);
    default:
      text += length == 0 ? "\\# 0" : fmt::format("\\# {} {}", length, hex(data));
      return true;
  }
}

std::string hex(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
  return text;
}

std::string escape_text(Bytes bytes) {
  constexpr std::string_view kHarmless = " -_.,:;=/+@()!?*";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    const char c = static_cast<char>(byte);
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (word || kHarmless.find(c) != std::string_view::npos)
      text += c;
    else
      text += fmt::format("\\{:03}", byte);
  }
  return text;
}

}  // namespace vnetprobe
