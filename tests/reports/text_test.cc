#include "reports/text.h"

#include <doctest/doctest.h>

#include "reports/page.h"
#include "reports/utf8.h"

namespace vnetprobe {

TEST_CASE("clean text shows what would have driven the terminal") {
  struct {
    std::string text;
    std::string clean;
  } rows[] = {
      {"plain", "plain"},
      {"two\nlines\tand more", "two lines and more"},
      {"\x1b[31m", "\\x1b[31m"},
      {std::string("a\0b", 3), "a\\x00b"},
      {"\xc2\x9b[1m", "\\x9b[1m"},
      {"\x7f", "\\x7f"},
      {"a\xe2\x80\xae"
       "b",
       "a\\u202eb"},
      {"a\xff"
       "b",
       "a\xef\xbf\xbd"
       "b"},
      {"\xc3\xa9", "\xc3\xa9"},
  };
  for (const auto& row : rows) CHECK(clean(row.text) == row.clean);
  CHECK(clean(std::string(100, 'x'), 10) == "xxxxxxxxxx... (100 bytes in all)");
}

TEST_CASE("columns are what a terminal takes") {
  CHECK(columns("abc") == 3);
  CHECK(columns("\xc3\xa9") == 1);
  CHECK(columns("e\xcc\x81") == 1);
  CHECK(columns("\xe4\xb8\xad\xe6\x96\x87") == 4);
  CHECK(chop("\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", 4) ==
        std::vector<std::string>{"\xe4\xb8\xad\xe6\x96\x87", "\xe5\xad\x97"});
  CHECK(chop("abc", 0) == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("UTF-8 is what RFC 3629 says it is") {
  CHECK(decode_utf8("\xf4\x8f\xbf\xbf", 0).value == 0x10ffff);
  CHECK_FALSE(decode_utf8("\xf4\x90\x80\x80", 0).valid);
  CHECK_FALSE(decode_utf8("\xe0\x80\x80", 0).valid);
  CHECK_FALSE(decode_utf8("\xf0\x80\x80\x80", 0).valid);
  CHECK_FALSE(decode_utf8("\x80", 0).valid);
  CHECK(decode_utf8("\xe2\x28\xa1", 0).length == 1);
}

TEST_CASE("prose wraps between words, and moves a long name left before it lets it out") {
  const std::string name = "1132794570626989392-ab-pod01-wbcm1.privatelink.we.backup.windowsazure.com";
  Page page({.width = 80});
  page.prose({{"  seen: "}}, "the name " + name + " is unknown", 8);
  CHECK(std::move(page).take() == "  seen: the name\n       " + name + "\n        is unknown\n");
}

TEST_CASE("no line of a page is a command to the runner that prints it into its log") {
  // The words that wrapping puts at the beginning of a line, and those of a line of its own.
  Page page({.width = 60});
  page.prose({{"  seen: "}}, std::string(45, 'x') + " ::error::yours ##vso[task.complete]done ::1", 8);
  page.line({{"  ::warning file=x::y", Ink::bad}});
  page.line({{"::add-mask::x ##[error]"}});
  CHECK(std::move(page).take() == "  seen: " + std::string(45, 'x') +
                                      "\n        \\x3a:error::yours \\x23#vso[task.complete]done ::1\n"
                                      "  \\x3a:warning file=x::y\n\\x3a:add-mask::x \\x23#[error]\n");
}

TEST_CASE("a word that is no name and wider than the page is cut") {
  Page page({.width = 60});
  page.prose({}, std::string(100, '!'), 4);
  CHECK(std::move(page).take() == "    " + std::string(56, '!') + "\n    " + std::string(44, '!') + "\n");
}

TEST_CASE("only the page itself puts escape codes on the page") {
  Page plain({.color = false});
  plain.line({{"\x1b[31mred", Ink::bad}});
  CHECK(std::move(plain).take() == "\\x1b[31mred\n");
  Page colored({.color = true});
  colored.line({{"\x1b[31mred", Ink::good}});
  CHECK(std::move(colored).take() == "\x1b[32m\\x1b[31mred\x1b[0m\n");
}

TEST_CASE("gaps do not add up") {
  Page page({});
  page.gap();
  page.line({{"a"}});
  page.gap();
  page.gap();
  page.line({{"b"}});
  CHECK(std::move(page).take() == "a\n\nb\n");
}

}  // namespace vnetprobe
