// DNS answers for tests, right ones and wrong ones, byte by byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probe/dns/message.h"

namespace vnetprobe::test {

using Bytes = std::vector<std::uint8_t>;

Bytes wire_name(std::string_view name);
Bytes a_data(std::string_view address);  // A or AAAA
Bytes soa_data(std::string_view mname, std::string_view rname);
Bytes option(std::uint16_t code, const Bytes& value);
Bytes extended_error(std::uint16_t code, std::string_view text);
Bytes operator+(Bytes a, const Bytes& b);

class MessageBuilder {
 public:
  // An answer to this question.
  MessageBuilder(std::uint16_t id, std::string_view name, std::uint16_t type);
  explicit MessageBuilder(const DnsMessage& query)
      : MessageBuilder(query.id, query.question.name, query.question.type) {}

  MessageBuilder& rcode(int value);
  MessageBuilder& flags(std::uint16_t bits);  // or-ed into the second word of the header
  MessageBuilder& no_question();
  MessageBuilder& answer(std::string_view owner, std::uint16_t type, const Bytes& data,
                         std::uint32_t ttl = 60, std::uint16_t dns_class = 1);
  MessageBuilder& authority(std::string_view owner, std::uint16_t type, const Bytes& data,
                            std::uint32_t ttl = 60);
  MessageBuilder& opt(const Bytes& options, std::uint16_t udp_size = 1232, std::uint8_t extended_rcode = 0);
  // Shorthands.
  MessageBuilder& a(std::string_view owner, std::string_view address, std::uint32_t ttl = 60);
  MessageBuilder& cname(std::string_view owner, std::string_view target, std::uint32_t ttl = 60);

  Bytes bytes() const;

 private:
  static Bytes record(std::string_view owner, std::uint16_t type, std::uint16_t dns_class, std::uint32_t ttl,
                      const Bytes& data);
  std::uint16_t id_ = 0;
  std::uint16_t bits_ = 0x8180;  // response, recursion desired and available
  Bytes question_{};
  Bytes answers_{}, authorities_{}, additionals_{};
  std::uint16_t counts_[4] = {1, 0, 0, 0};
};

}  // namespace vnetprobe::test
