#include "probe/sweep/names_file.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace vnetprobe {
namespace {

TEST_CASE("a line is a name, with the addresses that are expected") {
  struct Row {
    std::string line, name;
    std::vector<std::string> addresses;
  };
  for (const Row& row : std::vector<Row>{
           {"mystorage01.blob.core.windows.net", "mystorage01.blob.core.windows.net", {}},
           {"MyStorage01.blob.core.windows.net.", "mystorage01.blob.core.windows.net", {}},
           {"  mystorage01.blob.core.windows.net , 10.1.3.5 \r",
            "mystorage01.blob.core.windows.net",
            {"10.1.3.5"}},
           {"a.blob.core.windows.net,10.1.3.5,fd00::5", "a.blob.core.windows.net", {"10.1.3.5", "fd00::5"}},
           {"a.blob.core.windows.net,", "a.blob.core.windows.net", {}},
           {"\xEF\xBB\xBF"
            "a.blob.core.windows.net",
            "a.blob.core.windows.net",
            {}},
       }) {
    CAPTURE(row.line);
    const NameLine read = read_name_line(row.line);
    const NameArgument* named = std::get_if<NameArgument>(&read);
    REQUIRE(named != nullptr);
    CHECK(named->endpoint.fqdn == row.name);
    CHECK(named->kind.service == Service::blob);
    CHECK(named->kind.public_name == row.name);
    std::vector<std::string> addresses;
    for (const IpAddress& each : named->endpoint.ip) addresses.push_back(each.to_string());
    CHECK(addresses == row.addresses);
  }
}

TEST_CASE("blank lines and comments say nothing") {
  for (const char* line : {"", "  ", "\t\r", "# a.blob.core.windows.net", "  # x", "\xEF\xBB\xBF"})
    CHECK(std::holds_alternative<std::monostate>(read_name_line(line)));
}

TEST_CASE("a mistake is named at its column") {
  struct Row {
    std::string line;
    int column;
  };
  for (const Row& row : std::vector<Row>{{"two words", 1},
                                         {"  two words", 3},
                                         {",10.1.3.5", 1},
                                         {"a.blob.core.windows.net,10.1.3", 25},
                                         {"a.blob.core.windows.net, 10.1.3.5, ten", 36},
                                         {"localhost", 1}}) {
    CAPTURE(row.line);
    const NameLine read = read_name_line(row.line);
    const NameLineError* wrong = std::get_if<NameLineError>(&read);
    REQUIRE(wrong != nullptr);
    CHECK(wrong->column == row.column);
    CHECK_FALSE(wrong->what.empty());
  }
}

TEST_CASE("a signature in a pasted URL is never repeated") {
  for (const char* line :
       {"https://a b/c?sig=S3CRET", "kv1.vault.azure.net,https://kv1.vault.azure.net/c?sig=S3CRET",
        "kv1.vault.azure.net,10.1.3.5?sig=S3CRET", "kv1.vault.azure.net,,sig=S3CRET"}) {
    CAPTURE(line);
    const NameLine read = read_name_line(line);
    const NameLineError* wrong = std::get_if<NameLineError>(&read);
    REQUIRE(wrong != nullptr);
    CHECK(wrong->what.find("S3CRET") == std::string::npos);
  }
}

TEST_CASE("a mistake is shown without what a terminal obeys") {
  const NameLine read = read_name_line("kv1.vault.azure.net,\x1b[31m10.1\xff");
  const NameLineError* wrong = std::get_if<NameLineError>(&read);
  REQUIRE(wrong != nullptr);
  CHECK(wrong->what == "`?[31m10.1?` is no IP address; a line is `name` or `name,address`");
}

}  // namespace
}  // namespace vnetprobe
