// A newcomer would clear() the string: that leaves its bytes in memory that is handed out again.
#include "probe/net/secret.h"

#include <openssl/crypto.h>
#include <sys/prctl.h>

namespace vnetprobe {

// Not by RLIMIT_CORE, which does not count where cores go down a pipe (core(5)), nor by MADV_DONTDUMP,
// which would have to know of every copy. LeakSanitizer lifts it for itself while it looks.
void keep_out_of_dumps() noexcept { ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());  // what was cut off earlier stands there still
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string&& text) {
  keep_out_of_dumps();
  const auto forget = [](std::string* held) {
    wipe(*held);
    delete held;
  };
  // Copied, not moved: a short string lives inside its object and would stay there.
  text_ = std::shared_ptr<const std::string>(new std::string(text), forget);
  wipe(text);
}

Secret joined(std::string_view before, const Secret& secret, std::string_view after) {
  std::string text;
  text.reserve(before.size() + secret.size() + after.size());  // no half-grown copies left behind
  text.append(before).append(secret.reveal()).append(after);
  return Secret(std::move(text));
}

void scrub(std::string& text, const std::vector<Secret>& secrets) {
  constexpr std::size_t kTelling = 12;  // as many characters are no accident
  for (const Secret& secret : secrets) {
    const std::string_view telling = secret.reveal().substr(0, kTelling);
    if (telling.empty()) continue;
    const std::size_t at = text.find(telling);
    if (at == std::string::npos) continue;
    std::string kept = text.substr(0, at) + "…";
    wipe(text);
    text = std::move(kept);
  }
}

}  // namespace vnetprobe
