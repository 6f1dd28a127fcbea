// Writes JSON text straight into a string, so that a report of any size costs its own length and no
// document tree beside it. The outer levels stand on lines of their own for people and for diff;
// from the sixth level on an item is one line.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/time.h"

namespace vnetprobe {

// A JSON string with its quotes, as JsonWriter::string writes it.
void append_json_string(std::string& out, std::string_view text);

class JsonWriter {
 public:
  JsonWriter() = default;
  // Hands the text out in pieces of 64 KiB or a little more, and keeps none of them.
  explicit JsonWriter(std::function<void(std::string_view)> sink) : sink_(std::move(sink)) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  // Names the member that the next value belongs to.
  void key(std::string_view name);

  // Always valid JSON in UTF-8: bytes that are not UTF-8 become U+FFFD; control characters of both
  // sets, DEL, and the marks that turn the direction of text are escaped, so that printing a report
  // on a terminal can not drive the terminal. Reading gives the same characters back.
  void string(std::string_view text);
  void integer(std::int64_t value);
  void unsigned_integer(std::uint64_t value);
  void boolean(bool value);
  void null();
  // Milliseconds with one decimal, 84.2.
  void millis(Millis value);

  // Room for so many bytes: a text that grows by itself is there twice while it does.
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  // The text, or its last piece; call it when every container is closed.
  std::string take() &&;

 private:
  void open(char bracket);
  void close(char bracket);
  void before_value();
  void new_line();

  std::function<void(std::string_view)> sink_{};
  std::string out_{};
  std::vector<bool> has_items_{};  // one for each open container
  bool after_key_ = false;
};

}  // namespace vnetprobe
