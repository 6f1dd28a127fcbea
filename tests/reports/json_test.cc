#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>
#include <limits>

#include "reports/formats.h"
#include "reports/json_writer.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

namespace json = boost::json;

namespace {

std::string written(const std::string& text) {
  JsonWriter writer;
  writer.string(text);
  std::string out = std::move(writer).take();
  out.pop_back();
  return out;
}

std::string written(double millis) {
  JsonWriter writer;
  writer.millis(Millis(millis));
  std::string out = std::move(writer).take();
  out.pop_back();
  return out;
}

}  // namespace

TEST_CASE("strings are valid JSON whatever they hold") {
  struct {
    const char* story;
    std::string text;
    std::string written;
  } rows[] = {
      {"plain text stays", "mystorage01", "\"mystorage01\""},
      {"quotes and backslashes", "a\"b\\c", "\"a\\\"b\\\\c\""},
      {"line breaks and tabs have short forms", "\n\r\t", "\"\\n\\r\\t\""},
      {"NUL", std::string(1, '\0'), "\"\\u0000\""},
      {"escape", "\x1b[31m", "\"\\u001b[31m\""},
      {"DEL, and C1's own ESC [", "\x7f\xc2\x9b", "\"\\u007f\\u009b\""},
      {"override of direction", "\xe2\x80\xae", "\"\\u202e\""},
      {"a tag beyond the BMP is a surrogate pair", "\xf3\xa0\x80\xa1", "\"\\udb40\\udc21\""},
      {"other languages stay", "\xc3\xa9\xe4\xb8\xad", "\"\xc3\xa9\xe4\xb8\xad\""},
      {"a command of a pipeline", "##vso[x] # ###", "\"#\\u0023vso[x] # #\\u0023\\u0023\""},
      {"a stray byte", "a\xff", "\"a\xef\xbf\xbd\""},
      {"a sequence cut short", "\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
      {"a surrogate in UTF-8", "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"an overlong slash", "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(written(row.text) == row.written);
  }
}

TEST_CASE("milliseconds have one decimal and are always numbers") {
  CHECK(written(84.23) == "84.2");
  CHECK(written(21) == "21.0");
  CHECK(written(0.05) == "0.1");
  CHECK(written(-0.01) == "0.0");
  CHECK(written(-1.5) == "-1.5");
  CHECK(written(std::numeric_limits<double>::infinity()) == "0.0");
  CHECK(written(std::numeric_limits<double>::quiet_NaN()) == "0.0");
}

TEST_CASE("the top level has the contract's keys in the contract's order") {
  const json::value report = json::parse(render_json(sample_report("zone-not-linked"), {}));
  std::string keys;
  for (const auto& [key, value] : report.as_object()) keys += std::string(key) + " ";
  CHECK(keys == "schema tool run plan verdict not_proved summary findings checks ");
  CHECK(report.at("schema").as_string() == "vnetprobe/report/v1");
  CHECK(report.at("tool").at("name").as_string() == "vnetprobe");
  CHECK(report.at("run").at("duration_ms").as_double() == 84.2);
  CHECK(report.at("verdict").as_string() == "fail");
}

TEST_CASE("a check has null for what it has not") {
  const json::value report = json::parse(render_json(sample_report("zone-not-linked"), {}));
  const json::value& zone = report.at("checks").at(0);
  CHECK(zone.at("view").as_string() == "azure");
  CHECK(zone.at("address").is_null());
  CHECK(zone.at("because").is_null());
  const json::value& last = report.at("checks").as_array().back();
  CHECK(last.at("kind").as_string() == "backup.records");
  CHECK(last.at("view").is_null());
  CHECK(last.at("because").is_string());
  CHECK(last.at("evidence").as_object().empty());
}

TEST_CASE("each check carries its own part of a shared connection, and no other") {
  const json::value report = json::parse(render_json(sample_report("healthy"), {}));
  std::size_t seen = 0;
  for (const json::value& check : report.at("checks").as_array()) {
    const json::object& evidence = check.at("evidence").as_object();
    if (!evidence.contains("contacts")) continue;
    const std::string kind(check.at("kind").as_string());
    const json::object& contact = evidence.at("contacts").at(0).as_object();
    const bool all = kind == "public.refused";
    CAPTURE(kind);
    CHECK(contact.contains("target"));
    CHECK(contact.contains("address"));
    CHECK(contact.contains("connect") == (all || kind == "net.connect"));
    CHECK(contact.contains("tls") == (all || kind == "tls.handshake"));
    CHECK(contact.contains("http") == (all || kind == "service.answer"));
    ++seen;
  }
  CHECK(seen == 18 * 3 + 1);
}

TEST_CASE("evidence that no check rests on is kept with the run") {
  const Report& healthy = sample_report("healthy");
  const json::value report = json::parse(render_json(healthy, {}));
  const json::array& questions = report.at("run").at("unattached").at("questions").as_array();
  REQUIRE(questions.size() == 2);
  CHECK(questions[0].at("purpose").as_string() == "control");
  CHECK_FALSE(report.at("run").at("unattached").as_object().contains("contacts"));

  Report with_loose_parts = healthy;
  for (Result& check : with_loose_parts.checks)
    if (check.kind == "service.answer") check.evidence = {};
  with_loose_parts.evidence.contacts.push_back({.target = "never tried"});
  const json::value loose = json::parse(render_json(with_loose_parts, {}));
  const json::array& contacts = loose.at("run").at("unattached").at("contacts").as_array();
  REQUIRE(contacts.size() == 18 + 1);
  CHECK(contacts[0].as_object().contains("http"));
  CHECK_FALSE(contacts[0].as_object().contains("connect"));
  CHECK(contacts[18].at("target").as_string() == "never tried");
}

TEST_CASE("references to evidence that is not there are left out") {
  Report report;
  report.checks.push_back({.id = "a"});
  report.checks[0].evidence = {.questions = {7}, .lookups = {0}, .contacts = {{3, ContactPart::all}}};
  const json::value read = json::parse(render_json(report, {}));
  CHECK(read.at("checks").at(0).at("evidence").as_object().empty());
}

TEST_CASE("hostile text makes valid JSON, and comes back as it was where it is UTF-8") {
  for (const std::string& text : hostile_strings()) {
    CAPTURE(text.substr(0, 40));
    const std::string out = render_json(hostile_report(text), {});
    const bool driving = std::ranges::any_of(
        out, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; });
    CHECK_FALSE(driving);
    const json::value report = json::parse(out);
    if (text.find("not UTF-8") == std::string::npos)
      CHECK(report.at("findings").at(0).at("because").as_string() == std::string_view(text));
  }
}

TEST_CASE("of a fact that comes twice the first is written") {
  Report report;
  report.checks.push_back({.id = "a", .facts = {{"zone", "one"}, {"zone", "two"}}});
  const json::value read = json::parse(render_json(report, {}));
  CHECK(read.at("checks").at(0).at("facts").at("zone").as_string() == "one");
}

TEST_CASE("exit codes follow the verdict") {
  Report report;
  report.verdict = Verdict::pass;
  CHECK(exit_code(report) == 0);
  report.verdict = Verdict::fail;
  CHECK(exit_code(report) == 1);
  report.verdict = Verdict::undecided;
  CHECK(exit_code(report) == 3);
}

TEST_CASE("formats are found by name") {
  REQUIRE(formats().size() >= 2);
  CHECK(formats()[0].name == "human");
  CHECK(formats()[1].name == "json");
  for (const Format& format : formats()) CHECK_FALSE(format.render(sample_report("healthy"), {}).empty());
}

}  // namespace vnetprobe
