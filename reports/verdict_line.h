// The verdict in one sentence, with what stays unproved: the same words in every format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct VerdictLine {
  std::string word{};        // "PASS", "FAIL", "UNDECIDED"
  std::string what{};        // "contoso-backup-weu: 1 finding, 12 of 48 checks failed"
  std::string not_proved{};  // "public access of mystorage01", or ""

  // "PASS, not proved: public access of mystorage01"; else "FAIL  contoso-backup-weu: …"
  std::string text() const;
};

VerdictLine verdict_line(const Report& report);

// Whether this finding makes the run fail: not suppressed, and as severe as the run was told.
bool counts(const Finding& finding, const Judgement& judgement);

// The value of a fact, "" when it is not there.
std::string_view fact(const Result& check, std::string_view key);

}  // namespace vnetprobe
