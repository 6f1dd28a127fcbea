// A newcomer would read names as C strings. A certificate may hold "good.example\0.evil.example",
// and text of any encoding.
#include "probe/net/certificate_facts.h"

#include <array>
#include <ctime>
#include <memory>
#include <openssl/x509v3.h>

#include "probe/dns/rdata.h"
#include "probe/net/clean_text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxNames = 100;
constexpr std::size_t kMaxText = 1000;

std::string name_text(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
  // Without ESC_MSB: letters beyond ASCII are shown as such.
  if (!bio || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return "";
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return size <= 0 ? "" : clean_line({text, static_cast<std::size_t>(size)}, kMaxText);
}

UtcTime time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return {::timegm(&parts)};
}

std::string text_of(const GENERAL_NAME& name) {
  if (name.type == GEN_DNS) {
    const auto* data = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name.d.dNSName));
    return clean_line({data, static_cast<std::size_t>(ASN1_STRING_length(name.d.dNSName))}, kMaxText);
  }
  if (name.type == GEN_IPADD) {
    const std::uint8_t* data = ASN1_STRING_get0_data(name.d.iPAddress);
    const int size = ASN1_STRING_length(name.d.iPAddress);
    if (size == 4) return IpAddress::v4(std::span<const std::uint8_t, 4>(data, 4)).to_string();
    if (size == 16) return IpAddress::v6(std::span<const std::uint8_t, 16>(data, 16)).to_string();
  }
  return "";
}

std::vector<std::string> alternative_names(X509& certificate) {
  std::vector<std::string> names;
  auto* all =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(all) && names.size() < kMaxNames; ++i)
    if (std::string text = text_of(*sk_GENERAL_NAME_value(all, i)); !text.empty())
      names.push_back(std::move(text));
  GENERAL_NAMES_free(all);
  return names;
}

}  // namespace

Certificate certificate_facts(X509& certificate) {
  Certificate facts;
  facts.subject = subject_of(certificate);
  facts.issuer = name_text(X509_get_issuer_name(&certificate));
  facts.names = alternative_names(certificate);
  facts.not_before = time_of(X509_get0_notBefore(&certificate));
  facts.not_after = time_of(X509_get0_notAfter(&certificate));
  facts.sha256 = sha256_of(certificate);
  return facts;
}

std::string subject_of(X509& certificate) { return name_text(X509_get_subject_name(&certificate)); }

std::string sha256_of(X509& certificate) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1) return "";
  return hex(std::span<const std::uint8_t>(digest).first(size));
}

bool name_matches(X509& certificate, const std::string& host) {
  if (IpAddress::parse(host)) return X509_check_ip_asc(&certificate, host.c_str(), 0) == 1;
  const unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  return X509_check_host(&certificate, host.data(), host.size(), flags, nullptr) == 1;
}

}  // namespace vnetprobe
