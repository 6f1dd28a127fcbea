#include "checks/gathers.h"

#include <array>

namespace vnetprobe {
namespace {

constexpr auto kGathers = std::to_array<GatherRow>({
    // First: who waits for a token must find it announced.
    {"identity.token", gather_credentials},
    {"dns.private dns.agree backup.records", gather_names},
    {"dns.zone", gather_zones},
    {"dns.reserved", gather_reserved_names},
    {"", gather_views},
    {"net.connect tls.handshake service.answer sqlmi.prelogin", gather_private_paths},
    {"sqlmi.redirect net.connect", gather_instances},
    {"public.refused", gather_public_paths},
    {"egress.denied", gather_denied_accounts},
    {"entra.signin", gather_sign_in},
});

}  // namespace

std::span<const GatherRow> gathers() { return kGathers; }

}  // namespace vnetprobe
