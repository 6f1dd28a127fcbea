// The parts of the page from top to bottom, each a <section> or nothing. They share the numbers by which
// checks and findings are linked: #c3 is the fourth check of the report, #f1 the first finding shown.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct HtmlFacts {
  explicit HtmlFacts(const Report& of);

  const Report& report;
  std::vector<const Finding*> findings{};  // as they are shown: number n is findings[n - 1]
  std::map<std::string_view, std::size_t> number_of_check{};   // by id
  std::map<std::string_view, std::size_t> finding_of_check{};  // by id, the number of what explains it
};

std::string html_head(const HtmlFacts& facts);
std::string html_findings(const HtmlFacts& facts);
std::string html_runs(const HtmlFacts& facts);
std::string html_network(const HtmlFacts& facts);
std::string html_matrix(const HtmlFacts& facts);
std::string html_waterfall(const HtmlFacts& facts);
std::string html_checks(const HtmlFacts& facts);

// What one check rests on, in words: questions as dig prints them, certificates, headers.
std::string html_evidence(const Evidence& evidence, const Result& check);

}  // namespace vnetprobe
