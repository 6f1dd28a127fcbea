// The catalogue of findings: one row a code (contract section 5), with the words that do not depend
// on the run. `explain`, the reports and the documents print from this table.
#pragma once

#include <span>
#include <string_view>

#include "probe/model/report.h"

namespace vnetprobe {

struct Code {
  std::string_view code;
  std::string_view subject;  // what kind of thing it names: zone, resolver, name, host:port …
  Severity severity;
  Owner owner;
  std::string_view title;   // what is wrong, in one line
  std::string_view why;     // why it matters, how it comes about
  std::string_view proof;   // how it is proved
  std::string_view mend;    // in words; the remedies of a finding are the lines to paste
  std::string_view limits;  // what it does not prove, or ""
};

std::span<const Code> codes();
// The row of a code of ours; asking for another one is a bug and throws.
const Code& code_row(std::string_view code);

}  // namespace vnetprobe
