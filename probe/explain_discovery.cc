// Made of the table that the requests themselves are made of, so it can leave none out.
#include "probe/explain_discovery.h"

#include <fmt/format.h>

#include "probe/discovery/calls.h"

namespace vnetprobe {
namespace {

std::string request(const CallRow& row) {
  const bool absolute = row.url.starts_with("http");
  return fmt::format("GET {}{}: {}", absolute ? "" : "https://management.azure.com", row.url, row.gives);
}

std::string role_definition() {
  std::string actions;
  for (const CallRow& row : discovery_calls())
    if (!row.action.empty()) actions += fmt::format("{}\"{}\"", actions.empty() ? "" : ",", row.action);
  return fmt::format(
      "az role definition create --role-definition '{{\"Name\":\"vnetprobe discovery\",\"Actions\":[{}],"
      "\"AssignableScopes\":[\"/subscriptions/<subscription-id>\"]}}'",
      actions);
}

}  // namespace

Explanation explain_discovery() {
  Explanation out{
      .word = "discovery", .kind = "command", .title = "what a run with neither plan nor names asks"};
  out.sections.push_back(
      {"What it does",
       {"Instance metadata says where this machine is. With a token of the machine's managed identity, Azure "
        "Resource Manager says what is private in its virtual network. Nothing is changed; the answers are "
        "read as --from-az reads what az prints. What could not be learnt is said, with the line of az that "
        "prints it."},
       {},
       {}});
  Explanation::Section calls{.heading = "What is asked"};
  Explanation::Section rights{.heading = "The least role",
                              .paragraphs = {"Reader on the subscription is enough. The least is a role with "
                                             "these rights on it, and on the resource groups of private "
                                             "zones that are kept in another subscription:"}};
  for (const CallRow& row : discovery_calls()) {
    calls.items.emplace_back(row.what, request(row));
    if (!row.action.empty()) rights.items.emplace_back(row.action, row.what);
  }
  rights.remedies = {{"az",
                      "az role assignment create --assignee <principal-id> --role Reader --scope "
                      "/subscriptions/<subscription-id>"},
                     {"az", role_definition()}};
  out.sections.push_back(std::move(calls));
  out.sections.push_back(std::move(rights));
  std::string lines;
  for (const std::string& each : az_lines({})) lines += (lines.empty() ? "" : "\n") + each;
  out.sections.push_back({"Without an identity",
                          {"The same from anywhere that az is signed in, with Bash:"},
                          {},
                          {{"az", lines}}});
  return out;
}

}  // namespace vnetprobe
