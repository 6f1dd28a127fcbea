// What happened on one connection: TCP, TDS, TLS, HTTP. Plain facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/fields.h"
#include "probe/model/names.h"
#include "probe/model/time.h"

namespace vnetprobe {

enum class ConnectOutcome { connected, refused, timed_out, unreachable, reset, failed, interrupted };
template <>
inline constexpr NameTable<ConnectOutcome, 7> kNames<ConnectOutcome> = {
    {{ConnectOutcome::connected, "connected"},
     {ConnectOutcome::refused, "refused"},
     {ConnectOutcome::timed_out, "timed_out"},
     {ConnectOutcome::unreachable, "unreachable"},
     {ConnectOutcome::reset, "reset"},
     {ConnectOutcome::failed, "failed"},
     {ConnectOutcome::interrupted, "interrupted"}}};

struct ConnectTry {
  ConnectOutcome outcome = ConnectOutcome::timed_out;
  std::string error{};  // strerror, "" when connected
  Millis started{};
  Millis duration{};
};

struct Connect {
  ConnectOutcome outcome = ConnectOutcome::timed_out;
  std::string error{};
  std::string local_address{};  // which of this host's addresses was used
  std::vector<ConnectTry> tries{};
  Millis started{};
  Millis duration{};
};

enum class TlsOutcome {
  verified,     // handshake done, chain and name are right
  unverified,   // handshake done, verify_code or name_matches says what is wrong
  not_tls,      // bytes came that are not TLS
  alert,        // the far end refused with a TLS alert
  cut,          // reset or closed during the handshake
  silent,       // no answer to the handshake in time
  failed,       // anything else; `error` says it
  interrupted,  // the run ended first, or this machine has no anchors to verify by: `error` says which
};
template <>
inline constexpr NameTable<TlsOutcome, 8> kNames<TlsOutcome> = {{{TlsOutcome::verified, "verified"},
                                                                 {TlsOutcome::unverified, "unverified"},
                                                                 {TlsOutcome::not_tls, "not_tls"},
                                                                 {TlsOutcome::alert, "alert"},
                                                                 {TlsOutcome::cut, "cut"},
                                                                 {TlsOutcome::silent, "silent"},
                                                                 {TlsOutcome::failed, "failed"},
                                                                 {TlsOutcome::interrupted, "interrupted"}}};

// Text from certificates is data of strangers: kept as UTF-8 with control characters escaped.
struct Certificate {
  std::string subject{};  // RFC 2253
  std::string issuer{};
  std::vector<std::string> names{};  // subject alternative names, DNS and IP, at most 100
  UtcTime not_before{};
  UtcTime not_after{};
  std::string sha256{};  // hexadecimal, of the whole certificate
};

struct Tls {
  TlsOutcome outcome = TlsOutcome::silent;
  std::string sni{};
  std::string version{};  // "TLSv1.3"; "" when no version was agreed
  std::string cipher{};
  std::vector<Certificate> chain{};  // as the far end sent it, leaf first, at most 10
  std::string anchor_subject{};      // the root that the chain was verified to; "" when it was not
  std::string anchor_sha256{};
  bool own_anchors = false;  // --ca-file stood in for the system's store and the public roots
  int verify_code = 0;       // X509_V_ERR_*, 0 is X509_V_OK
  std::string verify_text{};
  bool name_matches = false;
  std::string error{};
  Millis started{};
  Millis duration{};
};

enum class HttpOutcome {
  answered,  // a status line and all headers came
  silent,    // not in time
  not_http,  // bytes came that are no HTTP answer
  cut,       // the connection ended before the headers were complete
  failed,
  interrupted,
};
template <>
inline constexpr NameTable<HttpOutcome, 6> kNames<HttpOutcome> = {
    {{HttpOutcome::answered, "answered"},
     {HttpOutcome::silent, "silent"},
     {HttpOutcome::not_http, "not_http"},
     {HttpOutcome::cut, "cut"},
     {HttpOutcome::failed, "failed"},
     {HttpOutcome::interrupted, "interrupted"}}};

struct Header {
  std::string name{};  // lower case
  std::string value{};
};

struct Http {
  HttpOutcome outcome = HttpOutcome::silent;
  std::string method{};
  std::string url{};  // never with a SAS or a token
  int status = 0;
  std::string reason{};
  std::vector<Header> headers{};
  std::string body{};  // at most 4 KiB
  bool body_truncated = false;
  std::string error{};
  Millis started{};
  Millis duration{};
};

// How the TDS pre-login ended (MS-TDS 2.2.6.5).
enum class TdsOutcome {
  answered,  // a pre-login message came back; `encryption` says what it wants
  not_tds,   // bytes came that are no pre-login answer
  silent,    // nothing, or not all of an answer, in time
  cut,       // the connection ended before an answer was complete
  interrupted,
};
template <>
inline constexpr NameTable<TdsOutcome, 5> kNames<TdsOutcome> = {{{TdsOutcome::answered, "answered"},
                                                                 {TdsOutcome::not_tds, "not_tds"},
                                                                 {TdsOutcome::silent, "silent"},
                                                                 {TdsOutcome::cut, "cut"},
                                                                 {TdsOutcome::interrupted, "interrupted"}}};

struct TdsOption {
  std::string name{};  // "encryption"; "0x2a" for a token that nobody defined
  std::string data{};  // hexadecimal
};

struct Tds {
  TdsOutcome outcome = TdsOutcome::silent;
  std::string offered{};     // the encryption that we offered: off, or strict inside of TLS
  std::string encryption{};  // off, on, not_supported, required, strict; "" when it says nothing of it
  std::string version{};     // of the server, "12.0.5751"
  std::vector<TdsOption> options{};  // as the far end sent them, in order
  std::string alpn{};                // strict alone: "tds/8.0" when both agreed on it
  std::string first_bytes{};         // not_tds: the beginning of what came, hexadecimal
  std::string error{};
  Millis started{};
  Millis duration{};
};

// Why this connection was made.
enum class Path {
  private_path,
  public_path,
  denied,
  sign_in,
  strict,       // a managed instance's port once more, by TDS 8: TLS before the pre-login
  redirect,     // a managed instance's ports 11000 to 11999, a sample of them
  mi_link,      // a managed instance's port 5022
  with_token,   // the private path again, with this machine's token
  with_sas,     // and with the plan's SAS
  destination,  // what else a deployment must reach (`also`)
};
template <>
inline constexpr NameTable<Path, 10> kNames<Path> = {{{Path::private_path, "private"},
                                                      {Path::public_path, "public"},
                                                      {Path::denied, "denied"},
                                                      {Path::sign_in, "sign_in"},
                                                      {Path::strict, "strict"},
                                                      {Path::redirect, "redirect"},
                                                      {Path::mi_link, "mi_link"},
                                                      {Path::with_token, "with_token"},
                                                      {Path::with_sas, "with_sas"},
                                                      {Path::destination, "destination"}}};

// Who said that this is the address.
enum class AddressSource { dns, plan, public_resolver, stamp };
template <>
inline constexpr NameTable<AddressSource, 4> kNames<AddressSource> = {
    {{AddressSource::dns, "dns"},
     {AddressSource::plan, "plan"},
     {AddressSource::public_resolver, "public_resolver"},
     {AddressSource::stamp, "stamp"}}};

// One connection to one address: TCP, then TLS, then HTTP, each there when it was tried; to a managed
// instance TCP, then the TDS pre-login, then the TLS inside of it.
struct Contact {
  std::string target{};  // Target::name
  Path path = Path::private_path;
  IpAddress address{};
  std::uint16_t port = 0;
  AddressSource source = AddressSource::dns;
  std::string source_detail{};  // the view, or the stamp's name
  std::optional<Connect> connect{};
  std::optional<Tds> tds{};
  std::optional<Tls> tls{};
  std::optional<Http> http{};
};

template <Is<ConnectTry> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Connect> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("error", s.error), f("local_address", s.local_address);
  f("tries", s.tries), f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Certificate> T, class F>
void visit_fields(T& s, F&& f) {
  f("subject", s.subject), f("issuer", s.issuer), f("names", s.names);
  f("not_before", s.not_before), f("not_after", s.not_after), f("sha256", s.sha256);
}
template <Is<Tls> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("sni", s.sni), f("version", s.version), f("cipher", s.cipher);
  f("chain", s.chain), f("anchor_subject", s.anchor_subject), f("anchor_sha256", s.anchor_sha256);
  f("own_anchors", s.own_anchors), f("verify_code", s.verify_code);
  f("verify_text", s.verify_text), f("name_matches", s.name_matches), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Header> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("value", s.value);
}
template <Is<Http> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("method", s.method), f("url", s.url), f("status", s.status);
  f("reason", s.reason), f("headers", s.headers), f("body", s.body);
  f("body_truncated", s.body_truncated), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<TdsOption> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("data", s.data);
}
template <Is<Tds> T, class F>
void visit_fields(T& s, F&& f) {
  f("outcome", s.outcome), f("offered", s.offered), f("encryption", s.encryption);
  f("version", s.version), f("options", s.options), f("alpn", s.alpn);
  f("first_bytes", s.first_bytes), f("error", s.error);
  f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<Contact> T, class F>
void visit_fields(T& s, F&& f) {
  f("target", s.target), f("path", s.path), f("address", s.address), f("port", s.port);
  f("source", s.source), f("source_detail", s.source_detail);
  f("connect", s.connect), f("tds", s.tds), f("tls", s.tls), f("http", s.http);
}

}  // namespace vnetprobe
