#include "reports/sweep_text.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace vnetprobe {
namespace {

SweepRow row(const std::string& name, Status status) {
  SweepRow made;
  made.name = name;
  made.view = "dc1";
  made.status = status;
  return made;
}

TEST_CASE("a line of NDJSON has the columns of the contract, null where there is nothing") {
  SweepRow full = row("a.blob.core.windows.net", Status::fail);
  full.rcode = "NOERROR";
  full.chain = {"a.privatelink.blob.core.windows.net", R"(b\"\010.example)"};
  full.addresses = {*IpAddress::parse("10.1.3.5"), *IpAddress::parse("fd00::5")};
  full.finding = "dns.record-stale";
  std::string out;
  append_ndjson(out, full);
  append_ndjson(out, row("b.example", Status::unknown));
  const std::size_t end = out.find('\n');
  const boost::json::value first = boost::json::parse(out.substr(0, end));
  const boost::json::value second = boost::json::parse(out.substr(end + 1));
  CHECK(first == boost::json::value{{"name", "a.blob.core.windows.net"},
                                    {"view", "dc1"},
                                    {"status", "fail"},
                                    {"rcode", "NOERROR"},
                                    {"chain", {"a.privatelink.blob.core.windows.net", R"(b\"\010.example)"}},
                                    {"addresses", {"10.1.3.5", "fd00::5"}},
                                    {"finding", "dns.record-stale"}});
  CHECK(second.at("rcode").is_null());
  CHECK(second.at("finding").is_null());
  CHECK(second.at("chain").as_array().empty());
}

TEST_CASE("a field of CSV is quoted where it must be, and is no formula") {
  SweepRow odd = row("=cmd|x.example", Status::pass);
  odd.chain = {"say \"hi\"", "a,b"};
  odd.addresses = {*IpAddress::parse("10.1.3.5")};
  std::string out;
  append_csv(out, odd);
  CHECK(out == "\"'=cmd|x.example\",dc1,pass,,\"say \"\"hi\"\" a,b\",10.1.3.5,\r\n");
  CHECK(csv_head() == "name,view,status,rcode,chain,addresses,finding\r\n");
}

TEST_CASE("the tally counts what it does not keep") {
  SweepTally tally;
  CHECK_FALSE(tally.has_error());
  Finding stale;
  stale.code = "dns.zone-not-linked";
  stale.subject = "privatelink.blob.core.windows.net";
  stale.severity = Severity::error;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "a" + std::to_string(i) + ".blob.core.windows.net";
    tally.add({row(name, i < 60 ? Status::fail : Status::pass)},
              i < 60 ? std::vector<Finding>{stale} : std::vector<Finding>{});
  }
  CHECK(tally.names() == 100);
  CHECK(tally.rows_of(Status::fail) == 60);
  CHECK(tally.rows_of(Status::pass) == 40);
  CHECK(tally.has_error());
  REQUIRE(tally.findings().size() == 1);
  CHECK(tally.findings()[0].names == 60);
  CHECK(tally.findings()[0].targets.size() == 5);
  const std::string text = render_sweep(tally, Millis(1500), RenderOptions{});
  CHECK(text.starts_with("FAIL: 100 names in 1.5 s: 40 right, 60 wrong"));
  CHECK(text.find("and 55 more") != std::string::npos);
}

TEST_CASE("nothing swept is nothing passed") {
  CHECK(render_sweep(SweepTally{}, Millis(0), RenderOptions{}).starts_with("UNDECIDED"));
  SweepTally tally;
  tally.add({row("a.example", Status::pass), row("a.example", Status::unknown)}, {});
  CHECK(render_sweep(tally, Millis(0), RenderOptions{}).starts_with("UNDECIDED"));
}

}  // namespace
}  // namespace vnetprobe
