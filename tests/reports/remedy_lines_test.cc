#include "reports/remedy_lines.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "reports/text.h"

namespace vnetprobe {

namespace {

// As the shell reads it: a sign at the end joins two lines.
std::string joined(const std::vector<std::string>& lines, char sign) {
  std::string text;
  for (std::string line : lines) {
    const bool goes_on = line.ends_with(sign);
    if (goes_on) line.pop_back();
    text += line + (goes_on ? "" : " ");
  }
  std::vector<std::string> words;
  for (const std::string_view word : words_of(text)) words.emplace_back(word);
  return join(words, " ");
}

}  // namespace

TEST_CASE("short lines stay as they are") {
  CHECK(remedy_lines({"az", "az account show\naz version"}, 76) ==
        std::vector<std::string>{"az account show", "az version"});
  CHECK(remedy_lines({"bind", "zone \"x\" {\n    type forward;\n};"}, 76) ==
        std::vector<std::string>{"zone \"x\" {", "    type forward;", "};"});
  CHECK(remedy_lines({"az", ""}, 76).empty());
}

TEST_CASE("a long az command is folded between options, and pastes as the same command") {
  const std::string text =
      "az network private-dns link vnet create --resource-group rg-dns --zone-name "
      "privatelink.blob.core.windows.net "
      "--name \"link to this\" --virtual-network $(az network vnet list --query [0].id -o tsv) --tags 'a b' "
      "c=d";
  const auto lines = remedy_lines({"az", text}, 60);
  REQUIRE(lines.size() > 3);
  for (const std::string& line : lines) CHECK(columns(line) <= 60);
  CHECK(joined(lines, '\\') == text);
  // Quotes and substitutions stay in one piece, and an option keeps its value.
  bool whole = false;
  for (const std::string& line : lines) {
    CHECK_FALSE(line.ends_with("--zone-name \\"));
    whole = whole || line.find("$(az network vnet list --query [0].id -o tsv)") != std::string::npos;
  }
  CHECK(whole);
}

TEST_CASE("a word longer than the page goes over it, and nothing else does") {
  const std::string id =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/x";
  const auto lines = remedy_lines({"az", "az resource show --ids " + id + " --query properties"}, 60);
  CHECK(lines ==
        std::vector<std::string>{"az resource show --ids \\", "  " + id + " \\", "  --query properties"});
}

TEST_CASE("a placeholder stays in one piece") {
  const std::string hole = "<resource group: az group list --query [].name -o tsv>";
  const auto lines =
      remedy_lines({"az", "az network vnet show --resource-group " + hole + " --name vnet-spoke"}, 60);
  CHECK(std::ranges::any_of(lines, [&](const std::string& l) { return l.find(hole) != std::string::npos; }));
  CHECK(remedy_lines({"sh", "sort < " + std::string(40, 'a') + " > " + std::string(40, 'b')}, 60).size() ==
        2);
}

TEST_CASE("what can not be folded safely is left alone") {
  const std::string open_quote = "az x --a 'never closed " + std::string(80, 'b') + " c";
  CHECK(remedy_lines({"az", open_quote}, 60) == std::vector<std::string>{open_quote});
  const std::string here = "cat > f <<END\n" + std::string(40, 'a') + " " + std::string(40, 'b') + "\nEND";
  CHECK(remedy_lines({"sh", here}, 60).size() == 3);
  const std::string config = "forward-zone: " + std::string(40, 'a') + " " + std::string(40, 'b');
  CHECK(remedy_lines({"unbound", config}, 60) == std::vector<std::string>{config});
}

TEST_CASE("every dialect has its own way to go on") {
  const std::string power =
      "Add-DnsServerConditionalForwarderZone -Name \"blob.core.windows.net\" -MasterServers 168.63.129.16 "
      "-PassThru";
  const auto lines = remedy_lines({"windows-dns", power}, 60);
  REQUIRE(lines.size() > 1);
  CHECK(lines[0].ends_with(" `"));
  CHECK(joined(lines, '`') == power);
  const auto comment = remedy_lines({"az", "# " + std::string(40, 'a') + " " + std::string(40, 'b')}, 60);
  REQUIRE(comment.size() == 2);
  CHECK(comment[1].starts_with("# b"));
  const auto text = remedy_lines({"text", std::string(40, 'a') + " " + std::string(40, 'b')}, 60);
  CHECK(text.size() == 2);
}

TEST_CASE("a command that goes on already goes on as before") {
  const auto lines = remedy_lines(
      {"az", "az a --one " + std::string(30, 'x') + " --two " + std::string(30, 'y') + " \\\n  --three z"},
      50);
  CHECK(joined(lines, '\\') ==
        "az a --one " + std::string(30, 'x') + " --two " + std::string(30, 'y') + " --three z");
  CHECK(lines.back() == "  --three z");
}

TEST_CASE("control characters in a remedy are shown, not sent") {
  const auto lines = remedy_lines({"az", "az x\x1b]0;title\x07"}, 76);
  CHECK(lines == std::vector<std::string>{"az x\\x1b]0;title\\x07"});
}

}  // namespace vnetprobe
