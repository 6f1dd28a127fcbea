// The rows of the zone tables: results that belong to one target, brought together, by the private
// zone the target lives in.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// What is asked of a target after its name: one column for each kind, in this order.
struct PathColumn {
  std::string_view kind{};
  std::string_view head{};
};
inline constexpr std::array<PathColumn, 6> kPathColumns = {{
    {"net.connect", "tcp"},
    {"tls.handshake", "tls"},
    {"service.answer", "svc"},
    {"sqlmi.prelogin", "tds"},
    {"sqlmi.redirect", "redir"},
    {"public.refused", "public"},
}};

// One target.
struct Row {
  std::string label{};
  std::map<std::string, const Result*> by_view{};
  std::map<std::string_view, const Result*> path{};  // by kind, the worst of its addresses
};

// One private zone and its targets; "other endpoints" for those that have none.
struct Block {
  std::string zone{};
  std::map<std::string, const Result*> served{};  // dns.zone by view
  std::vector<std::string> order{};               // subjects
  std::map<std::string, Row> rows{};
};

// In the order of the report; endpoints without a zone come last.
std::vector<Block> blocks_of(const Report& report);

// The views that were asked for something of this block: in the order of the plan, then of the report.
std::vector<std::string> views_of(const Report& report, const Block& block);

// What was asked of at least one of its targets.
std::vector<PathColumn> columns_of(const Block& block);

// What a view's dns.zone result says of the zone: "served", "not served", "no answer" where nobody answered
// for it, else the status.
std::string_view served_word(const Report& report, const Result& check);

// Whether this result stands in these tables; all others are listed by their kind.
bool stands_in_zone_table(const Result& check);

}  // namespace vnetprobe
