// Small things that every judge says in the same way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

std::string listed(const std::vector<std::string>& words, std::string_view between = ", ");
std::string listed(const std::vector<IpAddress>& addresses, std::string_view between = ", ");

// "host:port", brackets around an IPv6 literal.
std::string host_port(const Target& target);
std::string host_port(const Target& target, const Contact& contact);

// KIND/TARGET[@SUFFIX]
std::string check_id(std::string_view kind, std::string_view target, std::string_view suffix = {});

Result result(std::string_view kind, std::string_view target, std::string_view subject);

// Start of the first and end of the last item that the result rests on.
void take_times(const Case& run, Result& result);

// One word or address list for a table: "10.1.2.4", "NXDOMAIN", "silent".
std::string in_short(const NameView& name);
// What was answered, in a sentence: "gives 20.60.1.1 by way of …".
std::string in_words(const NameView& name);
std::string in_words(const FormAnswer& form);

// "silent", "refused": how a connection or a handshake ended.
std::string in_words(const Connect& connect);

}  // namespace vnetprobe
