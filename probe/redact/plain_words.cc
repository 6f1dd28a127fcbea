// What would trip a newcomer: rules read some of these words ("AuthorizationFailure", "using this",
// "Action: Deny. Reason:", azure-facts 5). A word that a rule reads has to be here, or a redacted
// report is judged otherwise; the tests of redaction judge every story twice to see to it.
#include "probe/redact/plain_words.h"

#include <algorithm>
#include <set>
#include <string>

#include "probe/azure/regions.h"
#include "probe/redact/pseudonyms.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kWords =
    // English, as messages use it
    "a aborted about access account accounts action activity add address addrinfo after again alert all "
    "allow allowed already also an and anonymous answer any are as assign at attempted audit auth "
    "authenticate authenticated authentication authorization authorized bad based be been before big "
    "blocked broken browser busy but by caller cannot caused chain check client clients closed code codes "
    "connect connection contact content control copyright correct could created credential credentials "
    "current data date day deadline default denied deny depth description descriptor details device "
    "different disabled documentation does domain down due during early email enabled encountered end "
    "ended ends entity eof equal error errors exceeded exist exists expected expired failed failure "
    "family file firewall follow following for forbidden form format formed found from garbage gateway "
    "generated get getaddrinfo given group groups handshake has have header headers help host hostname "
    "hosts hour hours how http https id identity if in include including incoming info information inner "
    "innererror input internal interrupted invalid ip is issuer it its key keys kind late left length "
    "levels likely link list listed local location log long longer lookup made make many match matched "
    "max memory message method methods minute minutes mismatch missing mode modes more ms must name names "
    "nameserver network networks no nobody nodename none not now object of on one only open operation "
    "option or org origin other out page parameter parameters passed peer perform perimeter permanent "
    "permission permissions permitted pipe please policy port possible post present private proceeding "
    "program progress protocol proxy public purpose query ran reached read reading reason received refer "
    "refused region reject rejected remote reply represent request requested require required reset "
    "resolution resolved resolves resolving resource resources response responses retrieved revoked right "
    "route rule rules run scope scopes script second seconds secure security see self sent server servers "
    "service services servname set shared should shutdown sigint sign signal signature signed signing "
    "sigterm silent site soft software source sources space specified state status storage strict subject "
    "subscription success such support supported sure system table temporary tenant test text than that "
    "the their there they this time timed timeout to token too trace transport truncated trusted try type "
    "types unable unauthorized unavailable unexpected unknown unreachable untrusted uri url us use used "
    "user using valid value values vault verification verified verify version via virtual was web welcome "
    "were what when where which while with within without write writing wrong yet you your zone "
    // what services, gateways and their headers say
    "az vm nic show create update delete add output tsv command azurecloud azureusgovernment azurechinacloud "
    "tcp udp icmp ipv4 ipv6 true false null secret organizations configuration tenantid oidc devicecode "
    "frontchannel sub iss exp "
    "iat "
    "tid msgraph rbac pas rs256 p3p saml assertion implicit refresh introspection revocation userdata "
    "accept accepted accountispublic act active additionally addr administrator aes aes128 aes256 age "
    "agent aggregate alg algorithm alive apache api application approved apr arm arpa aspnet auditing aug "
    "aut authority authorizationfailure authorize azure azurebackup backup bearer blob body br button "
    "cache cbc ccm center certificate chacha20 challenge charset cherrypy chunked claims clientinfo "
    "cloudflare comp completed conn container containers cookie core cors cpython creating creationtime "
    "crl cross csp dec decision delete deleting destination detail dfs dhe diagnostics disconnected "
    "discovery div dns doctype dst dtd ecdhe ecdsa egress embedder en encoding endpoint endpoints envoy "
    "ests etag etc eth eval expect expires expose express fam feb fields filter forbiddenbyconnection "
    "forbiddenbyfirewall forms forwarded fragment fri frontend gcm gmt graph gunicorn gzip h1 h2 h3 "
    "handler head health healthstatus hint hmac hr href hsm hsts html html4 html5 httpapi iis im img "
    "includesubdomains inline inprogress instance integrated inter internetwork ipv jan json jul jun jwks "
    "jwt keep kerberos kestrel keyvault keyvaulterrorresponse known last lastmodified ldap leasestatus li "
    "lifetime lo logout loose managed managedinstance managedinstances management mar mars may metadata "
    "microsoft modified mon monitor negotiate nel net networkinterfaces nginx nonce nosniff nov ntlm "
    "oauth oct offline opener openid operationalinsights options p pairwise patch path pending plain pod "
    "policyname poly1305 powered pragma preauthorized privatednszones privateendpoint privateendpoints "
    "probe prod profile properties providers provisioning proxied proxies psk put python "
    "queryparametername queryparametervalue queue rac range ranges realm record recovery recoveryservices "
    "redirect referrer requestid reserved resourcegroup resourcegroups resourcenotfound restype retry "
    "root routing rs samesite sat sep session sid simplehttp since sku slices smb sniff sql sqlserver "
    "squid src sslv3 storageaccounts sts subdomains subnets subscriptions succeeded sun systemassigned td "
    "telemetry th thu title tlsv1 tr traffic trans transfer tue ul uniqueid unit unmodified unsafe "
    "unspecified updating useragent userassigned userinfo utf varies varnish vary vaultcore vaults ver "
    "virtualnetworks vnet wed well windows www xml xmlns xmlsoap "
    // a SQL server's pre-login
    "encryption fedauth off tds thread "
    // the hosts file and the proxy variables
    "all_proxy compat conf ens files ftp_proxy http_proxy https_proxy lib mdns mdns4 mdns6 minimal "
    "nsp caller rbac myhostname mymachine mymachines nis nm no_proxy notfound nsswitch resolv resolve return "
    "socks socks5 "
    "stub systemd usr var wlan "
    // public certificate authorities and what stands in their names
    "amazon arin assured baltimore basic ca ccadb cert certification class cloud cn corporation cps "
    "cybertrust dc digicert dv ecc encrypt entrust ev extended g1 g2 g3 g4 g5 geotrust global globalsign "
    "google gts inc intermediate isrg issuing l let lets limited llc ltd ocsp organization ou ov primary "
    "r1 r2 r3 r4 r5 r6 rapidssl redmond rsa sectigo sha1 sha256 sha384 ssl st thawte tls trust usertrust "
    "validation verisign wa washington x1 x2";

const std::set<std::string, std::less<>>& words() {
  static const std::set<std::string, std::less<>> all = [] {
    std::set<std::string, std::less<>> made;
    for (std::size_t at = 0; at < kWords.size();) {
      const std::size_t end = std::min(kWords.find(' ', at), kWords.size());
      made.emplace(kWords.substr(at, end - at));
      at = end + 1;
    }
    for (const Region& each : all_regions()) made.emplace(each.name), made.emplace(each.geo);
    return made;
  }();
  return all;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// One or two characters name nobody; a longer number may be an id.
bool is_short(std::string_view part) {
  constexpr std::size_t kLongestNumber = 6;
  return part.size() <= 2 || (part.size() <= kLongestNumber && std::ranges::all_of(part, is_digit));
}

bool is_plain_part(std::string_view part) { return is_short(part) || words().contains(lower_case(part)); }

// "AADSTS90002": an error of Entra ID, which azure-facts 8.1 knows by number.
bool is_error_number(std::string_view word) {
  constexpr std::string_view kPrefix = "AADSTS";
  return word.starts_with(kPrefix) && word.size() > kPrefix.size() && word.size() <= kPrefix.size() + 7 &&
         std::ranges::all_of(word.substr(kPrefix.size()), is_digit);
}

bool begins_part(std::string_view word, std::size_t i) {
  if (is_digit(word[i])) return !is_digit(word[i - 1]);
  if (is_digit(word[i - 1])) return true;
  return is_upper(word[i]) && (is_lower(word[i - 1]) || (i + 1 < word.size() && is_lower(word[i + 1])));
}

}  // namespace

bool is_plain_word(std::string_view word) {
  if (word.empty() || is_plain_part(word) || is_error_number(word)) return true;
  // Parts of one or two letters are plain alone, but a word made of nothing else is somebody's.
  std::size_t from = 0;
  bool has_known_word = false;
  for (std::size_t i = 1; i <= word.size(); ++i) {
    if (i < word.size() && !begins_part(word, i)) continue;
    const std::string_view part = word.substr(from, i - from);
    if (!is_plain_part(part)) return false;
    has_known_word |= part.size() > 2 && words().contains(lower_case(part));
    from = i;
  }
  return has_known_word;
}

}  // namespace vnetprobe
