// Verbs that print words: of the catalogue, and of what would mend a report.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <functional>

#include "checks/explain.h"
#include "checks/fix.h"
#include "probe/azure/regions.h"
#include "probe/commands.h"
#include "probe/commands_listing.h"
#include "probe/explain_discovery.h"
#include "probe/files.h"
#include "probe/output.h"
#include "probe/saved_report.h"
#include "reports/formats.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

bool wants_json(const Command& command) { return command.format == "json"; }

bool format_is_known(const Command& command) {
  if (command.format == "human" || command.format == "json") return true;
  print_error(fmt::format("--format {}: {} knows human and json", command.format, command.verb));
  return false;
}

int print_json(const json::object& object) { return print_out(json::serialize(object) + "\n") ? 0 : 1; }

json::object to_json(const Explanation& explanation) {
  json::object facts;
  for (const auto& [name, value] : explanation.facts) facts[name] = value;
  json::array sections;
  for (const Explanation::Section& section : explanation.sections) {
    json::array paragraphs(section.paragraphs.begin(), section.paragraphs.end());
    json::array items, remedies;
    for (const auto& [word, title] : section.items)
      items.push_back(json::object{{"word", word}, {"title", title}});
    for (const Remedy& remedy : section.remedies)
      remedies.push_back(json::object{{"as", remedy.as}, {"text", remedy.text}});
    sections.push_back(json::object{{"heading", section.heading},
                                    {"paragraphs", std::move(paragraphs)},
                                    {"items", std::move(items)},
                                    {"remedies", std::move(remedies)}});
  }
  return {{"word", explanation.word},
          {"kind", explanation.kind},
          {"title", explanation.title},
          {"facts", std::move(facts)},
          {"sections", std::move(sections)}};
}

std::vector<Listed> list_clouds() {
  std::vector<Listed> list;
  for (const auto& [cloud, name] : kNames<Cloud>) list.push_back({std::string(name), ""});
  return list;
}

std::vector<Listed> list_regions() {
  std::vector<Listed> list;
  for (const Region& each : all_regions())
    list.push_back({std::string(each.name), fmt::format("{} ({})", each.geo, to_string(each.cloud))});
  return list;
}

std::vector<Listed> list_formats() {
  std::vector<Listed> list;
  for (const Format& each : formats()) list.push_back({std::string(each.name), std::string(each.what)});
  return list;
}

std::vector<Listed> list_commands() {
  std::vector<Listed> list;
  for (const CommandWords& each : command_words()) list.push_back({each.name, each.text});
  return list;
}

struct Listing {
  std::string_view what;
  std::vector<Listed> (*list)();
};
constexpr auto kListings = std::to_array<Listing>({{"checks", list_checks},
                                                   {"findings", list_codes},
                                                   {"errors", list_errors},
                                                   {"commands", list_commands},
                                                   {"clouds", list_clouds},
                                                   {"regions", list_regions},
                                                   {"formats", list_formats}});

}  // namespace

int explain_command(const Command& command) {
  if (!format_is_known(command)) return kExitUsage;
  // "MARS 100050" comes as two arguments from a shell.
  const std::string word = fmt::format("{}", fmt::join(command.arguments, " "));
  const std::optional<Explanation> found =
      word == "discovery" ? std::optional{explain_discovery()} : find_explanation(word);
  if (!found) {
    const std::vector<std::string> near = nearest_words(word);
    print_error(fmt::format("explain {}: not a finding, a check or an error that is known here{}", word,
                            near.empty() ? "" : fmt::format("; did you mean {}?", fmt::join(near, " or "))));
    return kExitUsage;
  }
  if (wants_json(command)) return print_json(to_json(*found));
  return print_out(to_text(*found)) ? 0 : 1;
}

int list_command(const Command& command) {
  if (!format_is_known(command)) return kExitUsage;
  const std::string& what = command.arguments.front();
  // The one list whose JSON says more than words and titles.
  if (what == "commands" && wants_json(command)) return print_out(commands_json()) ? 0 : 1;
  const auto* listing = std::find_if(kListings.begin(), kListings.end(),
                                     [&](const Listing& each) { return each.what == what; });
  if (listing == kListings.end()) {
    print_error(fmt::format(
        "list {}: known are checks, findings, errors, commands, clouds, regions and formats", what));
    return kExitUsage;
  }
  const std::vector<Listed> list = listing->list();
  if (wants_json(command)) {
    json::array items;
    for (const Listed& each : list) items.push_back(json::object{{"word", each.word}, {"title", each.title}});
    return print_json({{what, std::move(items)}});
  }
  std::size_t widest = 0;
  for (const Listed& each : list) widest = std::max(widest, each.word.size());
  std::string text;
  for (const Listed& each : list)
    text += each.title.empty() ? fmt::format("{}\n", each.word)
                               : fmt::format("{:<{}}  {}\n", each.word, widest, each.title);
  return print_out(text) ? 0 : 1;
}

int fix_command(const Command& command) {
  const auto dialects = fix_dialects();
  if (std::find(dialects.begin(), dialects.end(), command.dialect) == dialects.end()) {
    print_error(fmt::format("--as {}: known are {}", command.dialect, fmt::join(dialects, ", ")));
    return kExitUsage;
  }
  const std::optional<Report> report = load_report(command.arguments.front());
  if (!report) return kExitInput;
  std::vector<std::string> undecided;
  const std::string text = fix(*report, command.dialect, undecided);
  for (const std::string& line : undecided) print_error(line);
  return print_out(text) ? 0 : 1;
}

}  // namespace vnetprobe
