// What a DNS server answers when a story says one of its words.
#pragma once

#include <string>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/scope.h"

namespace vnetprobe {

// Fills outcome, rcode, flags and sections of a question about a target's name. `question.name` and
// `type` are set; `public_address` is what the word "public" leads to.
void answer_name(DnsQuestion& question, const Target& target, const std::string& word,
                 const std::string& public_address);
// The same for SOA of a zone.
void answer_zone(DnsQuestion& question, const std::string& word);

// What programs are told (getaddrinfo) when the server behind says this word.
void answer_lookup(SystemLookup& lookup, const Target& target, const std::string& word,
                   const std::string& public_address);

// The addresses that a word gives for this target, in the order of the word.
std::vector<IpAddress> addresses_of(const Target& target, const std::string& word,
                                    const std::string& public_address);

IpAddress ip(const std::string& text);

}  // namespace vnetprobe
