// Pages, links to the next one, and errors of Azure Resource Manager.
#include "probe/discovery/arm_page.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <string>

namespace vnetprobe {

TEST_CASE("a page is an object with a list, and what is none is said") {
  const ArmPage page = read_arm_page(
      R"({"value":[{"id":"\/subscriptions\/s"},{"id":"b"}],"nextLink":"https://management.azure.com/x?$skiptoken=1"})");
  CHECK(page.problem.empty());
  CHECK(page.items.size() == 2);
  CHECK(page.next == "https://management.azure.com/x?$skiptoken=1");
  CHECK(read_arm_page(R"({"value":[]})").problem.empty());
  CHECK(read_arm_page(R"({"value":[],"nextLink":null})").next.empty());
  for (const char* wrong :
       {"", "[]", "{}", R"({"value":{}})", "<html>", R"({"value":[])", R"({"value":null})"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_arm_page(wrong).problem.empty());
  }
  CHECK_FALSE(read_arm_page(std::string(100000, '[')).problem.empty());
}

TEST_CASE("a token follows a link to the host that it was asked for and to no other") {
  const std::string host = "management.azure.com";
  struct Row {
    const char* link;
    const char* path;  // null: not followed
  };
  constexpr Row kRows[] = {
      {"https://management.azure.com/subscriptions/s?api-version=1&$skiptoken=a%3d",
       "/subscriptions/s?api-version=1&$skiptoken=a%3d"},
      {"https://Management.Azure.com:443/a", "/a"},
      {"https://management.azure.com/a#b", "/a"},
      {"http://management.azure.com/a", nullptr},
      {"https://management.azure.com:444/a", nullptr},
      {"https://management.azure.com.evil.example/a", nullptr},
      {"https://evil.example/management.azure.com", nullptr},
      {"https://management.azure.com@evil.example/a", nullptr},
      {"https://evil.example#@management.azure.com/", nullptr},
      {"https://management.azure.com\\@evil.example/a", nullptr},
      {"https://management.azure.com", nullptr},
      {"https://management.azure.com?a", nullptr},
      {"https://management.azure.com/a b", nullptr},
      {"https://management.azure.com/a\r\nHost: evil.example", nullptr},
      {"//management.azure.com/a", nullptr},
      {"/subscriptions/s", nullptr},
      {"", nullptr},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.link);
    const auto path = arm_link_path(row.link, host);
    CHECK(path.has_value() == (row.path != nullptr));
    if (path && row.path != nullptr) CHECK(*path == row.path);
  }
}

TEST_CASE("an error is one line of the server's words, cut short") {
  CHECK(arm_error(R"({"error":{"code":"AuthorizationFailed","message":"The client\r\nhas no right"}})") ==
        "AuthorizationFailed: The client  has no right");
  CHECK(arm_error(R"({"error":{"code":"X"}})") == "X");
  CHECK(arm_error(R"({"error":"invalid_request"})").empty());
  CHECK(arm_error("<html>").empty());
  CHECK(arm_error(R"({"error":{"code":"X","message":"\u001b[2J"}})") == "X");
  const std::string longest =
      arm_error(R"({"error":{"code":"X","message":")" + std::string(500, 'a') + "\"}}");
  CHECK(longest.size() < 420);
  CHECK(longest.ends_with("…"));
  // Not within a letter of two bytes.
  const std::string letters = arm_error(R"({"error":{"code":"","message":"a)" + [] {
    std::string text;
    for (int i = 0; i < 300; ++i) text += "ü";
    return text;
  }() + "\"}}");
  CHECK(letters.ends_with("ü…"));
}

TEST_CASE("Retry-After in seconds; a date or nonsense is not waited for") {
  CHECK(retry_after_s("17") == 17);
  for (const char* other :
       {"", "0", "-1", "soon", "17s", "Fri, 31 Dec 1999 23:59:59 GMT", "99999999999999"}) {
    CAPTURE(other);
    CHECK(retry_after_s(other) == 0);
  }
}

}  // namespace vnetprobe
