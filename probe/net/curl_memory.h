// curl's own memory, wiped when it is given back: requests hold tokens, and curl keeps copies of them that
// nobody else can reach.
#pragma once

#include <curl/curl.h>

namespace vnetprobe {

// curl_global_init, with functions of ours for memory. Pair with curl_global_cleanup.
CURLcode curl_init_wiping();

}  // namespace vnetprobe
