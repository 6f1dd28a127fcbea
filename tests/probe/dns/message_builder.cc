#include "tests/probe/dns/message_builder.h"

#include "probe/dns/name.h"
#include "probe/model/address.h"

namespace vnetprobe::test {
namespace {

void put16(Bytes& out, unsigned value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
  out.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

void put32(Bytes& out, std::uint32_t value) {
  put16(out, value >> 16);
  put16(out, value & 0xFFFF);
}

}  // namespace

Bytes wire_name(std::string_view name) { return name_to_wire(name).value(); }

Bytes a_data(std::string_view address) {
  const IpAddress parsed = IpAddress::parse(address).value();
  return {parsed.bytes().begin(), parsed.bytes().end()};
}

Bytes soa_data(std::string_view mname, std::string_view rname) {
  Bytes data = wire_name(mname) + wire_name(rname);
  for (const std::uint32_t value : {1U, 3600U, 300U, 2419200U, 10U}) put32(data, value);
  return data;
}

Bytes option(std::uint16_t code, const Bytes& value) {
  Bytes out;
  put16(out, code);
  put16(out, static_cast<unsigned>(value.size()));
  return out + value;
}

Bytes extended_error(std::uint16_t code, std::string_view text) {
  Bytes value;
  put16(value, code);
  value.insert(value.end(), text.begin(), text.end());
  return option(15, value);
}

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

MessageBuilder::MessageBuilder(std::uint16_t id, std::string_view name, std::uint16_t type) : id_(id) {
  question_ = wire_name(name);
  put16(question_, type);
  put16(question_, 1);
}

MessageBuilder& MessageBuilder::rcode(int value) {
  bits_ = static_cast<std::uint16_t>((bits_ & 0xFFF0) | value);
  return *this;
}

MessageBuilder& MessageBuilder::flags(std::uint16_t bits) {
  bits_ = static_cast<std::uint16_t>(bits_ | bits);
  return *this;
}

MessageBuilder& MessageBuilder::no_question() {
  question_.clear();
  counts_[0] = 0;
  return *this;
}

Bytes MessageBuilder::record(std::string_view owner, std::uint16_t type, std::uint16_t dns_class,
                             std::uint32_t ttl, const Bytes& data) {
  Bytes out = wire_name(owner);
  put16(out, type);
  put16(out, dns_class);
  put32(out, ttl);
  put16(out, static_cast<unsigned>(data.size()));
  return out + data;
}

MessageBuilder& MessageBuilder::answer(std::string_view owner, std::uint16_t type, const Bytes& data,
                                       std::uint32_t ttl, std::uint16_t dns_class) {
  answers_ = answers_ + record(owner, type, dns_class, ttl, data);
  ++counts_[1];
  return *this;
}

MessageBuilder& MessageBuilder::authority(std::string_view owner, std::uint16_t type, const Bytes& data,
                                          std::uint32_t ttl) {
  authorities_ = authorities_ + record(owner, type, 1, ttl, data);
  ++counts_[2];
  return *this;
}

MessageBuilder& MessageBuilder::opt(const Bytes& options, std::uint16_t udp_size,
                                    std::uint8_t extended_rcode) {
  additionals_ = additionals_ + record("", rr::kOPT, udp_size, std::uint32_t{extended_rcode} << 24, options);
  ++counts_[3];
  return *this;
}

MessageBuilder& MessageBuilder::a(std::string_view owner, std::string_view address, std::uint32_t ttl) {
  const Bytes data = a_data(address);
  return answer(owner, data.size() == 4 ? rr::kA : rr::kAAAA, data, ttl);
}

MessageBuilder& MessageBuilder::cname(std::string_view owner, std::string_view target, std::uint32_t ttl) {
  return answer(owner, rr::kCNAME, wire_name(target), ttl);
}

Bytes MessageBuilder::bytes() const {
  Bytes out;
  put16(out, id_);
  put16(out, bits_);
  for (const unsigned count : counts_) put16(out, count);
  return out + question_ + answers_ + authorities_ + additionals_;
}

}  // namespace vnetprobe::test
