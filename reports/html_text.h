// Small things that every part of the page is made of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "probe/model/report.h"
#include "reports/inert.h"

namespace vnetprobe {

// Text of strangers for content and attributes.
std::string html(std::string_view text, std::size_t max = kMaxLine);

// Lines as the content of a <pre>.
std::string html_lines(std::string_view text);

// A term of a <dl> with what is said of it, or nothing where that is nothing.
void put_term(std::string& out, std::string_view term, std::string_view markup);

// "0.4 ms", "84 ms", "5.0 s"
std::string short_time(Millis duration);

// The worse of two, as a reader's eye should find it: fail, unknown, warn, pass, skip.
Status worse(Status a, Status b);

// The two ends matter most in a name, "1132794570…pod01-ecs1"; `head` characters are kept of the first one,
// half of them unless said.
std::string shortened(std::string_view name, std::size_t max, std::size_t head = 0);

}  // namespace vnetprobe
