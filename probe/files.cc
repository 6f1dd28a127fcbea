#include "probe/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

#include "probe/held_signals.h"

namespace vnetprobe {
namespace {

struct Descriptor {
  int fd = -1;
  bool owned = true;
  ~Descriptor() {
    if (owned && fd >= 0) ::close(fd);
  }
};

std::string failure(const std::string& name) { return name + ": " + std::strerror(errno); }

}  // namespace

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::variant<std::string, FileError> read_file(const std::string& name, std::size_t limit) {
  Descriptor file;
  file.owned = name != "-";
  file.fd = file.owned ? ::open(name.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  if (file.fd < 0) return FileError{failure(name)};
  std::string text;
  constexpr std::size_t kChunk = 64 * 1024;
  while (text.size() <= limit) {
    const std::size_t before = text.size();
    const std::size_t room = std::min(kChunk, limit + 1 - before);
    text.resize(before + room);
    const ssize_t n = ::read(file.fd, text.data() + before, room);
    if (n < 0 && errno == EINTR) {
      text.resize(before);
      continue;
    }
    if (n < 0) return FileError{failure(name)};
    text.resize(before + static_cast<std::size_t>(n));
    if (n == 0) break;
  }
  return text;
}

bool is_pipe_or_device(const std::string& name) {
  struct stat there {};
  return ::stat(name.c_str(), &there) == 0 && !S_ISREG(there.st_mode);
}

std::string write_file(const std::string& name, std::string_view text) {
  if (is_pipe_or_device(name)) {
    Descriptor device{::open(name.c_str(), O_WRONLY | O_CLOEXEC)};
    return device.fd >= 0 && write_all(device.fd, text) ? "" : failure(name);
  }
  // Who is interrupted here would leave the draft behind.
  const HeldSignals held;
  std::string draft = name + ".XXXXXX";
  Descriptor file{::mkostemp(draft.data(), O_CLOEXEC)};
  if (file.fd < 0) return failure(name);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const bool written = write_all(file.fd, text) &&
                       ::fchmod(file.fd, static_cast<mode_t>(0666) & ~mask) == 0 && ::fsync(file.fd) == 0 &&
                       std::rename(draft.c_str(), name.c_str()) == 0;
  if (written) return "";
  std::string what = failure(name);
  ::unlink(draft.c_str());
  return what;
}

}  // namespace vnetprobe
