// What is sent: the bytes of an HTTP/1.1 request, and how it is shown in a report. Pure.
#pragma once

#include <string>

#include "probe/net/toolbox.h"

namespace vnetprobe {

// Of `ask.http`, to `host`. May hold a credential: the caller wipes it.
std::string request_text(const ContactAsk& ask, const std::string& host);

// To a proxy, with the credentials of its URL where it has any: the caller wipes it too.
std::string connect_text(const ContactAsk& ask, const std::string& host);

// "host:port", with the brackets of an IPv6 address.
std::string host_and_port(const std::string& host, std::uint16_t port);

// A URL fit for a report: the values of query parameters that may be secret are left out.
std::string shown_url(const ContactAsk& ask, const std::string& host);

}  // namespace vnetprobe
