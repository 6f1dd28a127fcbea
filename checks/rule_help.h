// Small things that several rules say in the same way.
#pragma once

#include "checks/diagnosis.h"

namespace vnetprobe {

// The required views that led to this address of the target are named in the finding.
void add_views_of(Diagnosis& desk, Finding& finding, std::size_t target, const IpAddress& address);

// Some view, a reference too, was shown the privatelink alias: the resource has a private endpoint,
// whatever another view's chain looks like.
bool alias_is_known(const Case& run, std::size_t target);

// Every one of these views is of a resolver that was found unusable; that finding then explains the
// check too.
bool explained_by_resolvers(Diagnosis& desk, const std::vector<std::size_t>& views,
                            const std::string& check_id);

}  // namespace vnetprobe
