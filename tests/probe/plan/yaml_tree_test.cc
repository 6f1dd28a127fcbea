#include "probe/plan/yaml_tree.h"

#include <doctest/doctest.h>
#include <string>

#include "probe/plan/text_guard.h"

namespace vnetprobe {

TEST_CASE("every value has its place, and quotes are remembered") {
  const YamlFile file = read_yaml("a: 1\nb: [x, 'y']\nc:\n  d: \"1\"\n  e: ~\n");
  REQUIRE(file.root);
  CHECK(file.errors.empty());
  const auto& map = file.root->map;
  REQUIRE(map.size() == 3);
  CHECK(map[0].key->text == "a");
  CHECK(map[0].value->text == "1");
  CHECK_FALSE(map[0].value->quoted);
  CHECK(map[1].value->list[1]->quoted);
  CHECK(map[1].value->list[1]->line == 2);
  CHECK(map[1].value->list[1]->column == 8);
  CHECK(map[2].value->map[0].value->quoted);
  CHECK(map[2].value->map[1].value->kind == YamlNode::Kind::null);
}

TEST_CASE("a key that is written twice keeps its first value") {
  const YamlFile file = read_yaml("a: 1\nb: 2\na: 3\n");
  REQUIRE(file.errors.size() == 1);
  CHECK(file.errors[0].line == 3);
  REQUIRE(file.root->map.size() == 2);
  CHECK(file.root->map[0].value->text == "1");
}

TEST_CASE("aliases may stand for so many values and no more") {
  std::string text = "- &a [";  // a list of 99 words: 100 values
  for (int i = 0; i < 99; ++i) text += "x,";
  text += "]\n";
  for (int i = 0; i < 100; ++i) text += "- *a\n";
  CHECK(read_yaml(text).errors.empty());
  const YamlFile refused = read_yaml(text + "- *a\n");
  REQUIRE(refused.errors.size() == 1);
  CHECK(refused.errors[0].line == 102);
  CHECK_FALSE(refused.root);
}

TEST_CASE("an alias inside an alias counts for all that it stands for") {
  // 1 + 10 words; then ten of those, ten of those: more than 10000 only when multiplied out
  std::string text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  text += "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n";
  text += "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n";
  CHECK(read_yaml(text).errors.empty());
  CHECK(read_yaml(text + "d: [*c,*c,*c,*c,*c,*c,*c,*c]\n").errors.size() == 1);
}

TEST_CASE("what yaml-cpp repeats of the text is shown without what a terminal obeys") {
  for (const char* text : {"a: \"\\", "a: \"\\\xc3\xa9\"", "a: \"\\\xe2\x80\xae\""}) {
    CAPTURE(text);
    const YamlFile file = read_yaml(text);
    REQUIRE(file.errors.size() == 1);
    CHECK(file.errors.front().what == "this is not YAML: unknown escape character: ?");
  }
}

TEST_CASE("shown quotes a stranger's text so that it does no harm") {
  struct Row {
    std::string text, expected;
  };
  const Row rows[] = {
      {"vnets", "`vnets`"},
      {"a\x1b[31m\n", "`a?[31m?`"},
      {"a\xC2\x9B"
       "b",
       "`a?b`"},
      {"K\xF6ln", "`K?ln`"},
      {"a\xD8\x9C\xE2\x80\x8E\xE2\x80\xAE\xE2\x81\xA6z", "`a????z`"},
      {"Köln", "`Köln`"},
      {std::string(60, 'a'), "`" + std::string(60, 'a') + "`"},
      {std::string(61, 'a'), "`" + std::string(60, 'a') + "…`"},
      {std::string(59, 'a') + "öö", "`" + std::string(59, 'a') + "…`"},
  };
  for (const Row& row : rows) CHECK(shown(row.text) == row.expected);
}

}  // namespace vnetprobe
