// What happens when there is no memory left.
#pragma once

namespace vnetprobe {

// Ends the process with 3 and a line on standard error, without a byte more of memory: no report says what
// was not seen for want of it. It is what malloc() of this program comes to instead of a null pointer.
[[noreturn]] void end_out_of_memory() noexcept;

}  // namespace vnetprobe
