// Domain names as text: lower case, without the final dot ("" is the root), every byte that is not
// a letter, a digit, '-', '_' or '*' written as \DDD (RFC 4343 section 2.1). Text in this form can be
// compared byte by byte, printed and put into markup.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe {

// Lower case, final dot gone. For names that people wrote; what is no name stays no name.
std::string canonical_name(std::string_view text);
bool is_canonical(std::string_view name);
void make_canonical(std::string& name);

// Letters, digits, inner hyphens and underscores; labels of 1 to 63, at most 253 in all. Underscores
// are no host name (RFC 952) but stand in front of service records, and Windows hands them out.
bool is_host_name(std::string_view name);

// The name is the zone's or lies below it. Everything lies under the root, "".
bool is_under(std::string_view name, std::string_view zone);

// "a.b" for "a.b.example.org" in "example.org", "" for the zone itself, nullopt outside of it.
std::optional<std::string_view> relative_to(std::string_view name, std::string_view zone);

// "example.org" for "www.example.org"; "" for a name of one label and for the root.
std::string_view parent_of(std::string_view name);

// The form on the wire (RFC 1035 section 3.1), uncompressed, the final zero included; understands
// \DDD. nullopt for what cannot be sent: empty or overlong labels, more than 255 bytes, bad escapes.
std::optional<std::vector<std::uint8_t>> name_to_wire(std::string_view name);

// Reads a name that may be compressed (RFC 1035 section 4.1.4), writes it behind `text` and returns the
// offset behind it where it stands, not where a pointer leads. A pointer must lead to an earlier place than
// the part of the name that it ends; nullopt when it does not, or the name is too long or cut short, and then
// nothing is written. `asked` is the text of the name at kQuestionAt, "" while that is not known or does not
// stand there letter by letter: most names of an answer end in it, and need not be read again.
std::optional<std::size_t> append_name(std::string& text, std::span<const std::uint8_t> message,
                                       std::size_t offset, std::string_view asked = {});

inline constexpr std::size_t kQuestionAt = 12;  // behind the header, RFC 1035 section 4.1.1

}  // namespace vnetprobe
