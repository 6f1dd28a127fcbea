// Stands between the program and the C library while the faults of a host are tested (LD_PRELOAD):
//   MEDDLE_CLOCK=FILE   the seconds in FILE, eight bytes, are added to the time of day from when they are
//                       written; the clocks that only run forward are left alone, as by settimeofday
//   MEDDLE_MALLOC=N     the Nth allocation fails; all others succeed
//   MEDDLE_MALLOC=0     all succeed, and the last line on standard error is how many there were
//   MEDDLE_FSYNC=stop   the process stops (SIGSTOP) where a file has been written and not yet moved
// The kernel is asked itself: a sanitizer puts its own functions in between, and is not awake yet.
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

const std::int64_t* g_step = nullptr;

// Until the environment has been read nothing is counted: that is the loader at its work.
std::atomic<bool> g_counts{false};
std::atomic<long> g_allocations{0};
long g_fails = 0;

__attribute__((constructor)) void count_allocations() {
  const char* which = std::getenv("MEDDLE_MALLOC");
  if (which == nullptr) return;
  g_fails = std::strtol(which, nullptr, 10);
  g_counts = true;
}

__attribute__((destructor)) void tell_allocations() {
  if (g_counts && g_fails == 0) ::dprintf(STDERR_FILENO, "%ld\n", g_allocations.load());
}

bool fails() { return g_counts && ++g_allocations == g_fails; }

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

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

// Those of the C library, which the program's own malloc hands on to.
void* __libc_malloc(std::size_t size) {
  static auto* const real = next<void*(std::size_t)>("__libc_malloc");
  return fails() ? nullptr : real(size);
}

void* __libc_calloc(std::size_t count, std::size_t size) {
  static auto* const real = next<void*(std::size_t, std::size_t)>("__libc_calloc");
  return fails() ? nullptr : real(count, size);
}

void* __libc_realloc(void* old, std::size_t size) {
  static auto* const real = next<void*(void*, std::size_t)>("__libc_realloc");
  return fails() ? nullptr : real(old, size);
}

void* __libc_memalign(std::size_t alignment, std::size_t size) {
  static auto* const real = next<void*(std::size_t, std::size_t)>("__libc_memalign");
  return fails() ? nullptr : real(alignment, size);
}

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
