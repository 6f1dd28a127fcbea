// The catalogue holds every code of the contract, in its order, and every row says all it has to.
#include "checks/codes.h"

#include <doctest/doctest.h>
#include <stdexcept>

using namespace vnetprobe;

namespace {

struct Row {
  const char* code;
  Severity severity = Severity::error;
};

// Contract section 5, written out.
constexpr Row kContract[] = {
    {"dns.zone-not-linked"},
    {"dns.zone-not-served"},
    {"dns.forwarder-missing"},
    {"dns.forwarder-wrong-zone"},
    {"dns.forwarder-broken"},
    {"dns.record-missing"},
    {"dns.record-hidden-by-fallback"},
    {"dns.record-stale"},
    {"dns.resolver-unreachable"},
    {"dns.resolver-refused"},
    {"dns.resolver-tcp-blocked"},
    {"dns.hosts-override"},
    {"dns.no-private-endpoint"},
    {"dns.name-not-found"},
    {"dns.address-outside-vnet"},
    {"dns.mixed-addresses"},
    {"dns.ipv6-public"},
    {"dns.wrong-zone-name"},
    {"dns.reserved-zone-linked"},
    {"dns.blocked-by-policy"},
    {"dns.unstable"},
    {"net.timeout"},
    {"net.refused"},
    {"net.unreachable"},
    {"net.firewall-denied"},
    {"tls.intercepted"},
    {"tls.expired"},
    {"tls.wrong-name"},
    {"tls.too-old"},
    {"tls.not-tls"},
    {"tls.cut"},
    {"tls.silent"},
    {"service.silent"},
    {"service.unexpected"},
    {"storage.network-denied"},
    {"keyvault.network-denied"},
    {"public.open"},
    {"egress.open"},
    {"entra.unreachable"},
    {"entra.unexpected-answer"},
    {"entra.tenant-unknown"},
    {"entra.address-overridden"},
    {"sqlmi.not-tds"},
    {"sqlmi.encryption-missing"},
    {"sqlmi.redirect-ports-blocked", Severity::warning},
    {"backup.ecs-missing"},
    {"backup.prot-missing"},
    {"pe.not-approved"},
    {"pe.no-zone-group"},
    {"pe.static-addresses"},
    {"pe.network-policies"},
    {"pe.subnet-full", Severity::warning},  // an addition
    {"zone.link-missing"},
    {"vault.identity-missing"},
    {"egress.alias-missing"},
    {"proxy.captures-private", Severity::warning},
    {"identity.unavailable"},
    {"clock.skew", Severity::warning},
    {"backup.public-fallback-open", Severity::warning},
    {"public.undecided", Severity::warning},
    {"env.not-in-azure", Severity::info},
};

bool is_sentence(std::string_view text) {
  return text.size() > 10 && (text.ends_with('.') || text.ends_with(".)"));
}

}  // namespace

TEST_CASE("the catalogue holds the contract's codes, in its order") {
  REQUIRE(codes().size() == std::size(kContract));
  for (std::size_t i = 0; i < codes().size(); ++i) {
    CHECK(codes()[i].code == kContract[i].code);
    CAPTURE(kContract[i].code);
    CHECK(codes()[i].severity == kContract[i].severity);
    CHECK(&code_row(kContract[i].code) == &codes()[i]);
  }
}

TEST_CASE("every row says what, why, by what proof and what to do") {
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    CHECK(row.title.size() > 10);
    CHECK(row.title.size() <= 90);
    CHECK_FALSE(row.title.ends_with('.'));
    CHECK(row.title.front() >= 'A');
    CHECK(row.title.front() <= 'Z');
    CHECK_FALSE(row.subject.empty());
    CHECK(is_sentence(row.why));
    CHECK(is_sentence(row.proof));
    CHECK(is_sentence(row.mend));
    if (!row.limits.empty()) CHECK(is_sentence(row.limits));
    for (const std::string_view text : {row.title, row.why, row.proof, row.mend, row.limits}) {
      CHECK(text.find("  ") == std::string_view::npos);
      CHECK(text.find('\n') == std::string_view::npos);
    }
  }
}

TEST_CASE("asking for a code that is not ours is a bug") {
  CHECK_THROWS_AS(code_row("dns.nonsense"), std::logic_error);
}
