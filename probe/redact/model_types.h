// What the table of treatments calls the types of the model. A type without a word has no row there.
#pragma once

#include <string_view>

#include "probe/model/evidence.h"
#include "probe/model/plan.h"

namespace vnetprobe {

template <class T>
inline constexpr std::string_view kType = "";
template <>
inline constexpr std::string_view kType<Plan> = "plan";
template <>
inline constexpr std::string_view kType<ResolverPlan> = "resolver";
template <>
inline constexpr std::string_view kType<EndpointPlan> = "endpoint";
template <>
inline constexpr std::string_view kType<VaultPlan> = "vault";
template <>
inline constexpr std::string_view kType<SasPlan> = "sas";
template <>
inline constexpr std::string_view kType<StorageAccountPlan> = "account";
template <>
inline constexpr std::string_view kType<ManagedInstancePlan> = "instance";
template <>
inline constexpr std::string_view kType<KeyVaultPlan> = "key_vault";
template <>
inline constexpr std::string_view kType<IdentityPlan> = "identity";
template <>
inline constexpr std::string_view kType<DnsQuestion> = "question";
template <>
inline constexpr std::string_view kType<DnsOpt> = "opt";
template <>
inline constexpr std::string_view kType<SystemLookup> = "lookup";
template <>
inline constexpr std::string_view kType<Contact> = "contact";
template <>
inline constexpr std::string_view kType<ConnectTry> = "connect_try";
template <>
inline constexpr std::string_view kType<Connect> = "connect";
template <>
inline constexpr std::string_view kType<Certificate> = "certificate";
template <>
inline constexpr std::string_view kType<Tls> = "tls";
template <>
inline constexpr std::string_view kType<TdsOption> = "tds_option";
template <>
inline constexpr std::string_view kType<Tds> = "tds";
template <>
inline constexpr std::string_view kType<Header> = "header";
template <>
inline constexpr std::string_view kType<Http> = "http";
template <>
inline constexpr std::string_view kType<HostsLine> = "hosts_line";
template <>
inline constexpr std::string_view kType<HostFacts> = "host";

template <>
inline constexpr std::string_view kType<InstanceMetadata> = "instance_metadata";
template <>
inline constexpr std::string_view kType<Discovery> = "discovery";
template <>
inline constexpr std::string_view kType<TokenFacts> = "token";
template <>
inline constexpr std::string_view kType<SasFacts> = "sas_facts";
template <>
inline constexpr std::string_view kType<AzName> = "az_name";
template <>
inline constexpr std::string_view kType<AzEndpoint> = "az_endpoint";
template <>
inline constexpr std::string_view kType<AzNic> = "az_nic";
template <>
inline constexpr std::string_view kType<AzZoneConfig> = "az_zone_config";
template <>
inline constexpr std::string_view kType<AzZoneGroup> = "az_zone_group";
template <>
inline constexpr std::string_view kType<AzRecord> = "az_record";
template <>
inline constexpr std::string_view kType<AzLink> = "az_link";
template <>
inline constexpr std::string_view kType<AzVnet> = "az_vnet";
template <>
inline constexpr std::string_view kType<AzSubnet> = "az_subnet";
template <>
inline constexpr std::string_view kType<AzConnection> = "az_connection";
template <>
inline constexpr std::string_view kType<AzResource> = "az_resource";
template <>
inline constexpr std::string_view kType<AzPolicy> = "az_policy";

}  // namespace vnetprobe
