// The public path of a target: which host is asked for in public, what an answer there means, and
// how far it can be believed (contract section 3, "What counts as refused").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

// Is this target's public endpoint contacted, and judged?
bool has_public_check(const Target& target);
// Targets whose public endpoint is asked too come first: their chain of steps is twice as long.
std::vector<std::size_t> longest_chain_first(const Scope& scope);
// The name the Internet knows: the public form, or for Backup the service's own host
// (pod01-fab1.we.backup.windowsazure.com, azure-facts 2.3). "" where none can be told.
std::string public_host(const Target& target);
std::uint16_t public_port(const Target& target);

enum class PublicSight { refused, open, undecided, unknown };
struct PublicOpinion {
  PublicSight sight = PublicSight::unknown;
  std::string why{};  // a clause: "403 AuthorizationFailure"
};
PublicOpinion public_opinion(const Case& run, const Target& target, const Contact& contact);

// A managed instance has no public name while its public endpoint is disabled (azure-facts 5.3). The
// clause that says who denied the name, or "" where that is not proved.
std::string absent_public_name(const Case& run, const Target& target);

// Something in this run said which the public address is, so a run that came to its end has been there.
bool has_public_address(const Case& run, std::size_t target);

// The run ended before this target was asked to the end.
bool is_unfinished(const Case& run, std::size_t target);

}  // namespace vnetprobe
