// What is done to each text of a plan and of evidence: one literal table. A field that nobody has
// entered is text of strangers, so that a new one can be unreadable, but not a leak; words of a fixed list
// ("Approved", "GET") are no exception, for what stands in a saved report may be anything.
#pragma once

#include <string_view>

namespace vnetprobe {

enum class Treatment {
  strangers,  // names, addresses, ids and every word that is not known to be harmless
  label,      // the whole text names one thing
  host,       // a host name
  view,       // the name of a DNS view
  hex,        // a fingerprint or another hexadecimal id
  arm,        // an ARM id: /subscriptions/…
  rights,     // of a SAS: a few letters, a date, a protocol; anything else is text of strangers
};

Treatment treatment_of(std::string_view type, std::string_view field);

}  // namespace vnetprobe
