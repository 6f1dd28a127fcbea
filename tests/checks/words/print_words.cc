// Prints every az line that the program can print: the catalogue page, and the script that would mend
// a company where everything is wrong. az_lines_test.py reads it.
#include <iostream>

#include "checks/codes.h"
#include "checks/explain.h"
#include "checks/fix.h"
#include "tests/checks/words/company.h"

int main() {
  using namespace vnetprobe;
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  company.answer("dc1", kBlobHost, {"10.1.3.9"});
  for (const Code& row : codes()) {
    const std::string_view kind = row.subject;
    const std::string_view subject = kind == "zone"       ? kBlobZone
                                     : kind == "resolver" ? "dc1"
                                     : kind == "vault"    ? "contoso-rsv"
                                                          : "contosodata";
    company.find(row.code, subject, {std::string{kBlobHost}, "contosologs.blob.core.windows.net"}, {"dc1"});
  }
  company.find("dns.resolver-unreachable", "azure", {}, {"azure"});
  company.find("dns.no-private-endpoint", "contosokeys", {"contosokeys.vault.azure.net"}, {"dc1"});
  company.find("dns.no-private-endpoint", "sql1", {"sql1.a1b2c3d4e5f6.database.windows.net"}, {"dc1"});
  company.find("public.open", "contosokeys", {"contosokeys.vault.azure.net"}, {});
  company.find("public.open", "sql1", {"sql1.a1b2c3d4e5f6.database.windows.net"}, {});
  company.find("pe.not-approved", "contoso-rsv", {}, {});
  company.find("pe.no-zone-group", "contoso-rsv", {}, {});
  std::vector<std::string> undecided;
  std::cout << markdown_catalogue() << "\n" << fix(company.report(), "az", undecided);
}
