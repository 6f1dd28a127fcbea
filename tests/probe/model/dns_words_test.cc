#include "probe/model/dns_words.h"

#include <doctest/doctest.h>

namespace vnetprobe {

TEST_CASE("response codes have their registry's names, and their number where they have none here") {
  struct Row {
    int code;
    const char* word;
  };
  const Row rows[] = {{rcode::kNoError, "NOERROR"},
                      {rcode::kFormErr, "FORMERR"},
                      {rcode::kServFail, "SERVFAIL"},
                      {rcode::kNxDomain, "NXDOMAIN"},
                      {rcode::kNotImp, "NOTIMP"},
                      {rcode::kRefused, "REFUSED"},
                      {6, "RCODE6"},
                      {23, "RCODE23"}};
  for (const Row& row : rows) CHECK(rcode_word(row.code) == row.word);
}

TEST_CASE("record types have their registry's names, and their number where they have none here") {
  struct Row {
    std::uint16_t type;
    const char* word;
  };
  const Row rows[] = {{rr::kA, "A"},     {rr::kNS, "NS"},     {rr::kCNAME, "CNAME"}, {rr::kSOA, "SOA"},
                      {rr::kTXT, "TXT"}, {rr::kAAAA, "AAAA"}, {rr::kOPT, "TYPE41"},  {65535, "TYPE65535"}};
  for (const Row& row : rows) CHECK(type_word(row.type) == row.word);
}

}  // namespace vnetprobe
