// Status line and headers as they come in, line by line, from anyone. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

inline constexpr std::size_t kMaxHead = 64 * 1024;  // of all answers, interim ones included

class HttpHead {
 public:
  // One line with its end, as curl hands it over. False when it is one too many.
  bool take(std::string_view line);

  bool begun() const { return status_ != 0; }
  // The empty line after the headers of an answer that is not interim (RFC 9110 section 15.2).
  bool complete() const { return complete_; }
  int status() const { return status_; }
  const std::string& reason() const { return reason_; }
  const std::vector<Header>& headers() const { return headers_; }

 private:
  std::size_t taken_ = 0;
  int status_ = 0;
  std::string reason_{};
  std::vector<Header> headers_{};
  bool complete_ = false;
};

}  // namespace vnetprobe
