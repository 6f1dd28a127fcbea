#include "probe/model/no_proxy.h"

#include <doctest/doctest.h>

namespace vnetprobe {

TEST_CASE("what no_proxy lists goes past the proxy, and what only looks like it does not") {
  struct Row {
    std::string_view story, no_proxy;
    bool past;
  };
  constexpr std::string_view kName = "mystorage01.blob.core.windows.net";
  const Row rows[] = {
      {"nothing", "", false},
      {"separators alone", ", \t,", false},
      {"everything", "*", true},
      {"the name", "mystorage01.blob.core.windows.net", true},
      {"another name", "other01.blob.core.windows.net", false},
      {"a name that ends as this one does", "storage01.blob.core.windows.net", false},
      {"a name under this one", "www.mystorage01.blob.core.windows.net", false},
      {"its domain", "core.windows.net", true},
      {"its domain with a dot", ".core.windows.net", true},
      {"its domain with an asterisk", "*.core.windows.net", true},
      {"an asterisk where it means nothing", "*core.windows.net", false},
      {"half of a label", "indows.net", false},
      {"in capitals", "Core.WINDOWS.net", true},
      {"a dot and nothing", ".", false},
      {"an asterisk, a dot and nothing", "*.", false},
      {"the port", "core.windows.net:443", true},
      {"another port", "core.windows.net:8443", false},
      {"no port where one is begun", "core.windows.net:", false},
      {"a port of every name", ":443", false},
      {"the second of a list", "localhost,core.windows.net", true},
      {"the last of a list with blanks", "localhost, 127.0.0.1\t.windows.net", true},
      {"none of a list", "localhost,127.0.0.1,.example.com", false},
      {"a comma at the end", "core.windows.net,", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(goes_past_proxy(row.no_proxy, kName, 443) == row.past);
  }
}

}  // namespace vnetprobe
