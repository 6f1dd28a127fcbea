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

// Goes away unless it was moved to its place, also when there was no memory left to finish it.
struct Draft {
  std::string name;
  bool moved = false;
  ~Draft() {
    if (!moved) ::unlink(name.c_str());
  }
};

// What comes after a piece that could not be written is dropped. False with errno set.
bool write_pieces(int fd, const TextSource& text) {
  int error = 0;
  text([&](std::string_view piece) {
    if (error == 0 && !write_all(fd, piece)) error = errno;
  });
  errno = error;
  return error == 0;
}

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

std::string write_file(const std::string& name, const TextSource& text) {
  if (is_pipe_or_device(name)) {
    Descriptor device{::open(name.c_str(), O_WRONLY | O_CLOEXEC)};
    return device.fd >= 0 && write_pieces(device.fd, text) ? "" : failure(name);
  }
  // Who is interrupted here would leave the draft behind.
  const HeldSignals held;
  std::string place = name + ".XXXXXX";
  Descriptor file{::mkostemp(place.data(), O_CLOEXEC)};
  if (file.fd < 0) return failure(name);
  Draft draft{place};
  const mode_t mask = ::umask(0);
  ::umask(mask);
  draft.moved = write_pieces(file.fd, text) && ::fchmod(file.fd, static_cast<mode_t>(0666) & ~mask) == 0 &&
                ::fsync(file.fd) == 0 && std::rename(place.c_str(), name.c_str()) == 0;
  return draft.moved ? "" : failure(name);
}

}  // namespace vnetprobe
