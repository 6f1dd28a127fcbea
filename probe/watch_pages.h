// What the last run of `watch` looks like from outside: rendered once, when the run has ended, and not while
// the next one is under way, whose times would be the renderer's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/report.h"
#include "probe/net/http_server.h"

namespace vnetprobe {

class WatchPages {
 public:
  // `changes` are sentences on what changed since the run before; nullopt where there was none.
  void show(const Report& report, const std::optional<std::vector<std::string>>& changes,
            int refresh_seconds);

  // The page as it is, which asks for itself again after so many seconds; 0: it stays for whoever reads in
  // it.
  HttpAnswer html(int refresh_seconds) const;
  HttpAnswer json() const;
  // Samples of the last report; "" before the first.
  const std::string& families() const { return families_; }

 private:
  std::shared_ptr<const std::string> html_{};
  std::shared_ptr<const std::string> json_{};
  std::string families_{};
};

HttpAnswer plain_answer(unsigned status, std::string text);

}  // namespace vnetprobe
