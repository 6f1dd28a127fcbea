#include "probe/dns/name.h"

#include <doctest/doctest.h>
#include <vector>

namespace vnetprobe {
namespace {

TEST_CASE("names that people write become one form") {
  CHECK(canonical_name("MyStorage01.Blob.Core.Windows.NET.") == "mystorage01.blob.core.windows.net");
  CHECK(canonical_name("") == "");
  CHECK(canonical_name(".") == "");
}

TEST_CASE("is_canonical, wherever in it the odd letter stands") {
  const std::string plain = "a0-_.[{@`\x80\xC1\xDA\xFFz";
  CHECK(is_canonical(plain));
  CHECK(is_canonical(""));
  CHECK_FALSE(is_canonical(plain + "."));
  for (std::size_t at = 0; at < plain.size(); ++at)
    for (const char letter : {'A', 'M', 'Z'}) {
      std::string odd = plain;
      odd[at] = letter;
      CHECK_FALSE(is_canonical(odd));
    }
}

TEST_CASE("is_host_name") {
  struct Row {
    const char* story;
    std::string name;
    bool right;
  };
  const Row rows[] = {
      {"a storage account", "mystorage01.blob.core.windows.net", true},
      {"a label of digits and hyphens", "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com", true},
      {"an underscore", "_ldap._tcp.corp.example", true},
      {"one label", "localhost", true},
      {"the root", "", false},
      {"an empty label", "a..b", false},
      {"a leading dot", ".a", false},
      {"a final dot is no part of it", "a.", false},
      {"a hyphen in front", "-a.example", false},
      {"a hyphen behind", "a-.example", false},
      {"a wildcard", "*.example", false},
      {"a blank", "a b.example", false},
      {"a label of 63", std::string(63, 'a') + ".example", true},
      {"a label of 64", std::string(64, 'a') + ".example", false},
      {"254 in all",
       std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + "." +
           std::string(62, 'd'),
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(is_host_name(row.name) == row.right);
  }
}

TEST_CASE("is_under and relative_to") {
  struct Row {
    const char* story;
    const char* name;
    const char* zone;
    std::optional<std::string_view> relative;
  };
  const Row rows[] = {
      {"below", "a.b.example.org", "example.org", "a.b"},
      {"the zone itself", "example.org", "example.org", ""},
      {"another zone with the same end", "myexample.org", "example.org", std::nullopt},
      {"above", "org", "example.org", std::nullopt},
      {"everything is under the root", "a.org", "", "a.org"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(relative_to(row.name, row.zone) == row.relative);
    CHECK(is_under(row.name, row.zone) == row.relative.has_value());
  }
  CHECK(parent_of("www.example.org") == "example.org");
  CHECK(parent_of("org") == "");
}

TEST_CASE("name_to_wire") {
  using Wire = std::vector<std::uint8_t>;
  CHECK(name_to_wire("ab.c") == Wire{2, 'a', 'b', 1, 'c', 0});
  CHECK(name_to_wire("ab.c.") == Wire{2, 'a', 'b', 1, 'c', 0});
  CHECK(name_to_wire("") == Wire{0});
  CHECK(name_to_wire(R"(a\046b)") == Wire{3, 'a', '.', 'b', 0});
  for (const char* wrong : {"a..b", ".a", "a..", R"(a\04)", R"(a\999)", R"(a\b)"}) {
    CAPTURE(wrong);
    CHECK_FALSE(name_to_wire(wrong));
  }
  CHECK_FALSE(name_to_wire(std::string(64, 'a')));
  std::string longest = std::string(63, 'a') + "." + std::string(63, 'a') + "." + std::string(63, 'a') + "." +
                        std::string(61, 'a');
  CHECK(name_to_wire(longest).value().size() == 255);
  CHECK_FALSE(name_to_wire(longest + "a"));
}

struct WireName {
  std::string text{};
  std::size_t end = 0;
};

// Behind a text that is there already, which stays.
std::optional<WireName> read_name(std::span<const std::uint8_t> message, std::size_t offset,
                                  std::string_view asked = {}) {
  const std::string before = "before ";
  std::string text = before;
  const auto end = append_name(text, message, offset, asked);
  CHECK(text.starts_with(before));
  if (end) return WireName{.text = text.substr(before.size()), .end = *end};
  CHECK(text == before);
  return std::nullopt;
}

TEST_CASE("append_name") {
  struct Row {
    const char* story;
    std::vector<std::uint8_t> bytes;
    std::size_t offset;
    std::optional<std::string> text;
    std::size_t end;
  };
  const Row rows[] = {
      {"the root", {0}, 0, "", 1},
      {"upper case", {2, 'A', 'b', 0}, 0, "ab", 4},
      {"bytes outside LDH", {4, 'a', '.', 0x1B, '<', 0}, 0, R"(a\046\027\060)", 6},
      {"a backslash", {1, '\\', 0}, 0, R"(\092)", 3},
      {"an underscore and a star stay", {2, '_', '*', 0}, 0, "_*", 4},
      {"a pointer back", {1, 'a', 0, 1, 'b', 0xC0, 0}, 3, "b.a", 7},
      {"a pointer to a pointer", {1, 'a', 0, 0xC0, 0, 0xC0, 3}, 5, "a", 7},
      {"a pointer to itself", {0xC0, 0}, 0, std::nullopt, 0},
      {"two names that point at each other", {1, 'a', 0xC0, 4, 1, 'b', 0xC0, 0}, 4, std::nullopt, 0},
      {"a pointer into its own labels", {1, 'a', 0xC0, 0}, 0, std::nullopt, 0},
      {"a pointer forward", {0xC0, 2, 0}, 0, std::nullopt, 0},
      {"a pointer past the end", {0, 0xC0, 9}, 1, std::nullopt, 0},
      {"half a pointer", {0, 0xC0}, 1, std::nullopt, 0},
      {"a reserved label type", {0x41, 'a', 0}, 0, std::nullopt, 0},
      {"a label that is cut", {3, 'a', 'b'}, 0, std::nullopt, 0},
      {"no final zero", {1, 'a'}, 0, std::nullopt, 0},
      {"begins past the end", {0}, 1, std::nullopt, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const auto name = read_name(row.bytes, row.offset);
    REQUIRE(name.has_value() == row.text.has_value());
    if (!name) continue;
    CHECK(name->text == *row.text);
    CHECK(name->end == row.end);
  }
}

TEST_CASE("what ends in the name that was asked reads as letter by letter") {
  const std::string longest = std::string(63, 'x') + "." + std::string(63, 'y') + "." + std::string(63, 'z') +
                              "." + std::string(61, 'w');
  for (const std::string& asked : {std::string("a.bc.blob.example"), std::string("a"), longest}) {
    std::vector<std::uint8_t> message(kQuestionAt, 1);  // labels of one byte each, for who points at them
    const auto wire = name_to_wire(asked).value();
    message.insert(message.end(), wire.begin(), wire.end());
    for (const std::vector<std::uint8_t>& before : std::vector<std::vector<std::uint8_t>>{
             {}, {1, 'q'}, {3, 'A', '.', 'c'}, {3, 'x', 'x', 'x', 2, 'y', 'y'}})
      for (std::size_t target = 0; target < message.size() + 4; ++target) {
        CAPTURE(asked);
        CAPTURE(target);
        std::vector<std::uint8_t> all = message;
        all.insert(all.end(), before.begin(), before.end());
        all.push_back(static_cast<std::uint8_t>(0xC0 | target >> 8));
        all.push_back(static_cast<std::uint8_t>(target & 0xFF));
        const auto slow = read_name(all, message.size());
        const auto quick = read_name(all, message.size(), asked);
        REQUIRE(slow.has_value() == quick.has_value());
        if (!slow) continue;
        CHECK(quick->text == slow->text);
        CHECK(quick->end == slow->end);
      }
  }
}

TEST_CASE("a name of more than 255 bytes is none, by labels or by pointers") {
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 128; ++i) labels.insert(labels.end(), {1, 'a'});
  labels.push_back(0);
  CHECK_FALSE(read_name(labels, 0));  // 257 bytes
  CHECK(read_name(labels, 2));        // 255

  // A staircase of pointers, each to the one before: legal to write, bounded to read.
  std::vector<std::uint8_t> stairs = {0, 0};
  for (unsigned at = 0; at < 4000; at += 2) {
    stairs.push_back(static_cast<std::uint8_t>(0xC0 | at >> 8));
    stairs.push_back(static_cast<std::uint8_t>(at & 0xFF));
  }
  CHECK(read_name(stairs, 2 + 2 * 100));
  CHECK_FALSE(read_name(stairs, stairs.size() - 2));
}

}  // namespace
}  // namespace vnetprobe
