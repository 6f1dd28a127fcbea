// A report made of arbitrary bytes: one of the sample reports, with the fields that the bytes point at
// written anew. Fields are found by visit_fields, so one that is new in the model is reached the day it is
// added.
#pragma once

#include <cstddef>
#include <cstdint>

#include "probe/model/report.h"

namespace vnetprobe {

// Every reference to evidence is good, as in a report that was read from a file; nothing else is.
Report any_report(const std::uint8_t* data, std::size_t size);

}  // namespace vnetprobe
