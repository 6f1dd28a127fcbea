// Stands between the program and the C library while the faults of a host are tested (LD_PRELOAD):
//   MEDDLE_CLOCK=FILE   the seconds in FILE, eight bytes, are added to the time of day from when they are
//                       written; the clocks that only run forward are left alone, as by settimeofday
//   MEDDLE_FSYNC=stop   the process stops (SIGSTOP) where a file has been written and not yet moved
// The kernel is asked itself: a sanitizer puts its own functions in between, and is not awake yet.
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

const std::int64_t* g_step = nullptr;

__attribute__((constructor)) void map_the_step() {
  const char* name = std::getenv("MEDDLE_CLOCK");
  if (name == nullptr) return;
  const int fd = ::open(name, O_RDONLY | O_CLOEXEC);
  void* memory = ::mmap(nullptr, sizeof *g_step, PROT_READ, MAP_SHARED, fd, 0);
  ::close(fd);
  if (memory != MAP_FAILED) g_step = static_cast<const std::int64_t*>(memory);
}

time_t step() {
  return g_step == nullptr ? 0 : static_cast<time_t>(*static_cast<const volatile std::int64_t*>(g_step));
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const long result = ::syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI))
    now->tv_sec += step();
  return static_cast<int>(result);
}

int gettimeofday(timeval* now, void*) noexcept {
  timespec fine{};
  clock_gettime(CLOCK_REALTIME, &fine);
  now->tv_sec = fine.tv_sec;
  now->tv_usec = fine.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* out) noexcept {
  timespec fine{};
  clock_gettime(CLOCK_REALTIME, &fine);
  if (out != nullptr) *out = fine.tv_sec;
  return fine.tv_sec;
}

int fsync(int fd) {
  if (std::getenv("MEDDLE_FSYNC") != nullptr) ::syscall(SYS_kill, ::syscall(SYS_getpid), SIGSTOP);
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

}  // extern "C"
