// What instance metadata, Azure Resource Manager and the givers of tokens answer: the first byte says who.
// Words are tame, a link leads to ARM's own host, a token fits in a header.
#include <algorithm>

#include "probe/discovery/arm_page.h"
#include "probe/discovery/instance.h"
#include "probe/discovery/selection.h"
#include "probe/net/token_reply.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kHost = "management.azure.com";

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

void check_instance(const std::string& body) {
  const InstanceReading reading = read_instance(200, "IIS", body);
  for (const std::string& each : reading.hardware) must(!each.empty() && is_tame(each));
  must(!read_instance(403, "IIS", body).facts.answered);
  must(!read_instance(0, "", body).facts.answered);
}

void check_page(const std::string& body) {
  must(is_tame(arm_error(body)));
  ArmPage page = read_arm_page(body);
  must(is_tame(page.problem));
  if (const auto path = arm_link_path(page.next, kHost)) must(path->front() == '/' && printable(*path));
  ArmLists lists;
  lists.interfaces = lists.networks = lists.endpoints = page.items;
  lists.zone_groups = lists.links = page.items;
  Whereabouts here;
  here.hardware = {"000D3A3382E8"};
  here.addresses = {*IpAddress::parse("10.1.0.7")};
  const VnetChoice choice = find_vnet(lists, here);
  must(choice.id.empty() != choice.problem.empty());
  must(is_tame(choice.problem));
  add_resources(lists, page.items, choice.id);
  const std::size_t endpoints = lists.endpoints.size();
  must(keep_vnet(lists, choice.id) + lists.endpoints.size() <= endpoints);
  endpoint_ids(lists);
  zone_ids(lists);
  for (const auto& [subscription, call] : resource_lists(lists))
    must(printable(arm_path(call, subscription)));
}

void check_token(const std::string& body) {
  constexpr std::size_t kLeast = 20, kMost = 32768, kMostError = 100, kMostDescription = 300;
  const TokenReply reply = read_token_reply(body);
  must(reply.error.size() <= kMostError && is_tame(reply.error));
  must(reply.description.size() <= kMostDescription && is_tame(reply.description));
  if (reply.token.empty()) return;
  must(reply.is_json && printable(reply.token.reveal()));
  must(reply.token.size() >= kLeast && reply.token.size() <= kMost);
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'i':
      check_instance(body);
      break;
    case 'a':
      check_page(body);
      break;
    case 't':
      check_token(body);
      break;
    case 'l':
      if (const auto path = arm_link_path(body, kHost)) must(path->front() == '/' && printable(*path));
      must(retry_after_s(body) >= 0);
      break;
    default:
      break;
  }
  return 0;
}
