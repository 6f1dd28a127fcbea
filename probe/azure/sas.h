// A shared access signature taken apart: "sv=…&se=…&sig=…", with "?" or a whole URL before it. Pure,
// of text that anybody may have put there. No part of the signature leaves this file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "probe/model/address.h"
#include "probe/model/identity_facts.h"
#include "probe/model/time.h"

namespace vnetprobe {

struct SasText {
  SasFacts facts{};       // account and from are left to the caller
  std::size_t begin = 0;  // the query in the text: what is sent when facts.problem is ""
  std::size_t end = 0;
};

SasText read_sas(std::string_view text);

// "2026-11-22", "2026-11-22T17:09Z" or with seconds: what st and se may be.
std::optional<UtcTime> sas_time(std::string_view text);

// The address is not among those that the SAS is for.
bool sas_excludes(const SasFacts& sas, const IpAddress& address);

// What keeps a SAS from listing this container now, from here: "" for nothing, else a clause.
std::string sas_fault(const SasFacts& sas, UtcTime now, std::string_view host, std::string_view container);

}  // namespace vnetprobe
