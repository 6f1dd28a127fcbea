// Every judge of the table of checks, one file each: <kind>_judge.cc.
#pragma once

#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

void judge_dns_private(const Case& run, std::vector<Result>& results);
// Whether a view gives a name the right addresses and nothing else, as a required view must.
bool is_right(const NameView& name);
// The status alone that it gives a name in a view.
Status dns_private_status(const Case& run, std::size_t target, std::size_t view);
void judge_dns_zone(const Case& run, std::vector<Result>& results);
void judge_dns_agree(const Case& run, std::vector<Result>& results);
void judge_dns_reserved(const Case& run, std::vector<Result>& results);
void judge_net_connect(const Case& run, std::vector<Result>& results);
void judge_tls_handshake(const Case& run, std::vector<Result>& results);
void judge_service_answer(const Case& run, std::vector<Result>& results);
void judge_public_refused(const Case& run, std::vector<Result>& results);
void judge_egress_denied(const Case& run, std::vector<Result>& results);
void judge_entra_signin(const Case& run, std::vector<Result>& results);
void judge_backup_records(const Case& run, std::vector<Result>& results);
void judge_sqlmi_prelogin(const Case& run, std::vector<Result>& results);
void judge_sqlmi_redirect(const Case& run, std::vector<Result>& results);
void judge_identity_token(const Case& run, std::vector<Result>& results);
void judge_clock_skew(const Case& run, std::vector<Result>& results);
void judge_pe_state(const Case& run, std::vector<Result>& results);

}  // namespace vnetprobe
