// The data of a record in presentation form, safe to print (see DnsRecord::data).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vnetprobe {

// `length` bytes at `offset` of the whole message, since names in them may be compressed; the
// caller has seen that they are there. A type that is not known, and 0, gives RFC 3597 text.
// False when the bytes are not what the type says. `asked` as in append_name().
bool read_rdata(std::string& text, std::span<const std::uint8_t> message, std::size_t offset,
                std::size_t length, std::uint16_t type, std::string_view asked = {});

std::string hex(std::span<const std::uint8_t> bytes);

// Letters, digits, blanks and harmless punctuation stay, every other byte becomes \DDD.
std::string escape_text(std::span<const std::uint8_t> bytes);

}  // namespace vnetprobe
