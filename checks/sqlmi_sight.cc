// What would trip a newcomer: ENCRYPT_OFF is offered, so REQ is the right answer. A server that
// answers OFF would have taken the login's password in the clear but for a courtesy of TDS.
#include "checks/sqlmi_sight.h"

#include <charconv>
#include <fmt/format.h>

namespace vnetprobe {
namespace {

// "\"HTTP/1.1 400 Ba…\"" where the bytes are a line of text, else the bytes.
std::string first_words(const std::string& hex) {
  std::string text;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned value{};
    if (std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16).ec != std::errc{}) return hex;
    if (value == '\r' || value == '\n') break;
    if (value < ' ' || value > '~') return hex;
    text += static_cast<char>(value);
  }
  return text.empty() ? hex : fmt::format("\"{}\"", text);
}

InstanceSight of_tls(const Tds& tds, const std::optional<Tls>& tls) {
  InstanceSight made;
  made.tds = &tds;
  if (!tls) return made;
  made.tls = &*tls;
  made.tls_sight = sight_of(*tls);
  made.sight = made.tls_sight == TlsSight::fine      ? TdsSight::fine
               : made.tls_sight == TlsSight::unknown ? TdsSight::unknown
                                                     : TdsSight::tls_fault;
  return made;
}

InstanceSight of_clear(const Contact& contact) {
  InstanceSight made;
  if (!contact.connect || contact.connect->outcome == ConnectOutcome::interrupted) return made;
  if (contact.connect->outcome != ConnectOutcome::connected) {
    made.sight = TdsSight::no_connection;
    return made;
  }
  if (!contact.tds) return made;
  made.tds = &*contact.tds;
  switch (contact.tds->outcome) {
    case TdsOutcome::answered:
      if (demands_encryption(*contact.tds)) return of_tls(*contact.tds, contact.tls);
      made.sight = TdsSight::encryption_missing;
      return made;
    case TdsOutcome::not_tds:
      made.sight = TdsSight::not_tds;
      return made;
    case TdsOutcome::silent:
      made.sight = TdsSight::silent;
      return made;
    case TdsOutcome::cut:
      made.sight = TdsSight::cut;
      return made;
    case TdsOutcome::interrupted:
      return made;
  }
  return made;
}

}  // namespace

bool demands_encryption(const Tds& tds) {
  return tds.encryption == "required" || tds.encryption == "on" || tds.encryption == "strict";
}

const Contact* strict_contact(const Case& run, std::size_t t, const Contact& contact) {
  for (const std::size_t i : run.contacts(t, Path::strict))
    if (run.evidence().contacts[i].address == contact.address) return &run.evidence().contacts[i];
  return nullptr;
}

InstanceSight instance_sight(const Case& run, std::size_t t, const Contact& contact) {
  const InstanceSight clear = of_clear(contact);
  if (clear.sight != TdsSight::not_tds && clear.sight != TdsSight::silent && clear.sight != TdsSight::cut)
    return clear;
  const Contact* strict = strict_contact(run, t, contact);
  // Only who answered a pre-login inside of TLS is a SQL server; TLS alone is anybody's.
  if (strict == nullptr || !strict->tds || strict->tds->outcome != TdsOutcome::answered) return clear;
  InstanceSight made = of_tls(*strict->tds, strict->tls);
  made.strict = true;
  return made;
}

std::string in_words(const InstanceSight& sight) {
  if (sight.tds == nullptr) return "was not asked to the end";
  const Tds& tds = *sight.tds;
  switch (tds.outcome) {
    case TdsOutcome::answered:
      return tds.encryption.empty()
                 ? fmt::format("answers as SQL Server {} and says nothing of encryption", tds.version)
                 : fmt::format("answers as SQL Server {} with encryption {}", tds.version, tds.encryption);
    case TdsOutcome::not_tds:
      return fmt::format("answers the TDS pre-login with bytes that are no pre-login answer ({})",
                         first_words(tds.first_bytes));
    case TdsOutcome::silent:
      return fmt::format("accepts the connection and does not answer the TDS pre-login within {:.1f} s",
                         tds.duration.count() / 1000);
    case TdsOutcome::cut:
      return fmt::format("ends the connection in place of an answer to the TDS pre-login: {}", tds.error);
    case TdsOutcome::interrupted:
      break;
  }
  return "was not asked to the end";
}

}  // namespace vnetprobe
