// Status line and headers as they come in, one by one, from anyone. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

class HttpHead {
 public:
  // A status line, which ends the interim answer before it (RFC 9110 section 15.2).
  void begin(int status, std::string_view reason);
  void add(std::string_view name, std::string_view value);
  // The empty line behind the headers.
  void finish() { complete_ = true; }

  bool complete() const { return complete_; }
  int status() const { return status_; }
  const std::string& reason() const { return reason_; }
  const std::vector<Header>& headers() const { return headers_; }

 private:
  int status_ = 0;
  std::string reason_{};
  std::vector<Header> headers_{};
  bool complete_ = false;
};

}  // namespace vnetprobe
