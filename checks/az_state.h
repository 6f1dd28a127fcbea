// What az or ARM said, judged: the states of Azure's own that explain a failure (azure-facts 2, 4.3,
// 5.5, 5.8, 10, 11), and whether the wire speaks against them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/case.h"

namespace vnetprobe {

struct AzFault {
  std::string_view code{};
  std::string subject{};  // of the finding
  std::string because{};
};

// One resource that az told of: a private endpoint, a zone with its links, a vault, a policy.
struct AzSubject {
  std::string name{};  // unique among the subjects of a run: pe.state/NAME
  std::vector<AzFault> faults{};
  std::string good{};                  // what is right about it, in a sentence
  std::vector<std::size_t> targets{};  // names that depend on it
};

std::vector<AzSubject> az_subjects(const Case& run);

// What the wire says of these targets' names: right in every required view, wrong somewhere, or
// nothing (no view was asked to the end, or there are no targets).
enum class WireWord { right, wrong, nothing };
WireWord wire_word(const Case& run, const std::vector<std::size_t>& targets);

// Some private path of these targets took a connection.
bool any_connected(const Case& run, const std::vector<std::size_t>& targets);
bool any_timed_out(const Case& run, const std::vector<std::size_t>& targets);

// The wire shows that the state is another by now, or does no harm.
bool is_contradicted(const Case& run, const AzSubject& subject, const AzFault& fault);

// az says that public access of the target's resource is Disabled or SecuredByPerimeter: the word it
// uses, else "".
std::string az_closed_word(const Case& run, const Target& target);

}  // namespace vnetprobe
