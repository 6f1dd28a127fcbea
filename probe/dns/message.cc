// A newcomer would believe the counts in the header: they say 65535 in a message of twelve bytes.
// Next to nothing is reserved by them; every record is read, and the first that does not fit ends it.
#include "probe/dns/message.h"

#include <algorithm>

#include "probe/dns/name.h"
#include "probe/dns/rdata.h"
#include "probe/dns/spares.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kHeader = kQuestionAt;
constexpr std::uint16_t kClassIn = 1;
constexpr std::uint16_t kOptNsid = 3;            // RFC 5001
constexpr std::uint16_t kOptExtendedError = 15;  // RFC 8914

struct Cursor {
  std::span<const std::uint8_t> bytes{};
  std::size_t at = 0;
  std::string_view asked{};  // as read_name() takes it

  bool has(std::size_t count) const { return bytes.size() - at >= count; }
  std::uint16_t u16() {
    const auto value = static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
    at += 2;
    return value;
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
  }
};

enum class Section { answer, authority, additional };

struct Reading {
  Cursor in{};
  DnsMessage& message;
  DnsSpares& spares;
  DnsRecord record{};  // the one that is read now; most of the last section is not kept
};

bool read_question(Cursor& in, DnsMessage& message) {
  const std::size_t at = in.at;
  DnsQuestionSection another;
  DnsQuestionSection& question = message.question_count++ == 0 ? message.question : another;
  const auto behind = append_name(question.name, in.bytes, at);
  if (!behind) return false;
  in.at = *behind;
  // A byte before each label and the final zero: longer where a byte is written as an escape.
  const bool letter_by_letter = at == kQuestionAt && in.at - at == question.name.size() + 2;
  if (!in.has(4)) return false;
  question.type = in.u16();
  question.dns_class = in.u16();
  if (letter_by_letter) in.asked = message.question.name;
  return true;
}

std::optional<DnsOpt> read_options(std::span<const std::uint8_t> data) {
  DnsOpt opt;
  Cursor in{.bytes = data};
  while (in.has(1)) {
    if (!in.has(4)) return std::nullopt;
    const std::uint16_t code = in.u16();
    const std::size_t length = in.u16();
    if (!in.has(length)) return std::nullopt;
    const auto value = data.subspan(in.at, length);
    in.at += length;
    if (code == kOptNsid) opt.nsid = hex(value);
    if (code == kOptExtendedError) {
      if (length < 2) return std::nullopt;
      ExtendedError error;
      error.code = static_cast<std::uint16_t>(value[0] << 8 | value[1]);
      error.text = escape_text(value.subspan(2));
      opt.errors.push_back(std::move(error));
    }
  }
  return opt;
}

bool read_record(Reading& reading, Section section) {
  Cursor& in = reading.in;
  DnsMessage& message = reading.message;
  DnsRecord& record = reading.record;
  record.owner.clear();
  const auto behind_owner = append_name(record.owner, in.bytes, in.at, in.asked);
  if (!behind_owner) return false;
  in.at = *behind_owner;
  if (!in.has(10)) return false;
  record.type = in.u16();
  const std::uint16_t dns_class = in.u16();
  record.ttl = in.u32();
  const std::size_t length = in.u16();
  if (!in.has(length)) return false;
  const std::size_t data_at = in.at;
  in.at += length;

  if (record.type == rr::kOPT) {
    if (section != Section::additional) return true;         // means nothing there
    if (message.opt || !record.owner.empty()) return false;  // RFC 6891 section 6.1.1
    message.opt = read_options(in.bytes.subspan(data_at, length));
    if (!message.opt) return false;
    message.opt->udp_size = dns_class;
    message.rcode |= static_cast<int>(record.ttl >> 24) << 4;
    return true;
  }
  // The addresses of name servers, which come with most answers: nothing is kept of them.
  const bool is_address = record.type == rr::kA || record.type == rr::kAAAA;
  if (section == Section::additional && dns_class == kClassIn && is_address)
    return length == (record.type == rr::kA ? 4U : 16U);
  const std::uint16_t known = dns_class == kClassIn ? record.type : 0;
  if (!read_rdata(record.data, in.bytes, data_at, length, known, in.asked)) return false;
  if (dns_class != kClassIn || section == Section::additional) return true;
  // RFC 2181 section 8: a TTL with the first bit set counts as zero.
  if (record.ttl >> 31) record.ttl = 0;
  (section == Section::answer ? message.answers : message.authorities).push_back(std::move(record));
  record = reading.spares.record();
  return true;
}

bool read_message(Reading& reading) {
  Cursor& in = reading.in;
  DnsMessage& message = reading.message;
  if (!in.has(kHeader)) return false;
  message.id = in.u16();
  const unsigned bits = in.u16();
  message.response = (bits & 0x8000) != 0;
  message.opcode = static_cast<int>(bits >> 11 & 0xF);
  message.flags.aa = (bits & 0x0400) != 0;
  message.flags.tc = (bits & 0x0200) != 0;
  message.flags.rd = (bits & 0x0100) != 0;
  message.flags.ra = (bits & 0x0080) != 0;
  message.flags.ad = (bits & 0x0020) != 0;
  message.flags.cd = (bits & 0x0010) != 0;
  message.rcode = static_cast<int>(bits & 0xF);
  const unsigned questions = in.u16(), answers = in.u16(), authorities = in.u16(), additionals = in.u16();

  for (unsigned i = 0; i < questions; ++i)
    if (!read_question(in, message)) return false;
  constexpr unsigned kUsual = 4;  // whatever the header says
  message.answers.reserve(std::min(answers, kUsual));
  for (unsigned i = 0; i < answers; ++i)
    if (!read_record(reading, Section::answer)) return false;
  for (unsigned i = 0; i < authorities; ++i)
    if (!read_record(reading, Section::authority)) return false;
  for (unsigned i = 0; i < additionals; ++i)
    if (!read_record(reading, Section::additional)) return false;
  return true;
}

void append_u16(std::vector<std::uint8_t>& out, std::size_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
  out.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

}  // namespace

std::unique_ptr<DnsMessage> parse_message(std::span<const std::uint8_t> bytes, DnsSpares& spares) {
  std::unique_ptr<DnsMessage> message = spares.message();
  Reading reading{.in = {.bytes = bytes}, .message = *message, .spares = spares, .record = spares.record()};
  const bool whole = read_message(reading);
  spares.keep(std::move(reading.record));
  if (whole) return message;
  spares.keep(std::move(message));
  return nullptr;
}

std::optional<DnsMessage> parse_message(std::span<const std::uint8_t> bytes) {
  DnsSpares none;
  const std::unique_ptr<DnsMessage> message = parse_message(bytes, none);
  if (!message) return std::nullopt;
  return std::move(*message);
}

bool answers_question(const DnsMessage& message, std::string_view name, std::uint16_t type) {
  return message.response && message.opcode == 0 && message.question_count == 1 &&
         message.question.dns_class == kClassIn && message.question.type == type &&
         message.question.name == name;
}

std::optional<std::vector<std::uint8_t>> build_query(const DnsQuery& query) {
  const auto name = name_to_wire(query.name);
  if (!name) return std::nullopt;
  std::vector<std::uint8_t> out;
  append_u16(out, query.id);
  append_u16(out, query.recursion_desired ? 0x0100 : 0);
  for (const std::size_t count : {std::size_t{1}, std::size_t{0}, std::size_t{0}}) append_u16(out, count);
  append_u16(out, query.udp_size == 0 ? 0 : 1);
  out.insert(out.end(), name->begin(), name->end());
  append_u16(out, query.type);
  append_u16(out, kClassIn);
  if (query.udp_size == 0) return out;
  out.push_back(0);  // the root owns OPT
  append_u16(out, rr::kOPT);
  append_u16(out, query.udp_size);
  append_u16(out, 0);
  append_u16(out, 0);
  append_u16(out, query.nsid ? 4 : 0);
  if (query.nsid) {
    append_u16(out, kOptNsid);
    append_u16(out, 0);
  }
  return out;
}

}  // namespace vnetprobe
