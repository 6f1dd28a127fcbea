// One report of many runs: what a fleet, or the same plan run from several machines, comes to. Pure.
//
// Of each check the worst result stands, with the evidence of that run alone, and its fact "run" says
// which run that was; where runs differ the message says so. Findings of one code and subject become
// one. Nothing is judged again: the verdict is the worst of the runs'.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// At least one report. A merged report may be merged again: its runs count as its own.
Report merge(std::vector<Report> reports);

// How the runs are told apart: by host name; where two have the same, with the run's id behind it.
std::vector<std::string> run_labels(const std::vector<Report>& reports);

}  // namespace vnetprobe
