// What would mend a report, in one dialect: a script or a fragment of a configuration, complete and
// commented, that may be applied again and again. Made from the report alone; nothing is asked.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// az windows-dns coredns bind unbound dnsmasq hosts
std::span<const std::string_view> fix_dialects();

// `undecided` gets a line for every finding that this text does not mend, or not without a person's
// decision. Throws std::invalid_argument for another dialect.
std::string fix(const Report& report, std::string_view dialect, std::vector<std::string>& undecided);

}  // namespace vnetprobe
