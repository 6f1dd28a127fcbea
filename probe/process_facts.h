// What the kernel says of this process: what Prometheus' client libraries tell of theirs.
#pragma once

#include <cstdint>

namespace vnetprobe {

struct ProcessFacts {
  double started = 0;  // since 1970
  double cpu_seconds = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_descriptors = 0;
  std::uint64_t threads = 0;
};

// Zeros where /proc does not tell.
ProcessFacts process_facts();

}  // namespace vnetprobe
