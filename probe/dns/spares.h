// Messages, records and questions that were used, for the next ones: of a million that a sweep reads none
// needs memory that those before it did not have. What comes from here is empty, as if it were new.
#pragma once

#include <memory>
#include <vector>

#include "probe/dns/message.h"
#include "probe/model/evidence.h"

namespace vnetprobe {

class DnsSpares {
 public:
  std::unique_ptr<DnsMessage> message();
  DnsRecord record();
  DnsQuestion question();

  // nullptr is fine.
  void keep(std::unique_ptr<DnsMessage> message);
  void keep(DnsRecord record);
  void keep(DnsQuestion question);

 private:
  void keep_all(std::vector<DnsRecord>& records);

  std::vector<std::unique_ptr<DnsMessage>> messages_{};
  std::vector<DnsRecord> records_{};
  std::vector<DnsQuestion> questions_{};
};

}  // namespace vnetprobe
