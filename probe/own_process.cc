// A newcomer would take a closed standard output for a harmless thing. The next descriptor that is opened
// gets its number: a socket, as a rule, and what is printed then goes out to a resolver.
#include "probe/own_process.h"

#include <cerrno>
#include <fcntl.h>
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

}  // namespace vnetprobe
