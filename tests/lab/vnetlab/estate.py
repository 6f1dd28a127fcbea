"""What a company has in Azure, as Azure Resource Manager lists it (azure-facts 10): a subscription of
virtual networks, private endpoints with their interfaces and zone groups, and what they lead to.

  Estate().network("vnet-weu", ...).endpoint("pe-st", ...).lists()

gives {path below https://management.azure.com: [items]}, every id spelled as ARM does.
"""

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-backup"
MACHINE = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/vm-sql"
TYPES = {
    "vault": "Microsoft.RecoveryServices/vaults",
    "account": "Microsoft.Storage/storageAccounts",
    "key_vault": "Microsoft.KeyVault/vaults",
    "instance": "Microsoft.Sql/managedInstances",
}
EXTRA = {
    "vault": {"publicNetworkAccess": "Disabled", "privateEndpointStateForBackup": "Enabled"},
    "account": {"publicNetworkAccess": "Disabled"},
    "key_vault": {"publicNetworkAccess": "Disabled"},
    "instance": {"proxyOverride": "Proxy"},
}


def resource_id(kind, name):
    return f"{GROUP}/providers/{TYPES[kind]}/{name}"


def network_id(kind, name):
    return f"{GROUP}/providers/Microsoft.Network/{kind}/{name}"


class Estate:
    def __init__(self):
        self.at = {f"/subscriptions/{SUBSCRIPTION}/providers/{kind}": [] for kind in (
            *TYPES.values(), "Microsoft.Network/networkInterfaces", "Microsoft.Network/virtualNetworks",
            "Microsoft.Network/privateEndpoints")}
        self.at["/subscriptions"] = [{"id": f"/subscriptions/{SUBSCRIPTION}", "subscriptionId": SUBSCRIPTION}]
        self.known = {}

    def _add(self, kind, item):
        self.at[f"/subscriptions/{SUBSCRIPTION}/providers/{kind}"].append(item)
        return item

    def network(self, name, prefixes, subnets, dns=()):
        vnet = network_id("virtualNetworks", name)
        self._add("Microsoft.Network/virtualNetworks", {
            "name": name, "id": vnet, "type": "Microsoft.Network/virtualNetworks", "location": "westeurope",
            "properties": {
                "addressSpace": {"addressPrefixes": list(prefixes)}, "dhcpOptions": {"dnsServers": list(dns)},
                "subnets": [{"name": subnet, "id": f"{vnet}/subnets/{subnet}",
                             "properties": {"addressPrefix": prefix, "privateEndpointNetworkPolicies": "Disabled"}}
                            for subnet, prefix in subnets.items()]}})
        return self

    def machine(self, vnet, subnet, address, hardware):
        """Its interface; the hardware address is what instance metadata gives, spelled as ARM does."""
        self._add("Microsoft.Network/networkInterfaces", {
            "name": "vm-sql-nic", "id": network_id("networkInterfaces", "vm-sql-nic"),
            "type": "Microsoft.Network/networkInterfaces", "location": "westeurope",
            "properties": {
                "macAddress": hardware, "virtualMachine": {"id": MACHINE.replace("resourceGroups", "resourcegroups")},
                "ipConfigurations": [{"name": "ipconfig1", "properties": {
                    "privateIPAddress": address, "primary": True,
                    "subnet": {"id": f"{network_id('virtualNetworks', vnet)}/subnets/{subnet}"}}}]}})
        return self

    def resource(self, kind, name, **properties):
        if (kind, name) not in self.known:
            item = {"name": name, "id": resource_id(kind, name), "type": TYPES[kind], "location": "westeurope",
                    "properties": {**EXTRA[kind], "privateEndpointConnections": [], **properties}}
            if kind == "vault":
                item["identity"] = {"type": "SystemAssigned"}
            self.known[kind, name] = self._add(TYPES[kind], item)
        return self.known[kind, name]

    def endpoint(self, name, subnet, kind, resource, group, names, zones, status="Approved", connection=""):
        """`subnet` is "VNET/SUBNET"; `names` {fqdn: address}; `zones` those of its zone group."""
        vnet, _, subnet_name = subnet.partition("/")
        endpoint = network_id("privateEndpoints", name)
        nic = network_id("networkInterfaces", f"{name}.nic.8a7fd322")
        # What Backup keeps for a vault is in Microsoft's own subscription (azure-facts 2.1).
        target = resource_id(kind, resource) if kind else (
            f"/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/rg/providers/{TYPES['account']}/{resource}")
        subnet_id = f"{network_id('virtualNetworks', vnet)}/subnets/{subnet_name}"
        link = {"name": f"{name}-c", "properties": {
            "privateLinkServiceId": target, "groupIds": [group],
            "privateLinkServiceConnectionState": {"status": status, "description": "Auto-Approved", "actionsRequired": "None"}}}
        self._add("Microsoft.Network/privateEndpoints", {
            "name": name, "id": endpoint, "type": "Microsoft.Network/privateEndpoints", "location": "westeurope",
            "properties": {
                "provisioningState": "Succeeded", "privateLinkServiceConnections": [link],
                "manualPrivateLinkServiceConnections": [], "subnet": {"id": subnet_id}, "ipConfigurations": [],
                "networkInterfaces": [{"id": nic}], "customDnsConfigs": []}})
        self._add("Microsoft.Network/networkInterfaces", {
            "name": f"{name}.nic.8a7fd322", "id": nic, "type": "Microsoft.Network/networkInterfaces", "location": "westeurope",
            "properties": {"privateEndpoint": {"id": endpoint}, "ipConfigurations": [
                {"name": f"c{i}", "properties": {
                    "privateIPAddress": address, "subnet": {"id": subnet_id},
                    "privateLinkConnectionProperties": {"groupId": group, "fqdns": [fqdn]}}}
                for i, (fqdn, address) in enumerate(names.items())]}})
        self.at[f"{endpoint}/privateDnsZoneGroups"] = [{
            "name": "default", "id": f"{endpoint}/privateDnsZoneGroups/default",
            "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
            "properties": {"provisioningState": "Succeeded", "privateDnsZoneConfigs": [
                {"name": zone, "properties": {"privateDnsZoneId": network_id("privateDnsZones", zone), "recordSets": [
                    {"recordType": "A", "fqdn": fqdn, "ipAddresses": [address]} for fqdn, address in names.items()]}}
                for zone in zones]}}] if zones else []
        for zone in zones:
            self.link(zone, vnet)
        if kind:
            self.resource(kind, resource)["properties"]["privateEndpointConnections"].append({
                "id": f"{target}/privateEndpointConnections/{connection or name}",
                "properties": {"privateEndpoint": {"id": endpoint},
                               "privateLinkServiceConnectionState": {"status": status}}})
        return self

    def link(self, zone, vnet):
        # The private DNS service spells its ids in lower case at times.
        path = f"{network_id('privateDnsZones', zone)}/virtualNetworkLinks"
        links = self.at.setdefault(path, [])
        if not any(each["name"] == vnet for each in links):
            links.append({"name": vnet, "id": f"{path}/{vnet}", "type": "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
                          "properties": {"virtualNetwork": {"id": network_id("virtualNetworks", vnet).lower()},
                                         "virtualNetworkLinkState": "Completed"}})

    def lists(self):
        return self.at


def contoso():
    """The company of contoso.yaml."""
    number, blob, queue = "1132794570626989392", "privatelink.blob.core.windows.net", "privatelink.queue.core.windows.net"
    roles = ("fc1", "fab1", "prot1", "rec2", "ecs1", "id1", "tel1", "wbcm1")
    names = {f"{number}-ab-pod01-{role}.we.backup.windowsazure.com": f"10.1.2.{4 + i}" for i, role in enumerate(roles)}
    estate = Estate()
    estate.network("vnet-weu", ["10.1.0.0/16", "10.7.0.0/16"],
                   {"snet-vm": "10.1.0.0/24", "snet-pe": "10.1.2.0/24", "snet-st": "10.1.3.0/24"})
    estate.machine("vnet-weu", "snet-vm", "10.1.0.10", "02-00-0A-01-00-0A")
    estate.endpoint("pe-rsv", "vnet-weu/snet-pe", "vault", "contoso-rsv", "AzureBackup", names,
                    ["privatelink.we.backup.windowsazure.com", blob, queue],
                    connection=f"pe-rsv.{number}.backup.75061caa-cba4-4849-8e09-608da4914aad")
    for name, account, service, address, zone in (
            ("pe-rsv_ecs7f3a_blob", "ab1pod01ecs101", "blob", "10.1.2.15", blob),
            ("pe-rsv_ecs7f3a_queue", "ab1pod01ecs101", "queue", "10.1.2.16", queue),
            ("pe-rsv_prot9b1c_blob", "ab1pod01prot101", "blob", "10.1.2.17", blob)):
        estate.endpoint(name, "vnet-weu/snet-pe", None, account, service, {f"{account}.{service}.core.windows.net": address}, [zone])
    estate.endpoint("pe-st", "vnet-weu/snet-st", "account", "mystorage01", "blob",
                    {"mystorage01.blob.core.windows.net": "10.1.3.5"}, [blob])
    estate.resource("account", "nobodys01")  # in the subscription, behind no endpoint
    return estate
