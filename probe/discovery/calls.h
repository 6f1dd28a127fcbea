// Every request that discovery makes, with the right that it needs and the line of az that prints the
// same. `explain discovery`, the requests themselves and what is said of gaps are made of this one
// table, so none of them can leave anything out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/plan.h"

namespace vnetprobe {

enum class Call {
  instance,
  token,
  subscriptions,
  interfaces,
  networks,
  endpoints,
  zone_groups,
  links,
  vaults,
  accounts,
  key_vaults,
  instances,
};

struct CallRow {
  Call call = Call::instance;
  std::string_view what{};    // as reports and hints call it
  std::string_view url{};     // with <placeholders>; a path is one of ARM's
  std::string_view action{};  // the least right; "" where none is needed
  std::string_view gives{};   // what it is asked for
};

std::span<const CallRow> discovery_calls();
const CallRow& call_row(Call call);

// "/subscriptions/ID/providers/…?api-version=…": the row's path with its one placeholder filled in.
std::string arm_path(Call call, std::string_view value);

// "management.azure.com", and what a token for it is asked for (azure-facts 3).
std::string_view arm_host(Cloud cloud);
std::string_view arm_audience(Cloud cloud);
// The cloud of instance metadata's azEnvironment, else of its region, else the public one.
Cloud cloud_of_instance(std::string_view environment, std::string_view location);

// What is known of the place, for lines of az; "" where it is not.
struct AzPlace {
  std::string subscription{};
  std::string vnet{};    // id
  std::string subnet{};  // "10.1.0.0/24"
};

struct AzLine {
  std::string file{};     // that it writes, "endpoints.json"
  std::string command{};  // without the redirection; "" where there is nothing to write
};

// The lines that print, in a Bash somewhere else, what discovery would have read; and the command that
// takes their output. Only names that can be no second command are filled in.
std::vector<std::string> az_lines(const AzPlace& place);
// The one line that prints what `call` would have; "" for instance metadata and tokens.
std::string az_line(Call call, const AzPlace& place);

}  // namespace vnetprobe
