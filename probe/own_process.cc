// A newcomer would take a closed standard output for a harmless thing. The next descriptor that is opened
// gets its number: a socket, as a rule, and what is printed then goes out to a resolver.
#include "probe/own_process.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace vnetprobe {

void occupy_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // Open the wrong way round: who reads or prints is told as before. What is said on standard error
    // is lost to nobody's surprise.
    const int how = fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY;
    static_cast<void>(::open("/dev/null", how));  // the lowest number that is free is this one
  }
}

// By the ids alone. AT_SECURE of the kernel would also tell of file capabilities, but modules such as
// AppArmor set it too when they confine a container, where running is just what is wanted.
std::string borrowed_rights() {
  if (::getuid() == ::geteuid() && ::getgid() == ::getegid()) return "";
  return "runs as another user or group than the one who started it (setuid, setgid), and refuses to: it "
         "reads and writes files that its caller names, and needs no rights";
}

bool hide_secret_words(int argc, char** argv) {
  constexpr std::string_view kProxy = "--proxy";
  bool hidden = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto hide = [&](std::size_t from, std::size_t to) {
      if (from >= to) return;
      std::fill(argv[i] + from, argv[i] + to, 'x');
      hidden = true;
    };
    const bool is_value = std::string_view(argv[i - 1]) == kProxy;
    const bool is_both = word.starts_with("--proxy=");
    const std::size_t scheme = word.find("://");
    if (scheme == std::string_view::npos && !is_value && !is_both) continue;
    std::size_t from = is_both ? kProxy.size() + 1 : 0;
    if (scheme != std::string_view::npos) from = scheme + 3;
    const std::size_t query = std::min(word.find('?', from), word.size());
    const std::size_t at = word.rfind('@');  // a password may hold one
    if (query < word.size()) hide(query + 1, word.size());
    if (at != std::string_view::npos) hide(from, at);
  }
  return hidden;
}

}  // namespace vnetprobe
