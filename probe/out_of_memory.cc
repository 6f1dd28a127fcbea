// A newcomer would catch std::bad_alloc. Most of what allocates here is no code of ours, and lies when it is
// refused: OpenSSL calls a chain wrong that it had no room to verify, getaddrinfo passes over a hosts file
// that it had no room to read, and a task whose next step could not be put in the queue is waited for until
// the end of time. So nobody is ever refused: the program ends, with words and without a verdict.
//
// glibc lets a program have a malloc of its own ("Replacing malloc" in its manual), and its libraries then
// use it. This one is glibc's but for its answer "no". A sanitizer brings its own, which also ends the
// program.
#include "probe/out_of_memory.h"

#include <cerrno>
#include <cstdlib>
#include <malloc.h>
#include <string_view>
#include <unistd.h>

#include "probe/commands.h"

namespace vnetprobe {

void end_out_of_memory() noexcept {
  constexpr std::string_view kWords =
      "vnetprobe: this machine has too few bytes of memory, so nothing was decided\n";
  // Whether or not anybody hears it.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kWords.data(), kWords.size());
  ::_exit(kExitUndecided);
}

}  // namespace vnetprobe

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

using vnetprobe::end_out_of_memory;

extern "C" {

// What glibc calls its own by.
void* __libc_malloc(std::size_t size) noexcept;
void* __libc_calloc(std::size_t count, std::size_t size) noexcept;
void* __libc_realloc(void* old, std::size_t size) noexcept;
void* __libc_memalign(std::size_t alignment, std::size_t size) noexcept;

void* malloc(std::size_t size) noexcept {
  void* made = __libc_malloc(size);
  if (made == nullptr) end_out_of_memory();
  return made;
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  void* made = __libc_calloc(count, size);
  if (made == nullptr) end_out_of_memory();
  return made;
}

void* realloc(void* old, std::size_t size) noexcept {
  void* made = __libc_realloc(old, size);
  if (made == nullptr && size > 0) end_out_of_memory();  // of no size it is free(), which has no answer
  return made;
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
  void* made = __libc_memalign(alignment, size);
  if (made == nullptr) end_out_of_memory();
  return made;
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return memalign(alignment, size); }

int posix_memalign(void** made, std::size_t alignment, std::size_t size) noexcept {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  *made = memalign(alignment, size);
  return 0;
}

}  // extern "C"

#endif
