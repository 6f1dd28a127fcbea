// Lines of a names file. A wrong one is called so at its column, in tame words and without what may be a
// signature; a right one becomes rows that any reader of JSON takes, and no formula of a spreadsheet.
#include <algorithm>
#include <boost/json/parse.hpp>

#include "probe/sweep/names_file.h"
#include "probe/sweep/sweep_judge.h"
#include "reports/sweep_text.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

SweepBase two_views() {
  Plan plan;
  plan.resolvers = {
      {.name = "dc1", .address = SocketAddress::parse("10.1.0.53", 53)},
      {.name = "azure", .address = SocketAddress::parse("168.63.129.16", 53), .required = false}};
  return SweepBase(std::move(plan));
}

void check_row(const SweepRow& row) {
  std::string json;
  append_ndjson(json, row);
  boost::json::error_code failed;
  must(boost::json::parse(json, failed).is_object() && !failed);
  must(std::count(json.begin(), json.end(), '\n') == 1 && is_tame(json, "\n"));
  std::string csv;
  append_csv(csv, row);
  must(is_tame(csv, "\r\n") && std::string_view("=+-@\t").find(csv.front()) == std::string_view::npos);
}

void check_rows(const SweepBase& base, const SweptName& name) {
  must(rows_if_right(base, name).empty());  // nothing was asked, so nothing is right
  const SweptRows swept = judge_swept({base, name}, name.evidence);
  must(!swept.rows.empty() && swept.findings.empty());
  for (const SweepRow& row : swept.rows) {
    must(row.status != Status::pass);
    check_row(row);
  }
}

void check_secret(const std::string& line) {
  constexpr std::string_view kCanary = "CaNaRy";
  const NameLine read = read_name_line(line + "?sv=1&sig=" + std::string(kCanary));
  if (const NameLineError* wrong = std::get_if<NameLineError>(&read))
    must(line.find(kCanary) != std::string::npos || wrong->what.find(kCanary) == std::string::npos);
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  static const SweepBase kBase = two_views();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const NameLine read = read_name_line(text);
  if (const NameLineError* wrong = std::get_if<NameLineError>(&read)) {
    must(wrong->column >= 1 && wrong->column <= static_cast<int>(size) + 1);
    must(!wrong->what.empty() && is_tame(wrong->what));
  }
  if (const NameArgument* named = std::get_if<NameArgument>(&read)) {
    constexpr std::size_t kJudged = 8;
    if (has_turn(data, size, kJudged)) check_rows(kBase, swept_name(kBase, *named));
  }
  check_secret(text);
  return 0;
}
