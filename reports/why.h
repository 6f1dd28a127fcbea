// Why a finding matters, in one sentence for whoever is woken by it.
#pragma once

#include <string_view>

namespace vnetprobe {

// By the code of a finding; "" for codes that nothing is known of.
std::string_view why_it_matters(std::string_view code);

}  // namespace vnetprobe
