// Gives no memory back (LD_PRELOAD): what a program frees without wiping stays there to be found. Not for a
// program with a sanitizer, whose own functions these would replace.
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>

extern "C" {

void free(void*) noexcept {}

// The C library's, which the program's own hands on to.
void* __libc_realloc(void* old, std::size_t size) noexcept {
  void* made = std::malloc(size);
  if (made != nullptr && old != nullptr) std::memcpy(made, old, std::min(size, ::malloc_usable_size(old)));
  return made;
}

}  // extern "C"
