// A shared access signature from a file or a variable, whoever put it there. No letter of the signature is in
// what is told of it, what is told is tame, and what is sent is part of the text and has a signature in it.
#include "probe/azure/sas.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

template <class F>
void each_text(const SasFacts& facts, F&& f) {
  visit_fields(facts, [&f](std::string_view, const auto& member) {
    if constexpr (std::same_as<std::remove_cvref_t<decltype(member)>, std::string>) f(member);
  });
}

void check(const std::string& text) {
  const SasText read = read_sas(text);
  each_text(read.facts, [](const std::string& each) { must(is_tame(each)); });
  must(read.begin <= read.end && read.end <= text.size());
  if (!read.facts.problem.empty()) return;
  const std::string sent = text.substr(read.begin, read.end - read.begin);
  must(sent.find("sig=") != std::string::npos && is_tame(sent) && sent.find(' ') == std::string::npos);
  sas_excludes(read.facts, *IpAddress::parse("10.1.0.7"));
  const std::string fault =
      sas_fault(read.facts, UtcTime{1795367355}, "mystorage01.blob.core.windows.net", "mybackup01");
  must(is_tame(fault));
}

void check_secret(const std::string& text) {
  constexpr std::string_view kCanary = "CaNaRy";
  if (text.find(kCanary) != std::string::npos) return;
  each_text(read_sas(text + "&sig=" + std::string(kCanary)).facts,
            [&](const std::string& each) { must(each.find(kCanary) == std::string::npos); });
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text);
  check_secret(text);
  if (const auto time = sas_time(text)) must(sas_time(to_string(*time)) == time);
  return 0;
}
