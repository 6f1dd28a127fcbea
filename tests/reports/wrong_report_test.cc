// A report with something at every place, and then one place after the other wrong. It is filled by the same
// visit_fields that the reader walks, so a member that is new in the model is tested the day it is added.
#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <functional>
#include <set>

#include "reports/formats.h"
#include "reports/read_report.h"
#include "reports/report_fields.h"
#include "tests/reports/every_string.h"

namespace vnetprobe {

namespace {

namespace json = boost::json;

Report with_everything() {
  const std::string text = "text";
  Report report;
  write_every_string(report.run, text);
  write_every_string(report.run.merged, text);
  write_every_string(report.plan, text);
  write_every_string(report.judgement, text);
  write_every_string(report.findings, text);
  write_every_string(report.checks, text);
  write_every_string(report.not_proved, text);
  write_every_string_of(report.evidence, text);
  auto& [questions, lookups, contacts, host, az, discovery, identity] = report.evidence;
  discovery.asked = true;
  report.tool_version = text;
  // A server has a port, and its text cannot be read back without.
  const auto server = SocketAddress::parse("10.1.0.53", 53);
  report.plan.resolvers.front().address = report.plan.public_resolver = server;
  questions.front().server = *server;
  // The same evidence once with a check, and once with none.
  questions.push_back(questions.front());
  lookups.push_back(lookups.front());
  contacts.push_back(contacts.front());
  contacts.back().port = 1;
  report.checks.front().evidence = {.questions = {0}, .lookups = {0}, .contacts = {{0, ContactPart::all}}};
  return report;
}

// Calls `visit(path, value)` for everything below `value`, each as it may be changed.
using Visit = std::function<void(const std::string& path, json::value& value)>;
void walk(json::value& value, const std::string& path, const Visit& visit) {
  if (!path.empty()) visit(path, value);
  if (json::object* object = value.if_object())
    for (auto& [name, each] : *object)
      walk(each, path.empty() ? std::string(name) : path + "." + std::string(name), visit);
  if (json::array* array = value.if_array())
    for (std::size_t i = 0; i < array->size(); ++i)
      walk((*array)[i], path + "[" + std::to_string(i) + "]", visit);
}

std::string error_of(const json::value& report) {
  const auto read = read_report(json::serialize(report));
  const auto* error = std::get_if<std::string>(&read);
  return error == nullptr ? "" : *error;
}

// Who wrote the report is not looked at.
bool is_read(const std::string& path) { return path != "tool.name"; }

json::value another_type(const json::value& value) {
  if (value.is_string()) return 7;
  return value.is_bool() ? json::value("true") : json::value(true);
}

}  // namespace

TEST_CASE("a report with everything is read back, byte for byte") {
  const std::string first = render_json(with_everything(), {});
  const auto read = read_report(first);
  REQUIRE(std::holds_alternative<Report>(read));
  CHECK(render_json(std::get<Report>(read), {}) == first);
}

TEST_CASE("a value of another type is told at its place, wherever it is") {
  json::value report = json::parse(render_json(with_everything(), {}));
  std::size_t places = 0;
  walk(report, "", [&](const std::string& path, json::value& value) {
    if (!is_read(path)) return;
    const json::value was = value;
    value = another_type(was);
    const std::string error = error_of(report);
    value = was;
    ++places;
    CAPTURE(path);
    CAPTURE(error);
    CHECK(error.starts_with(path + ": expected "));
  });
  CHECK(places > 300);
}

TEST_CASE("a word is kept as it is where any may stand, and told where only some may") {
  json::value report = json::parse(render_json(with_everything(), {}));
  const std::string odd = "no such word";
  walk(report, "", [&](const std::string& path, json::value& value) {
    if (!is_read(path) || !value.is_string()) return;
    const json::value was = value;
    value = odd;
    const auto read = read_report(json::serialize(report));
    std::string kept;
    if (const Report* right = std::get_if<Report>(&read)) {
      json::value again = json::parse(render_json(*right, {}));
      walk(again, "", [&](const std::string& other, json::value& each) {
        if (other == path && each.is_string()) kept = each.get_string();
      });
    } else {
      kept = std::get<std::string>(read).starts_with(path + ": expected ") ? odd : "an error elsewhere";
    }
    value = was;
    CAPTURE(path);
    CHECK(kept == odd);
  });
}

TEST_CASE("a member that is missing leaves what is usual, but for three that make it a report") {
  json::value report = json::parse(render_json(with_everything(), {}));
  std::set<std::string> needed;
  const auto without = [&](const std::string& path, json::object& object, const std::string& name) {
    const json::object was = object;
    object.erase(name);
    if (const std::string error = error_of(report); !error.empty()) {
      CHECK(error == name + " is missing");
      needed.insert(path.empty() ? name : path + "." + name);
    }
    object = was;
  };
  const auto each_member = [&](const std::string& path, json::value& value) {
    json::object* object = value.if_object();
    if (object == nullptr) return;
    std::vector<std::string> names;
    for (const auto& member : *object) names.emplace_back(member.key());
    for (const std::string& name : names) without(path, *object, name);
  };
  each_member("", report);
  walk(report, "", each_member);
  CHECK(needed == std::set<std::string>{"schema", "plan", "checks"});
}

}  // namespace vnetprobe
