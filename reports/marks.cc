// The words are at most six columns wide: they head the lines of lists and stand in narrow tables.
#include "reports/marks.h"

#include <string>

namespace vnetprobe {

Ink ink_of(Status status) {
  switch (status) {
    case Status::pass:
      return Ink::good;
    case Status::fail:
      return Ink::bad;
    case Status::warn:
    case Status::unknown:
      return Ink::doubtful;
    case Status::skip:
      return Ink::faint;
  }
  return Ink::plain;
}

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Ink::good;
    case Verdict::fail:
      return Ink::bad;
    case Verdict::undecided:
      return Ink::doubtful;
  }
  return Ink::plain;
}

std::string_view mark_of(Status status) {
  if (status == Status::fail) return " !";
  return status == Status::warn || status == Status::unknown ? " ?" : "";
}

Span short_status(Status status) {
  switch (status) {
    case Status::pass:
      return {"ok", Ink::good};
    case Status::warn:
      return {"warn ?", Ink::doubtful};
    case Status::fail:
      return {"FAIL !", Ink::bad};
    case Status::skip:
      return {"skip", Ink::faint};
    case Status::unknown:
      return {"?", Ink::doubtful};
  }
  return {};
}

Span after_status(const Span& status) {
  constexpr std::size_t kWidth = 8;
  return {std::string(status.text.size() < kWidth ? kWidth - status.text.size() : 1, ' '), Ink::plain};
}

}  // namespace vnetprobe
