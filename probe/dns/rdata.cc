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

// A name that stands at `at` and does not reach past `end`. What a pointer leads to lies before.
std::optional<WireName> name_within(Bytes message, std::size_t at, std::size_t end, std::string_view asked) {
  return read_name(message.first(end), at, asked);
}

std::optional<std::string> read_name_data(Bytes message, std::size_t at, std::size_t end,
                                          std::string_view asked) {
  auto name = name_within(message, at, end, asked);
  if (!name || name->end != end) return std::nullopt;
  return std::move(name->text);
}

// RFC 1035 section 3.3.13. A root name is written as a dot here, or a field would be missing.
std::optional<std::string> read_soa(Bytes message, std::size_t at, std::size_t end, std::string_view asked) {
  const auto mname = name_within(message, at, end, asked);
  if (!mname) return std::nullopt;
  const auto rname = name_within(message, mname->end, end, asked);
  if (!rname || end - rname->end != 20) return std::nullopt;
  constexpr std::size_t kNumbers = 5;
  std::string soa;
  // Every answer that says "nothing here" has one, and a sweep reads millions.
  soa.reserve(mname->text.size() + rname->text.size() + 2 + kNumbers * sizeof " 4294967295");
  soa += mname->text.empty() ? "." : mname->text;
  soa += ' ';
  soa += rname->text.empty() ? "." : rname->text;
  for (std::size_t i = 0; i < kNumbers; ++i) {
    soa += ' ';
    soa += fmt::format_int(u32_at(message, rname->end + 4 * i)).c_str();
  }
  return soa;
}

std::optional<std::string> read_txt(Bytes data) {
  if (data.empty()) return std::nullopt;  // RFC 1035 section 3.3.14: one or more
  std::string text;
  for (std::size_t at = 0; at < data.size();) {
    const std::size_t length = data[at++];
    if (data.size() - at < length) return std::nullopt;
    if (!text.empty()) text += ' ';
    text += '"';
    text += escape_text(data.subspan(at, length));
    text += '"';
    at += length;
  }
  return text;
}

}  // namespace

std::optional<std::string> read_rdata(Bytes message, std::size_t offset, std::size_t length,
                                      std::uint16_t type, std::string_view asked) {
  const Bytes data = message.subspan(offset, length);
  switch (type) {
    case rr::kA:
      if (length != 4) return std::nullopt;
      return IpAddress::v4(data.first<4>()).to_string();
    case rr::kAAAA:
      if (length != 16) return std::nullopt;
      return IpAddress::v6(data.first<16>()).to_string();
    case rr::kCNAME:
    case rr::kNS:
      return read_name_data(message, offset, offset + length, asked);
    case rr::kSOA:
      return read_soa(message, offset, offset + length, asked);
    case rr::kTXT:
      return read_txt(data);
    default:
      return length == 0 ? "\\# 0" : fmt::format("\\# {} {}", length, hex(data));
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
