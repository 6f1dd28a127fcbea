// The table of gathers: who fetches the evidence for which kinds of check.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "probe/run.h"

namespace vnetprobe {

struct GatherRow {
  std::string_view kinds;  // of checks that rest on it
  Gather gather;
};

std::span<const GatherRow> gathers();

void gather_credentials(Gathering& run);     // tokens, SAS, and what they open
void gather_names(Gathering& run);           // A and AAAA of every name through every view
void gather_zones(Gathering& run);           // SOA of every zone through every server
void gather_reserved_names(Gathering& run);  // SOA of names that no private zone may shadow
void gather_views(Gathering& run);           // control question, TCP as a fact, the first question again
void gather_private_paths(Gathering& run);   // TCP, TLS and HTTP to private addresses
void gather_instances(Gathering& run);       // a managed instance's other ports
void gather_public_paths(Gathering& run);    // the same to public ones, to be refused
void gather_denied_accounts(Gathering& run);
void gather_sign_in(Gathering& run);

}  // namespace vnetprobe
