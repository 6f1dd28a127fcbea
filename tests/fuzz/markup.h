// Is this markup made of the page's own elements alone? A text that was not escaped shows as an element, an
// attribute or an ampersand that the renderers never write.
#pragma once

#include <string_view>

namespace vnetprobe {

// HTML as reports/html*.cc write it: elements and attributes from a list, values in double quotes, no script,
// no address but those of the page itself.
bool is_own_html(std::string_view page);

// XML of JUnit, the same way, every element closed.
bool is_own_xml(std::string_view document);

}  // namespace vnetprobe
