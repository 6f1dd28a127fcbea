// Whoever adds an option finds it here by itself: cli.cc is walked, nothing is written twice.
#include "probe/commands_listing.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "probe/cli.h"

namespace vnetprobe {

namespace json = boost::json;

std::string commands_json() {
  json::array commands;
  for (const CommandWords& command : command_words()) {
    json::array options;
    for (const OptionWords& option : command.options) {
      json::array names(option.names.begin(), option.names.end());
      options.push_back(json::object{{"names", std::move(names)},
                                     {"argument", option.argument},
                                     {"value", option.value},
                                     {"text", option.text},
                                     {"environment", option.environment},
                                     {"required", option.required},
                                     {"repeatable", option.repeatable}});
    }
    commands.push_back(
        json::object{{"word", command.name}, {"title", command.text}, {"options", std::move(options)}});
  }
  return json::serialize(json::object{{"commands", std::move(commands)}}) + "\n";
}

}  // namespace vnetprobe
