// NAME arguments. The right ones are read the same again, the others are called wrong in tame words; what
// stands behind a question mark is in neither.
#include <array>

#include "probe/azure/services.h"
#include "probe/plan/name_argument.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kCanary = "CaNaRy";

std::string said(const std::variant<NameArgument, std::string>& read) {
  if (const std::string* wrong = std::get_if<std::string>(&read)) return *wrong;
  return std::get<NameArgument>(read).note + std::get<NameArgument>(read).endpoint.fqdn;
}

void check(const std::string& text) {
  const auto read = read_name_argument(text);
  must(is_tame(said(read)));
  const NameArgument* named = std::get_if<NameArgument>(&read);
  if (named == nullptr) return must(!said(read).empty());
  const std::string& host = named->endpoint.fqdn;
  const auto again = read_name_argument(host);
  must(std::holds_alternative<NameArgument>(again));
  must(std::get<NameArgument>(again).endpoint.fqdn == host);
  const HostKind kind = classify_host(host);
  must(!kind.public_name.empty());
  must(classify_host(kind.public_name).public_name == kind.public_name);
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text);
  if (text.find(kCanary) != std::string::npos) return 0;
  constexpr std::array<std::string_view, 4> kSecrets = {"?sv=2023-11-03&sig=", "/c?sig=", "#", "/?a=b,"};
  const std::string secret = std::string(kSecrets[size % kSecrets.size()]) + std::string(kCanary);
  must(said(read_name_argument(text + secret)).find(kCanary) == std::string::npos);
  return 0;
}
