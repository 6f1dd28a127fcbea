#include "probe/redact/treatment.h"

#include <array>

namespace vnetprobe {
namespace {

struct Row {
  std::string_view type{};
  std::string_view field{};
  Treatment treatment = Treatment::strangers;
};

constexpr auto kRows = std::to_array<Row>({
    {"plan", "name", Treatment::label},
    {"plan", "denied_storage_accounts", Treatment::label},
    {"resolver", "name", Treatment::view},
    {"endpoint", "fqdn", Treatment::host},
    {"vault", "name", Treatment::label},
    {"vault", "id", Treatment::label},
    {"vault", "private_endpoint", Treatment::label},
    {"sas", "file", Treatment::label},
    {"sas", "env", Treatment::label},
    {"account", "name", Treatment::label},
    {"account", "container", Treatment::label},
    {"account", "purpose", Treatment::label},
    {"instance", "host", Treatment::host},
    {"key_vault", "name", Treatment::label},
    {"identity", "client_id", Treatment::label},

    {"question", "view", Treatment::view},
    {"question", "subject", Treatment::host},
    {"question", "name", Treatment::host},
    {"opt", "nsid", Treatment::hex},
    {"lookup", "view", Treatment::view},
    {"lookup", "subject", Treatment::host},
    {"lookup", "name", Treatment::host},
    {"lookup", "canonical", Treatment::host},

    {"contact", "target", Treatment::host},
    {"contact", "source_detail", Treatment::view},
    {"certificate", "sha256", Treatment::hex},
    {"tls", "sni", Treatment::host},
    {"tls", "anchor_sha256", Treatment::hex},

    {"tds_option", "data", Treatment::hex},
    {"tds", "first_bytes", Treatment::hex},

    {"hosts_line", "names", Treatment::host},
    {"host", "hostname", Treatment::host},
    {"host", "search", Treatment::host},

    {"instance_metadata", "resource_group", Treatment::label},
    {"instance_metadata", "name", Treatment::label},
    {"instance_metadata", "resource", Treatment::arm},
    {"discovery", "vnet", Treatment::arm},

    {"token", "host", Treatment::host},
    {"token", "client_id", Treatment::label},
    {"sas_facts", "account", Treatment::label},
    {"sas_facts", "host", Treatment::host},
    {"sas_facts", "container", Treatment::label},
    {"sas_facts", "version", Treatment::rights},
    {"sas_facts", "services", Treatment::rights},
    {"sas_facts", "resource_types", Treatment::rights},
    {"sas_facts", "resource", Treatment::rights},
    {"sas_facts", "permissions", Treatment::rights},
    {"sas_facts", "starts", Treatment::rights},
    {"sas_facts", "expires", Treatment::rights},
    {"sas_facts", "protocol", Treatment::rights},
    {"sas_facts", "addresses", Treatment::label},

    {"az_name", "fqdn", Treatment::host},
    {"az_endpoint", "id", Treatment::arm},
    {"az_endpoint", "name", Treatment::label},
    {"az_endpoint", "source", Treatment::label},
    {"az_endpoint", "resource", Treatment::arm},
    {"az_endpoint", "subnet", Treatment::arm},
    {"az_endpoint", "nics", Treatment::arm},
    {"az_nic", "id", Treatment::arm},
    {"az_nic", "endpoint", Treatment::arm},
    {"az_zone_config", "zone", Treatment::host},
    {"az_zone_group", "endpoint", Treatment::arm},
    {"az_zone_group", "name", Treatment::label},
    {"az_record", "zone", Treatment::host},
    {"az_record", "fqdn", Treatment::host},
    {"az_link", "zone", Treatment::host},
    {"az_link", "name", Treatment::label},
    {"az_link", "vnet", Treatment::arm},
    {"az_vnet", "id", Treatment::arm},
    {"az_vnet", "name", Treatment::label},
    {"az_vnet", "source", Treatment::label},
    {"az_subnet", "id", Treatment::arm},
    {"az_subnet", "name", Treatment::label},
    {"az_subnet", "security_group", Treatment::arm},
    {"az_subnet", "route_table", Treatment::arm},
    {"az_connection", "endpoint", Treatment::arm},
    {"az_connection", "number", Treatment::label},
    {"az_resource", "id", Treatment::arm},
    {"az_resource", "name", Treatment::label},
    {"az_resource", "source", Treatment::label},
    {"az_resource", "host", Treatment::host},
    {"az_resource", "subnet", Treatment::arm},
    {"az_policy", "id", Treatment::arm},
    {"az_policy", "name", Treatment::label},
    {"az_policy", "resources", Treatment::arm},
    {"az_policy", "subnets", Treatment::arm},
});

}  // namespace

Treatment treatment_of(std::string_view type, std::string_view field) {
  for (const Row& row : kRows)
    if (row.type == type && row.field == field) return row.treatment;
  return Treatment::strangers;
}

}  // namespace vnetprobe
