// What would trip a newcomer: text is cut into runs of the characters that names and addresses are made
// of, and a run is looked at as a whole before its words are. "10.1.2.4" is one address and no version
// number, "v2.0" is no host name, and "contoso-rsv" is one name although both its words might be plain.
#include "probe/redact/text_mask.h"

#include <algorithm>

#include "probe/redact/known_suffixes.h"
#include "probe/redact/plain_words.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kGuidLength = 36;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Bytes outside of ASCII belong to words of other languages.
bool is_word_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80U);
}
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_run_char(char c) { return is_word_char(c) || c == '.' || c == '-' || c == '_' || c == '*'; }

template <class Is>
std::size_t length_of(std::string_view text, const Is& is) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is) - text.begin());
}

// "/16" behind an address: its length, and the bits; 0 where there is none.
std::size_t prefix_length(std::string_view text, int& bits) {
  if (!text.starts_with('/')) return 0;
  const std::size_t digits = length_of(text.substr(1), is_digit);
  if (digits == 0 || digits > 3) return 0;
  bits = 0;
  for (std::size_t i = 1; i <= digits; ++i) bits = bits * 10 + (text[i] - '0');
  return digits + 1;
}

// The longest IPv6 address that the text begins with.
std::optional<IpAddress> leading_ipv6(std::string_view text, std::size_t& length) {
  length = length_of(text, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
  if (std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length), ':') < 2)
    return std::nullopt;
  for (; length > 1; --length) {
    if (length < text.size() && is_word_char(text[length])) continue;
    const auto address = IpAddress::parse(text.substr(0, length));
    if (address && !address->is_v4()) return address;
  }
  return std::nullopt;
}

// Two labels or more, one of them with a letter, and not a number such as v2.0 or 1.1.
bool looks_like_a_name(std::string_view run) {
  if (run.find('.') == std::string_view::npos) return false;
  const std::size_t last = run.rfind('.');
  return std::ranges::any_of(run.substr(last + 1), [](char c) { return !is_digit(c); });
}

// "Microsoft.Network", "resolv.conf", "index.html": words that are all plain, and no domain behind them.
bool is_plain_name(std::string_view run) {
  const std::string lower = lower_case(run);
  if (!known_suffix(lower).name.empty() || is_place(lower.substr(lower.rfind('.') + 1))) return false;
  for (;;) {
    const std::size_t dot = run.find('.');
    if (!is_plain_word(run.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    run.remove_prefix(dot + 1);
  }
}

// "00-0D-3A-12-34-56", "vm-10-1-2-4": four numbers or more are an address in other clothes, where a day
// has three.
bool is_written_address(std::string_view run) {
  constexpr int kNumbersOfAnAddress = 4;
  int numbers = 0;
  while (!run.empty()) {
    const std::size_t length = std::min(run.find_first_of("-_"), run.size());
    const std::string_view part = run.substr(0, length);
    if (!part.empty() && std::ranges::all_of(part, is_hex)) ++numbers;
    run.remove_prefix(std::min(length + 1, run.size()));
  }
  return numbers >= kNumbersOfAnAddress;
}

// "00:0d:3a:12:34:56" at the start of the text: an address of the link layer.
constexpr std::size_t kMacLength = 17;
bool begins_with_mac(std::string_view text) {
  if (text.size() < kMacLength) return false;
  for (std::size_t i = 0; i < kMacLength; ++i)
    if (i % 3 == 2 ? text[i] != ':' : !is_hex(text[i])) return false;
  return text.size() == kMacLength || (!is_hex(text[kMacLength]) && text[kMacLength] != ':');
}

}  // namespace

std::string TextMask::word(std::string_view text) const {
  // A plain word stays, even where an account is called by it: rules read such words, and they name
  // nobody who is not looked for already.
  if (is_plain_word(text)) return std::string(text);
  // Times such as 22T17 and 1234567Z are made of digits and a letter.
  constexpr std::size_t kLongestTime = 9;
  if (text.size() <= kLongestTime && is_digit(text.front()) &&
      std::ranges::all_of(text, [](char c) { return is_digit(c) || c == 'T' || c == 'Z'; }))
    return std::string(text);
  return hosts_.label(text);
}

std::string TextMask::run(std::string_view text) const {
  if (const auto address = IpAddress::parse(text)) return addresses_(*address).to_string();
  if (is_written_address(text)) return hosts_.label(text);
  if (looks_like_a_name(text) && !is_plain_name(text)) return hosts_.host(text);
  if (!is_plain_word(text) && hosts_.replaced().contains(lower_case(text))) return hosts_.label(text);
  std::string masked;
  while (!text.empty()) {
    const std::size_t length = length_of(text, is_word_char);
    if (length > 0) masked += word(text.substr(0, length));
    text.remove_prefix(length);
    const std::size_t between = length_of(text, [](char c) { return !is_word_char(c); });
    masked += text.substr(0, between);
    text.remove_prefix(between);
  }
  return masked;
}

std::string TextMask::operator()(std::string_view text) const {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string masked;
  while (!text.empty()) {
    if (text.starts_with(kByteOrderMark)) {
      masked += kByteOrderMark;
      text.remove_prefix(kByteOrderMark.size());
      continue;
    }
    std::size_t length = 0;
    int bits = 0;
    if (const auto address = leading_ipv6(text, length)) {
      const std::size_t prefix = prefix_length(text.substr(length), bits);
      const auto network = prefix > 0 ? Cidr::parse(text.substr(0, length + prefix)) : std::nullopt;
      masked += network ? addresses_(*network).to_string() : addresses_(*address).to_string();
      text.remove_prefix(length + (network ? prefix : 0));
      continue;
    }
    if (begins_with_mac(text)) {
      for (std::size_t i = 0; i < kMacLength; i += 3)
        masked += (i > 0 ? ":" : "") + names_.hex(text.substr(0, kMacLength)).substr(i, 2);
      text.remove_prefix(kMacLength);
      continue;
    }
    if (!is_run_char(text.front())) {
      masked += text.front();
      text.remove_prefix(1);
      continue;
    }
    length = length_of(text, is_run_char);
    std::string_view whole = text.substr(0, length);
    if (length >= kGuidLength && is_guid(whole.substr(0, kGuidLength)) &&
        (length == kGuidLength || !is_word_char(whole[kGuidLength]))) {
      masked += names_.guid(whole.substr(0, kGuidLength));
      text.remove_prefix(kGuidLength);
      continue;
    }
    // A full stop or a dash at either end belongs to the sentence; ".contoso.com" keeps its dot.
    const std::size_t lead = length_of(whole, [](char c) { return c == '.' || c == '-' || c == '_'; });
    masked += whole.substr(0, lead);
    whole.remove_prefix(lead);
    std::size_t tail = 0;
    while (tail < whole.size() && !is_word_char(whole[whole.size() - 1 - tail]) &&
           whole[whole.size() - 1 - tail] != '*')
      ++tail;
    const std::string_view core = whole.substr(0, whole.size() - tail);
    const std::size_t used = lead + core.size();
    const std::size_t prefix = prefix_length(text.substr(used), bits);
    const auto network = prefix > 0 ? Cidr::parse(text.substr(lead, core.size() + prefix)) : std::nullopt;
    if (network) {
      masked += addresses_(*network).to_string();
      text.remove_prefix(used + prefix);
      continue;
    }
    if (!core.empty()) masked += run(core);
    masked += whole.substr(core.size());
    text.remove_prefix(length);
  }
  return masked;
}

}  // namespace vnetprobe
