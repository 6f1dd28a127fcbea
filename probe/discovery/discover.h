// Discovery: with neither plan nor names, instance metadata and Azure Resource Manager are asked what is
// private in this machine's virtual network (contract 2.4, azure-facts 9.3). Reads, and changes nothing.
// What ARM said is handed over as it came, to the reader of az's output.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "probe/discovery/calls.h"
#include "probe/model/discovery.h"
#include "probe/net/toolbox.h"
#include "probe/plan/parse.h"

namespace vnetprobe {

struct DiscoveryOptions {
  NetOptions net{};
  std::string proxy{};     // to ARM and Entra ID; instance metadata always goes direct
  std::string no_proxy{};  // names that go past it
  std::chrono::milliseconds limit{40000};
};

struct Discovered {
  Discovery facts{};
  Cloud cloud = Cloud::public_cloud;
  std::vector<PlanText> texts{};                       // lists of ARM, of this virtual network alone
  std::vector<std::string> endpoints_without_group{};  // ids: ARM lists no zone group of these
  AzPlace place{};
  bool interrupted = false;  // by a signal
  std::chrono::milliseconds spent{};
};

Discovered discover(const DiscoveryOptions& options);

}  // namespace vnetprobe
