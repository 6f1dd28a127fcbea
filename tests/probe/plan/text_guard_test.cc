#include "probe/plan/text_guard.h"

#include <doctest/doctest.h>

namespace vnetprobe {

TEST_CASE("text is UTF-8 as RFC 3629 has it, with no control characters in it") {
  struct Row {
    const char* story;
    std::string text;
    const char* fault;  // how it begins; "" where there is none
  };
  constexpr const char* kNoUtf8 = "bytes that are not UTF-8";
  const Row rows[] = {
      {"letters of one to four bytes", "a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80", ""},
      {"the last code point", "\xf4\x8f\xbf\xbf", ""},
      {"one past it", "\xf4\x90\x80\x80", kNoUtf8},
      {"a lead that is none", "\xf5\x80\x80\x80", kNoUtf8},
      {"a byte that continues nothing", "\x80", kNoUtf8},
      {"two bytes too long", "\xc1\xbf", kNoUtf8},
      {"three bytes too long", "\xe0\x9f\xbf", kNoUtf8},
      {"the first of three bytes", "\xe0\xa0\x80", ""},
      {"four bytes too long", "\xf0\x8f\xbf\xbf", kNoUtf8},
      {"the first of four bytes", "\xf0\x90\x80\x80", ""},
      {"the last before the surrogates", "\xed\x9f\xbf", ""},
      {"a surrogate", "\xed\xa0\x80", kNoUtf8},
      {"two bytes cut short", "\xc3", kNoUtf8},
      {"three bytes cut short", "\xe4\xb8", kNoUtf8},
      {"four bytes cut short", "\xf0\x9f\x98", kNoUtf8},
      {"a second byte that continues nothing", "\xe4(\xad", kNoUtf8},
      {"a third one", "\xe4\xb8(", kNoUtf8},
      {"a fourth one", "\xf0\x9f\x98(", kNoUtf8},
      {"blanks and line breaks", "a\tb\r\nc", ""},
      {"DEL", "\x7f", "a control character"},
      {"the last of C1", "\xc2\x9f", "a control character"},
      {"the first behind C1", "\xc2\xa0", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const auto fault = find_non_text("ok\n " + row.text);
    const std::string what = fault ? fault->what : "";
    CHECK(what.starts_with(row.fault));
    CHECK(fault.has_value() == (row.fault[0] != '\0'));
    if (fault) CHECK(std::pair(fault->line, fault->column) == std::pair(2, 2));
  }
}

TEST_CASE("what would drive a terminal, or turn a line around, is shown as a question mark") {
  struct Row {
    std::string text, shown;
  };
  const Row rows[] = {
      {"a\x1b[31m", "a?[31m"},
      {"a\xff", "a?"},
      {"\xd8\x9c", "?"},                   // Arabic letter mark
      {"\xd8\x9b", "\xd8\x9b"},            // a semicolon beside it
      {"\xe2\x80\x8e\xe2\x80\x8f", "??"},  // left-to-right, right-to-left
      {"\xe2\x80\x8d", "\xe2\x80\x8d"},    // a joiner before them
      {"\xe2\x80\xaa\xe2\x80\xae", "??"},  // embeddings and overrides
      {"\xe2\x80\xa9", "\xe2\x80\xa9"},    // before
      {"\xe2\x80\xaf", "\xe2\x80\xaf"},    // and behind
      {"\xe2\x81\xa6\xe2\x81\xa9", "??"},  // isolates
      {"\xe2\x81\xa5\xe2\x81\xaa", "\xe2\x81\xa5\xe2\x81\xaa"},
      {"\xe2\x82\xac", "\xe2\x82\xac"},  // the euro sign
  };
  for (const Row& row : rows) {
    CAPTURE(row.shown);
    CHECK(without_controls(row.text) == row.shown);
  }
}

TEST_CASE("long text is cut between its characters") {
  CHECK(shown(std::string(60, 'x')) == "`" + std::string(60, 'x') + "`");
  CHECK(shown(std::string(61, 'x')) == "`" + std::string(60, 'x') + "\xe2\x80\xa6`");
  CHECK(shown(std::string(59, 'x') + "\xf0\x9f\x98\x80") == "`" + std::string(59, 'x') + "\xe2\x80\xa6`");
}

}  // namespace vnetprobe
