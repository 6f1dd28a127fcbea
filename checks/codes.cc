// The catalogue is four tables, one a subject, in the order of the contract; they meet here. The
// order counts: findings of one severity are reported in it.
#include "checks/codes.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "checks/codes_access.h"
#include "checks/codes_azure.h"
#include "checks/codes_dns.h"
#include "checks/codes_path.h"

namespace vnetprobe {
namespace {

template <class... Tables>
consteval auto in_one(const Tables&... tables) {
  std::array<Code, (std::tuple_size_v<Tables> + ...)> all{};
  auto* end = all.data();
  ((end = std::copy(tables.begin(), tables.end(), end)), ...);
  return all;
}

constexpr auto kCodes = in_one(kDnsCodes, kPathCodes, kAccessCodes, kAzureCodes);

consteval bool codes_are_unique() {
  for (std::size_t i = 0; i < kCodes.size(); ++i)
    for (std::size_t j = i + 1; j < kCodes.size(); ++j)
      if (kCodes[i].code == kCodes[j].code) return false;
  return true;
}
static_assert(codes_are_unique());

}  // namespace

std::span<const Code> codes() { return kCodes; }

const Code& code_row(std::string_view code) {
  const auto* row = std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& c) { return c.code == code; });
  if (row == kCodes.end()) throw std::logic_error{"no such finding: " + std::string{code}};
  return *row;
}

}  // namespace vnetprobe
