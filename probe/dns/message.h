// DNS messages: bytes to facts, and questions to bytes (RFC 1035 section 4, RFC 6891). Takes any
// bytes whatever, in time linear in their number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

struct DnsQuestionSection {
  std::string name{};
  std::uint16_t type = 0;
  std::uint16_t dns_class = 0;
  friend bool operator==(const DnsQuestionSection&, const DnsQuestionSection&) = default;
};

struct DnsMessage {
  std::uint16_t id = 0;
  bool response = false;
  int opcode = 0;
  DnsFlags flags{};
  int rcode = 0;  // with the upper eight bits of OPT
  std::size_t question_count = 0;
  DnsQuestionSection question{};         // the first; empty when there is none
  std::vector<DnsRecord> answers{};      // class IN only: a record of class CHAOS or ANY answers nothing
  std::vector<DnsRecord> authorities{};  // likewise
  std::optional<DnsOpt> opt{};
  friend bool operator==(const DnsMessage&, const DnsMessage&) = default;
};

class DnsSpares;

// nullptr when the bytes are no DNS message: cut short, a name or a record's data that does not
// parse, two OPT records. Bytes behind the last record are ignored.
std::unique_ptr<DnsMessage> parse_message(std::span<const std::uint8_t> bytes, DnsSpares& spares);
std::optional<DnsMessage> parse_message(std::span<const std::uint8_t> bytes);

// The message is a response to this one question of class IN. `name` is in canonical form.
bool answers_question(const DnsMessage& message, std::string_view name, std::uint16_t type);

struct DnsQuery {
  std::uint16_t id = 0;
  std::string name{};
  std::uint16_t type = rr::kA;
  bool recursion_desired = true;
  std::uint16_t udp_size = 1232;  // 0: no OPT record
  bool nsid = false;              // ask the server for its identity, RFC 5001
};

// nullopt when the name cannot be sent.
std::optional<std::vector<std::uint8_t>> build_query(const DnsQuery& query);

}  // namespace vnetprobe
