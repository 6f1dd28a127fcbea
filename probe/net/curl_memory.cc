// A newcomer would trust realloc. It moves what has grown and leaves the old bytes where they were.
#include "probe/net/curl_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <openssl/crypto.h>

namespace vnetprobe {
namespace {

void give_back(void* memory) noexcept {
  if (memory == nullptr) return;
  OPENSSL_cleanse(memory, ::malloc_usable_size(memory));
  std::free(memory);
}

void* resized(void* memory, std::size_t size) noexcept {
  void* larger = std::malloc(size);
  if (larger == nullptr || memory == nullptr) return larger;
  std::memcpy(larger, memory, std::min(size, ::malloc_usable_size(memory)));
  give_back(memory);
  return larger;
}

}  // namespace

CURLcode curl_init_wiping() {
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, give_back, resized, ::strdup, std::calloc);
}

}  // namespace vnetprobe
