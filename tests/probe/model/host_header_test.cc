#include "probe/model/host_header.h"

#include <doctest/doctest.h>

namespace vnetprobe {

TEST_CASE("a Host header that names this machine, and one that need not") {
  const struct {
    const char* header;
    bool is_ours;
  } rows[] = {
      {"", true},
      {"127.0.0.1", true},
      {"127.0.0.1:9925", true},
      {"10.1.0.10:80", true},
      {"[::1]", true},
      {"[::1]:9925", true},
      {"localhost", true},
      {"LocalHost:9925", true},
      {"localhost.:9925", true},
      {"vm-sql-01", true},
      {"VM-SQL-01:9925", true},
      {"vm-sql-01.", true},
      {"evil.example", false},
      {"evil.example:9925", false},
      {"127.0.0.1.evil.example", false},
      {"localhost.evil.example", false},
      {"vm-sql-01.evil.example", false},
      {"vm-sql-0", false},
      {"evil.example:127.0.0.1", false},
      {"[::1", false},
      {"[evil.example]", false},
      {"[127.0.0.1]", false},
      {":9925", false},
      {".", false},
      {"127.1", false},
      {"evil.example, localhost", false},
      {"localhost@evil.example", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.header);
    CHECK(names_this_machine(row.header, "vm-sql-01") == row.is_ours);
  }
  CHECK_FALSE(names_this_machine(":9925", ""));
  CHECK_FALSE(names_this_machine("evil.example", ""));
}

}  // namespace vnetprobe
