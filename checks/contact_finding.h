// Findings about one connection, and the words that rules of several services say of it.
#pragma once

#include <string>
#include <string_view>

#include "checks/contact_sight.h"
#include "checks/diagnosis.h"

namespace vnetprobe {

// The finding of this code and subject with target, views and the check of `kind` at this contact.
Finding& contact_finding(Diagnosis& desk, std::string_view code, std::string_view kind, std::size_t target,
                         const Contact& contact, const std::string& subject, std::string because);

// "tls.expired", or "" where nothing is wrong or known.
std::string_view code_of(TlsSight sight);
// A sentence about a handshake that is not fine; `where` is its subject.
// `now` is the time of the run.
std::string tls_words(const std::string& where, const Tls& tls, TlsSight sight, UtcTime now);
// "HOST at ADDRESS port PORT"
std::string where_of(const Target& target, const Contact& contact);

}  // namespace vnetprobe
