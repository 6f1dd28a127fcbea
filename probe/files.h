// Whole files in, whole files out: an output is there completely or not at all.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace vnetprobe {

struct FileError {
  std::string what{};  // "FILE: No such file or directory"
};

// "-" is standard input. A file over `limit` bytes is read to one byte past it, so that the caller
// can see that it is too long without holding it.
std::variant<std::string, FileError> read_file(const std::string& name, std::size_t limit);

// The whole text, however often the kernel takes a part of it. False with errno set.
bool write_all(int fd, std::string_view text);

// What can only be written to, not replaced: a pipe, a terminal.
bool is_pipe_or_device(const std::string& name);

// Hands a text to who takes it, in as many pieces as it likes.
using TextSource = std::function<void(const std::function<void(std::string_view)>&)>;

// Written beside its place and moved there; signals wait until it is. "" or what went wrong.
std::string write_file(const std::string& name, const TextSource& text);

}  // namespace vnetprobe
