// A report is input like any other: it may come from a pipeline, an older version, or an editor.
// Size and nesting are bounded before anything is built from it.
#include "reports/read_report.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "reports/contact_merge.h"
#include "reports/json_fields.h"
#include "reports/report_fields.h"

namespace vnetprobe {

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxBytes = std::size_t{256} << 20U;
constexpr std::size_t kMaxDepth = 64;

// Calls `read` with each element of the array `name`, when it is there.
template <class F>
bool each_of(const JsonPlace& at, std::string_view name, F&& read) {
  const json::value* found = at.value().get_object().if_contains(name);
  if (found == nullptr) return true;
  const JsonPlace list = at.member(name, *found);
  const json::array* array = found->if_array();
  if (array == nullptr) return list.expected("an array");
  for (std::size_t i = 0; i < array->size(); ++i)
    if (!read(list.element(i, (*array)[i]))) return false;
  return true;
}

class Reader {
 public:
  explicit Reader(Report& report) : report_(report), contacts_(report.evidence.contacts) {}

  bool read(const JsonPlace& root) {
    if (!root.value().is_object()) return root.expected("an object");
    return schema(root) && tool(root) && run(root) && required(root, "plan", report_.plan) &&
           optional(root, "verdict", report_.verdict) && optional(root, "not_proved", report_.not_proved) &&
           optional(root, "summary", report_.summary) && optional(root, "findings", report_.findings) &&
           checks(root) && unattached(root);
  }

 private:
  template <class T>
  static bool optional(const JsonPlace& at, std::string_view name, T& into) {
    const json::value* found = at.value().get_object().if_contains(name);
    return found == nullptr || from_json(at.member(name, *found), into);
  }

  template <class T>
  static bool required(const JsonPlace& at, std::string_view name, T& into) {
    if (!at.value().get_object().contains(name)) return at.wrong(fmt::format("{} is missing", name));
    return optional(at, name, into);
  }

  static bool schema(const JsonPlace& root) {
    std::string word;
    if (!required(root, "schema", word)) return false;
    if (word == kReportSchema) return true;
    return root.member("schema", root.value().get_object().at("schema"))
        .expected(fmt::format("\"{}\"", kReportSchema));
  }

  bool tool(const JsonPlace& root) {
    const json::value* found = root.value().get_object().if_contains("tool");
    if (found == nullptr) return true;
    const JsonPlace at = root.member("tool", *found);
    if (!found->is_object()) return at.expected("an object");
    return optional(at, "version", report_.tool_version);
  }

  bool run(const JsonPlace& root) {
    const json::value* found = root.value().get_object().if_contains("run");
    if (found == nullptr) return true;
    const JsonPlace at = root.member("run", *found);
    return members_from_json(at, report_.run) && optional(at, "merged", report_.run.merged) &&
           optional(at, "host", report_.evidence.host) && optional(at, "az", report_.evidence.az) &&
           optional(at, "discovery", report_.evidence.discovery) &&
           optional(at, "identity", report_.evidence.identity) &&
           optional(at, "judgement", report_.judgement);
  }

  bool checks(const JsonPlace& root) {
    if (!root.value().get_object().contains("checks")) return root.wrong("checks is missing");
    return each_of(root, "checks", [this](const JsonPlace& at) { return check(at); });
  }

  bool check(const JsonPlace& at) {
    Result& result = report_.checks.emplace_back();
    if (!members_from_json(at, result)) return false;
    const json::value* found = at.value().get_object().if_contains("evidence");
    return found == nullptr || evidence(at.member("evidence", *found), &result.evidence);
  }

  bool unattached(const JsonPlace& root) {
    const json::value* found_run = root.value().get_object().if_contains("run");
    if (found_run == nullptr) return true;
    const JsonPlace at = root.member("run", *found_run);
    const json::value* found = found_run->get_object().if_contains("unattached");
    return found == nullptr || evidence(at.member("unattached", *found), nullptr);
  }

  // Items of one check, or with no owner those of none.
  bool evidence(const JsonPlace& at, EvidenceRefs* owner) {
    if (!at.value().is_object()) return at.expected("an object");
    Evidence& all = report_.evidence;
    const auto question = [&](const JsonPlace& item) {
      if (owner != nullptr) owner->questions.push_back(all.questions.size());
      return from_json(item, all.questions.emplace_back());
    };
    const auto lookup = [&](const JsonPlace& item) {
      if (owner != nullptr) owner->lookups.push_back(all.lookups.size());
      return from_json(item, all.lookups.emplace_back());
    };
    const auto contact = [&](const JsonPlace& item) {
      Contact read;
      if (!from_json(item, read)) return false;
      if (owner == nullptr) {
        contacts_.add_unattached(std::move(read));
      } else if (const auto ref = contacts_.add(std::move(read))) {
        owner->contacts.push_back(*ref);
      }
      return true;
    };
    return each_of(at, "questions", question) && each_of(at, "lookups", lookup) &&
           each_of(at, "contacts", contact);
  }

  Report& report_;
  ContactMerge contacts_;
};

}  // namespace

std::variant<Report, std::string> read_report(std::string_view text) {
  if (text.size() > kMaxBytes) return fmt::format("a report is at most {} MiB", kMaxBytes >> 20U);

  json::monotonic_resource memory;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::parser parser({}, options);
  parser.reset(&memory);
  json::error_code failed;
  const std::size_t used = parser.write(text.data(), text.size(), failed);
  if (failed) return fmt::format("not JSON at offset {}: {}", used, failed.message());
  const json::value root = parser.release();

  Report report;
  std::string error;
  Reader reader(report);
  if (!reader.read(JsonPlace(root, error))) return error;
  return report;
}

}  // namespace vnetprobe
