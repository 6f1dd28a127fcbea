// Stories by pairs: every word of one place beside every word of another, and what each comes to, for a
// golden that is read row by row.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "probe/model/report.h"
#include "tests/support/story.h"

namespace vnetprobe {

// The words that a server may say of a name, one of each kind (story.h).
const std::vector<std::string>& answers_of_a_server();
// Those of them that rules tell apart beside another.
const std::vector<std::string>& few_answers();

// Verdict, findings, and how each kind of check ended that does not pass, in one line.
std::string in_one_line(const Report& report);

// Under `title`, a line for each of `firsts`, and under it each outcome with the `seconds` that come to it.
std::string table_of(const std::string& title, const std::vector<std::string>& firsts,
                     const std::vector<std::string>& seconds,
                     const std::function<Story(const std::string&, const std::string&)>& tell);

}  // namespace vnetprobe
