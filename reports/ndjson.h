// The lines of the ndjson format one by one, for whoever prints them as they happen. The members are those
// of report.schema.json; a line is a JSON object with "event": "run", "check", "finding" or "verdict". A run
// that is under way tells between "run" and the first "check" what it sees: "question", "lookup", "contact".
// A check is judged over everything that was seen, so no result stands before the last of those.
#pragma once

#include <string>

#include "probe/model/report.h"

namespace vnetprobe {

// First: of the report it reads what is known before the first check.
std::string ndjson_run(const Report& report);
// What an answer, a look-up by the system or a connection came to; all of it is in the JSON report.
std::string ndjson_question(const DnsQuestion& question);
std::string ndjson_lookup(const SystemLookup& lookup);
std::string ndjson_contact(const Contact& contact);
// Without its evidence, which is in the JSON report.
std::string ndjson_check(const Result& check);
std::string ndjson_finding(const Finding& finding);
// Last.
std::string ndjson_verdict(const Report& report);

}  // namespace vnetprobe
