// `explain` and `list`: findings, checks and the errors that users see, in words. The catalogue page
// of the documents is made of the same text, so the two cannot differ.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct Explanation {
  struct Section {
    std::string heading{};
    std::vector<std::string> paragraphs{};
    std::vector<std::pair<std::string, std::string>> items{};  // code or check, and its title
    std::vector<Remedy> remedies{};                            // with the names of an example
  };
  std::string word{};                                        // as the tables write it
  std::string kind{};                                        // finding | check | error
  std::string title{};                                       // one line
  std::vector<std::pair<std::string, std::string>> facts{};  // severity, owner, subject …
  std::vector<Section> sections{};
};

// CODE, CHECK or ERROR, whatever its case; nothing for other words.
std::optional<Explanation> find_explanation(std::string_view word);

// Plain text of at most 80 columns, but for commands, which are kept whole.
std::string to_text(const Explanation& explanation);

// to_text of find_explanation.
std::optional<std::string> explain(std::string_view word);

// The known words that a mistyped one is closest to, at most three, best first.
std::vector<std::string> nearest_words(std::string_view word);

struct Listed {
  std::string word{};
  std::string title{};
};
std::vector<Listed> list_codes();
std::vector<Listed> list_checks();
std::vector<Listed> list_errors();

// Remedies of a code, for an example with the names of a company that does not exist.
std::vector<Remedy> example_remedies(std::string_view code);

// The page "Findings" of the documents.
std::string markdown_catalogue();

}  // namespace vnetprobe
