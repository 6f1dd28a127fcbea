// Every way to be wrong, with the line that a user reads. The texts are the product.
#include <ctime>
#include <doctest/doctest.h>

#include "tests/probe/plan/plans.h"

namespace vnetprobe {

TEST_CASE("each mistake is told at its place, with what would be right") {
  struct Row {
    std::string story;
    std::string text;
    std::vector<std::string> errors;
  };
  const Row rows[] = {
      {"unknown key",
       "version: 1\nvnets: [10.1.0.0/16]\n",
       {"plan.yaml:2:1: unknown key `vnets`; the nearest known key is `vnet`"}},
      {"unknown key deep inside",
       "version: 1\nvaults:\n  - name: v\n    endpoints:\n      - {fqdn: a.example.com, ipp: 10.1.2.3}\n",
       {"plan.yaml:5:31: unknown key `ipp`; the nearest known key is `ip`"}},
      {"a key that would paint the terminal",
       "version: 1\n\"\\e[31mred\\u009b\": 1\n",
       {"plan.yaml:2:1: unknown key `?[31mred?`; the nearest known key is `name`"}},
      {"key written twice",
       "version: 1\nname: a\nname: a\n",
       {"plan.yaml:3:1: `name` is written twice in one mapping, first on line 2; keep one"}},
      {"key written twice deep inside",
       "version: 1\nvaults:\n  - name: v\n    region: westeurope\n    region: northeurope\n",
       {"plan.yaml:5:5: `region` is written twice in one mapping, first on line 4; keep one"}},
      {"a key that is a list", "version: 1\n[a]: 1\n", {"plan.yaml:2:1: a key must be a word"}},
      {"networks",
       "version: 1\nvnet: [10.1.0.1/16, 10.1.0.0/33, 10.1.0.0, banana, \"fd00:1::1/48\", 10.1.0.0/]\n",
       {"plan.yaml:2:8: `vnet`: `10.1.0.1/16` has bits set past its length; write 10.1.0.0/16",
        "plan.yaml:2:21: `vnet`: `10.1.0.0/33` has a wrong length; after the slash stands a number from 0 to "
        "32",
        "plan.yaml:2:34: `vnet`: `10.1.0.0` has no length; write 10.1.0.0/32 for the address alone",
        "plan.yaml:2:44: `vnet`: `banana` is not a network; write 10.1.0.0/16 or fd00:1::/48",
        "plan.yaml:2:52: `vnet`: `fd00:1::1/48` has bits set past its length; write fd00:1::/48",
        "plan.yaml:2:68: `vnet`: `10.1.0.0/` has a wrong length; after the slash stands a number from 0 to "
        "32"}},
      {"version as text",
       "version: \"1\"\n",
       {"plan.yaml:1:10: `version` must be the number 1, not the quoted text `1`"}},
      {"another version", "version: 2\n", {"plan.yaml:1:10: `version` must be the number 1, not `2`"}},
      {"version left out",
       "name: a\n",
       {"plan.yaml: `version` is missing; begin the plan with `version: 1`"}},
      {"a list for text", "version: 1\nname: [a]\n", {"plan.yaml:2:7: `name` must be text, not a list"}},
      {"text for a list",
       "version: 1\nvnet: 10.1.0.0/16\n",
       {"plan.yaml:2:7: `vnet` must be a list, not `10.1.0.0/16`"}},
      {"a mapping for a list",
       "version: 1\nresolvers: {name: dc1}\n",
       {"plan.yaml:2:12: `resolvers` must be a list, not a mapping"}},
      {"nothing for a list",
       "version: 1\nvaults:\n",
       {"plan.yaml:2:1: `vaults` must be a list, not nothing"}},
      {"text for a mapping",
       "version: 1\nstorage_accounts: [mystorage01]\n",
       {"plan.yaml:2:20: a storage account must be a mapping that begins with `name`, not `mystorage01`"}},
      {"text for a truth",
       "version: 1\nservice_endpoint_policy: \"true\"\n",
       {"plan.yaml:2:26: `service_endpoint_policy` must be true or false, not the quoted text `true`"}},
      {"yes for a truth",
       "version: 1\nservice_endpoint_policy: yes\n",
       {"plan.yaml:2:26: `service_endpoint_policy` must be true or false, not `yes`"}},
      {"a word that is none of the words",
       "version: 1\ncloud: publik\n",
       {"plan.yaml:2:8: `cloud` must be `public`, `usgov` or `china`, not `publik`; did you mean `public`?"}},
      {"ports",
       "version: 1\nendpoints:\n  - {fqdn: a.example.com, port: 0}\n  - {fqdn: b.example.com, port: 65536}\n"
       "  - {fqdn: c.example.com, port: https}\n",
       {"plan.yaml:3:33: `port` must be a number from 1 to 65535, not `0`",
        "plan.yaml:4:33: `port` must be a number from 1 to 65535, not `65536`",
        "plan.yaml:5:33: `port` must be a number from 1 to 65535, not `https`"}},
      {"addresses",
       "version: 1\nkey_vaults:\n  - {name: a, ip: 10.1.2}\n  - {name: b, ip: [[10.1.2.3]]}\n"
       "  - {name: c, ip: {blob: 10.1.2.3}}\n  - {name: d, ip: }\n",
       {"plan.yaml:3:19: `ip` must be an IP address or a list of them, not `10.1.2`",
        "plan.yaml:4:20: `ip` must be an IP address, not a list",
        "plan.yaml:5:19: `ip` must be an IP address or a list of them, not a mapping",
        "plan.yaml:6:15: `ip` must be an IP address or a list of them, not nothing"}},
      {"host names",
       "version: 1\nendpoints:\n  - {fqdn: https://x.example/y}\n  - {fqdn: 10.1.1.1}\n  - {fqdn: "
       "x.example:443}\n"
       "  - {fqdn: x_y}\n  - {ip: 10.1.1.1}\n  - {fqdn: 1-ab-pod01-fc1.westeurope.backup.windowsazure.com}\n",
       {"plan.yaml:3:12: `fqdn` must be a host name, not a URL: write the name in it alone",
        "plan.yaml:4:12: `fqdn` must be a host name, not an address: addresses stand in `ip`",
        "plan.yaml:5:12: `fqdn` must be a host name, without a port",
        "plan.yaml:6:12: `fqdn` must be a host name, not `x_y`: labels of letters, digits and hyphens with "
        "dots "
        "between",
        "plan.yaml:7:5: an endpoint needs its `fqdn`",
        "plan.yaml:8:12: `fqdn` must be a host name, but `westeurope` in it is a region: Backup writes its "
        "geo "
        "code, `we`"}},
      {"an expected address outside vnet",
       "version: 1\nvnet: [10.1.0.0/16, 10.7.0.0/16]\nendpoints: [{fqdn: a.example.com, ip: [10.7.1.1, "
       "10.2.1.1]}]\n",
       {"plan.yaml:3:50: 10.2.1.1 is outside `vnet` (10.1.0.0/16, 10.7.0.0/16)"}},
      {"an expected address that is public, with no vnet told",
       "version: 1\nendpoints: [{fqdn: a.example.com, ip: 20.60.1.1}]\n",
       {"plan.yaml:2:39: 20.60.1.1 is not a private address; name the VNet's networks in `vnet`"}},
      {"one name, two roles, in two forms",
       "version: 1\nvaults:\n  - name: v\n    endpoints:\n      - {fqdn: a.blob.core.windows.net, role: "
       "ecs}\n"
       "      - {fqdn: a.privatelink.blob.core.windows.net, role: prot}\n",
       {"plan.yaml:6:59: `role` of a.blob.core.windows.net is `prot` here and `ecs` at plan.yaml:5:47; make "
        "them the "
        "same, or keep one"}},
      {"one name, two ports, in two sections",
       "version: 1\nvaults:\n  - {name: v, endpoints: [{fqdn: a.example.com, port: 443}]}\nendpoints:\n"
       "  - {fqdn: A.example.com., port: 8443}\n",
       {"plan.yaml:5:34: `port` of a.example.com is `8443` here and `443` at plan.yaml:3:55; make them the "
        "same, or "
        "keep one"}},
      {"one account, public in its vault and closed for itself",
       "version: 1\nvaults:\n  - {name: v, public_access: enabled, endpoints: [{fqdn: "
       "a.blob.core.windows.net}]}\n"
       "storage_accounts: [{name: a, public_access: disabled}]\n",
       {"plan.yaml:3:30: `public_access` of storage account a is `enabled` here and `disabled` at "
        "plan.yaml:4:45; "
        "make them the same, or keep one"}},
      {"an account that must be served and refused",
       "version: 1\nstorage_accounts: [{name: a}]\ndenied_storage_accounts: [A, b]\n",
       {"plan.yaml:3:27: `a` must be refused here, and is one of the plan's own endpoints elsewhere; it "
        "cannot be "
        "both"}},
      {"regions and geo codes",
       "version: 1\nvaults:\n  - {name: a, region: westeurop}\n  - {name: b, geo: uxs}\n  - {name: c, geo: "
       "uksouth}\n"
       "  - {name: d, geo: ne, region: westeurope}\n  - {name: f, region: chinaeast2}\n",
       {"plan.yaml:3:23: `westeurop` is not a region of cloud public; did you mean `westeurope`?",
        "plan.yaml:4:20: `uxs` is not a geo code of cloud public; did you mean `uks`?",
        "plan.yaml:5:20: `uksouth` is not a geo code of cloud public; did you mean `uks`?",
        "plan.yaml:6:20: geo code `ne` is northeurope, but `region` is `westeurope` at plan.yaml:6:32, whose "
        "code is "
        "`we`",
        "plan.yaml:7:23: `chinaeast2` is a region of `cloud: china`, and the plan is for public"}},
      {"a Backup name of another geo than its vault's",
       "version: 1\nvaults:\n  - name: v\n    endpoints: [{fqdn: "
       "1-ab-pod01-fc1.ne.backup.windowsazure.com}]\n"
       "    region: westeurope\n",
       {"plan.yaml:4:24: `1-ab-pod01-fc1.ne.backup.windowsazure.com` has the geo code `ne`, and its vault's "
        "is `we`"}},
      {"a vault's number that is none",
       "version: 1\nvaults: [{name: v, id: contoso}]\n",
       {"plan.yaml:2:24: `id` must be the vault's number as it stands in the names, `1132794570626989392` "
        "for "
        "example"}},
      {"a vault without a name",
       "version: 1\nvaults: [{geo: we}]\n",
       {"plan.yaml:2:10: a vault needs its `name`"}},
      {"resolvers",
       "version: 1\nresolvers:\n  - {name: system, address: 10.1.1.1}\n  - {name: dc1}\n  - {name: dc2, "
       "address: dc2}\n"
       "  - {name: dc3, address: 10.1.1.1}\n  - {name: dc3, address: 10.1.1.2}\n  - {name: a@b, address: "
       "10.1.1.3}\n"
       "  - {name: public_resolver, address: 10.1.1.4}\n  - {address: 10.1.1.5}\n",
       {"plan.yaml:3:29: `system` is what programs on this host get, and has no `address`",
        "plan.yaml:4:5: resolver `dc1` needs its `address`; only `system` has none",
        "plan.yaml:5:26: `address` must be an IP address with or without a port, 10.1.0.53, 10.1.0.53:5353 "
        "or "
        "[fd00::53]:53, or `system`, not `dc2`",
        "plan.yaml:7:12: a resolver `dc3` is there already; each needs a name of its own",
        "plan.yaml:8:12: `name` of a resolver must be one word without @, /, =, ? and commas, not `a@b`",
        "plan.yaml:9:12: `public_resolver` is a key of its own, not a resolver's name",
        "plan.yaml:10:5: a resolver needs its `name`"}},
      {"a resolver's name in place of an address",
       "version: 1\npublic_resolver: dns.example\n",
       {"plan.yaml:2:18: `public_resolver` must be an IP address with or without a port, not `dns.example`"}},
      {"a token in the plan is not repeated in the message",
       "version: 1\nstorage_accounts:\n  - {name: a, sas: \"?sv=SECRET\"}\n  - {name: b, sas: {file: x, env: "
       "Y}}\n"
       "  - {name: c, sas: {env: \"sv=SECRET\"}}\n  - {name: d, sas: {}}\n",
       {"plan.yaml:3:20: `sas` must be {file: NAME} or {env: NAME}; the token itself never stands in a plan",
        "plan.yaml:4:20: `sas` must be {file: NAME} or {env: NAME}; the token itself never stands in a plan",
        "plan.yaml:5:26: `env` must be the name of an environment variable",
        "plan.yaml:6:20: `sas` must be {file: NAME} or {env: NAME}; the token itself never stands in a "
        "plan"}},
      {"storage accounts",
       "version: 1\nstorage_accounts:\n  - {name: a.blob.core.windows.net}\n"
       "  - {name: b, services: [blob], ip: {queue: 10.1.1.1}}\n  - {name: c, services: [blobs]}\n"
       "  - {services: [blob]}\n  - {name: d, ip: {smb: 10.1.1.1}}\n",
       {"plan.yaml:3:12: `name` must be the name alone, letters, digits and hyphens, not "
        "`a.blob.core.windows.net`",
        "plan.yaml:4:45: `ip` names `queue`, which `services` does not list",
        "plan.yaml:5:26: `services` must be `blob`, `queue`, `file`, `table`, `dfs` or `web`, not `blobs`; "
        "did you "
        "mean `blob`?",
        "plan.yaml:6:5: a storage account needs its `name`",
        "plan.yaml:7:20: `ip` must be `blob`, `queue`, `file`, `table`, `dfs` or `web`, not `smb`; did you "
        "mean "
        "`web`?"}},
      {"managed instances",
       "version: 1\nmanaged_instances:\n  - {host: srv.database.windows.net}\n"
       "  - {host: mi.public.a1b2.database.windows.net}\n"
       "  - {host: mi.privatelink.a1b2.database.windows.net, private_endpoint: false}\n  - {ip: 10.1.1.1}\n"
       "  - {host: mi2.privatelink.a1b2.database.windows.net, mi_link: true}\n",
       {"plan.yaml:3:12: `host` must be a managed instance's name, NAME.DNSZONE.database.windows.net, not "
        "`srv.database.windows.net`",
        "plan.yaml:4:12: `host` must be the VNet-local name, mi.a1b2.database.windows.net; its public "
        "endpoint is told "
        "by `public_endpoint`",
        "plan.yaml:5:72: `private_endpoint` is false, but `host` is written with privatelink; leave one out",
        "plan.yaml:6:5: a managed instance needs its `host`",
        "plan.yaml:7:64: `mi_link` needs the VNet-local name: a private endpoint carries port 1433 alone"}},
      {"sign-in",
       "version: 1\nentra: {tenant: a/b}\nalso: [crll]\nidentity: true\n",
       {"plan.yaml:2:17: `tenant` must be a tenant's name, its GUID or `organizations`, not `a/b`",
        "plan.yaml:3:8: `also` must be `arm`, `graph`, `monitor`, `crl`, `backup-tenant`, `file-recovery` or "
        "`mars`, "
        "not `crll`; did you mean `crl`?",
        "plan.yaml:4:11: `identity` must be a mapping that begins with `managed_identity`, not `true`"}},
      {"the environment",
       "version: 1\nname: \"${UNSET}\"\nendpoints:\n  - {fqdn: \"${PREFIX.x\"}\n  - {fqdn: \"${1}\"}\n"
       "storage_accounts: [{name: a, purpose: \"${COLOUR}\", container: \"${EMPTY}\"}]\n",
       {"plan.yaml:2:7: the environment variable UNSET is not set",
        "plan.yaml:4:12: `${` begins the name of an environment variable and ends with `}`: ${NAME}",
        "plan.yaml:5:12: `${` begins the name of an environment variable and ends with `}`: ${NAME}",
        "plan.yaml:6:39: `purpose` holds a control character; it must be one line of text",
        "plan.yaml:6:63: `container` is empty; it must be text, or be left out"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(printed(parse_text(row.text)) == Lines{row.errors});
  }
}

TEST_CASE("what is no plan at all is refused whole") {
  std::string bomb = "version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'j'; ++c) {
    const std::string before{static_cast<char>(c - 1)};
    bomb += std::string{c} + ": &" + c + " [*" + before;
    for (int i = 0; i < 8; ++i) bomb += ", *" + before;
    bomb += "]\n";
  }
  struct Row {
    std::string story;
    std::string text;
    std::string error;
  };
  const Row rows[] = {
      {"empty", "", "plan.yaml: the file is empty; the least that a plan says is `version: 1`"},
      {"comments alone", "# nothing\n\n",
       "plan.yaml: the file is empty; the least that a plan says is `version: 1`"},
      {"NUL bytes", std::string{"version: 1\nna\0me: x\n", 20},
       "plan.yaml:2:3: a NUL byte: this is a binary file; a plan is YAML or JSON, in UTF-8"},
      {"an ELF file",
       "\x7f"
       "ELF\x02\x01",
       "plan.yaml:1:1: a control character; a plan is YAML or JSON, in UTF-8"},
      {"an escape code", "version: 1\nname: \x1b[31mred\n",
       "plan.yaml:2:7: a control character; a plan is YAML or JSON, in UTF-8"},
      {"an escape code of the eight-bit kind",
       "version: 1\nname: \xC2\x9B"
       "31m\n",
       "plan.yaml:2:7: a control character; a plan is YAML or JSON, in UTF-8"},
      {"Latin-1", "version: 1\nname: K\xF6ln\n",
       "plan.yaml:2:8: bytes that are not UTF-8; a plan is YAML or JSON, in UTF-8"},
      {"UTF-8 that is longer than it need be", "version: 1\nname: \xC0\xAF\n",
       "plan.yaml:2:7: bytes that are not UTF-8; a plan is YAML or JSON, in UTF-8"},
      {"one byte too many", std::string(kMaxPlanBytes + 1, '#'),
       "plan.yaml: 1048577 bytes; a plan is at most 1048576 (1 MiB)"},
      {"an alias bomb", bomb,
       "plan.yaml:6:8: aliases stand for more than 10000 values up to here; write them out"},
      {"an alias of itself", "version: 1\nvnet: &a [*a]\n",
       "plan.yaml:2:11: an alias inside what it stands for has no end"},
      {"nested lists", std::string(100000, '['),
       "plan.yaml:1:1: lists and mappings are nested too deeply to be a plan"},
      {"not YAML", "version: 1\nvnet: [10.1.0.0/16\nname: x\n",
       "plan.yaml:3:5: this is not YAML: end of sequence flow not found"},
      {"a tab for indentation", "version: 1\nvaults:\n\t- name: x\n",
       "plan.yaml:3:2: this is not YAML: illegal block entry"},
      {"two documents", "version: 1\n---\nversion: 1\n",
       "plan.yaml:2:1: a second document begins here; a plan is one document, give each in a file of its own "
       "with -p"},
      {"a word", "hello\n",
       "plan.yaml:1:1: a plan must be a mapping that begins with `version`, not `hello`"},
      {"a list", "- version: 1\n",
       "plan.yaml:1:1: a plan must be a mapping that begins with `version`, not a list"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(printed(parse_text(row.text)) == Lines{{row.error}});
  }
}

TEST_CASE("the largest plan that is allowed is refused within a second, whatever is in it") {
  struct Row {
    std::string story;
    std::string text;
  };
  const auto filled = [](std::string text, std::string_view piece) {
    while (text.size() + piece.size() < kMaxPlanBytes) text += piece;
    return text;
  };
  const Row rows[] = {{"open lists", filled("", "[")},
                      {"open mappings", filled("", "{a: ")},
                      {"one list", filled("version: 1\nname: [", "a,")},
                      {"one key", filled("version: 1\n", "k")},
                      {"tags", filled("", "!")},
                      {"one quoted text that never ends", filled("version: 1\nname: \"", "a")},
                      {"aliases that stand for nothing much", filled("a: &a x\nb: [", "*a,")}};
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const std::clock_t start = std::clock();  // processor time: other tests run beside this one
    CHECK_FALSE(parse_text(row.text).errors.empty());
    const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    MESSAGE(row.story << ": " << took * 1000 << " ms");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(took < 1.0);
#endif
  }
}

TEST_CASE("all mistakes of all files come at once, in the order of the files") {
  const ParsedPlan parsed =
      parse_texts({{"a.yaml", "version: 1\nnam: x\ncloud: mars\n"},
                   {"dir/b.yaml", ""},
                   {"-", "version: 1\nkey_vaults: [{name: k, ip: 8.8.8.8}]\nnam: x\n"}});
  CHECK(printed(parsed) ==
        Lines{{"a.yaml:2:1: unknown key `nam`; the nearest known key is `name`",
               "a.yaml:3:8: `cloud` must be `public`, `usgov` or `china`, not `mars`; did you mean `usgov`?",
               "dir/b.yaml: the file is empty; the least that a plan says is `version: 1`",
               "-:2:28: 8.8.8.8 is not a private address; name the VNet's networks in `vnet`",
               "-:3:1: unknown key `nam`; the nearest known key is `name`"}});
}

}  // namespace vnetprobe
