// The rows of the catalogue about connections: TCP, TLS and whoever answers behind them.
#pragma once

#include <array>

#include "checks/codes.h"

namespace vnetprobe {

inline constexpr auto kPathCodes = std::to_array<Code>({
    // azure-facts 5.6, 5.8; 11 rows 11 and 12
    {.code = "net.timeout",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The right address is silent: packets are dropped on the way",
     .why = "DNS is right and nothing comes back. A network security group or firewall drops silently, a "
            "route leads elsewhere, a peering or VPN is missing, or the private endpoint is not approved.",
     .proof = "The connection to the right address got no answer, from a second port neither.",
     .mend =
         "Look at the endpoint's state first: only an approved one carries traffic. Then network security "
         "groups and firewalls, for outbound traffic from here and, where network policies are on for the "
         "endpoint's subnet, inbound there; then routes and peerings.",
     .limits = "Traceroute does not show the way to a private endpoint. Which of the causes it is, the wire "
               "cannot tell."},
    // azure-facts 5.7, 5.8
    {.code = "net.refused",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The right address refuses the connection",
     .why = "Something answers at the address and says that nobody listens: a private endpoint that is not "
            "approved, a firewall that rejects instead of dropping, a wrong port, or an address that belongs "
            "to another machine.",
     .proof = "The connection to the right address was answered with a reset.",
     .mend = "Look at the state of the private endpoint and at whose address it is, then at firewalls on the "
             "way.",
     .limits = ""},
    {.code = "net.unreachable",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "There is no route to the right address",
     .why = "This machine, or a router on the way, has no path to the network of the private endpoint: a "
            "missing route, peering, VPN or ExpressRoute circuit.",
     .proof = "The connection failed with \"no route\" or \"network unreachable\", at this machine or from a "
              "router.",
     .mend = "Add the route or peering to the network of the private endpoint.",
     .limits = ""},
    // azure-facts 5.6; 11 row 13
    {.code = "net.firewall-denied",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "A firewall or proxy answers in the service's place",
     .why =
         "The connection seems to work, but it ends at a device on the way that has no rule for this name, "
         "or that wants a sign-in of its own.",
     .proof = "HTTP 470, a deny page, 407, or a page that bears the mark of a proxy (Via, X-Squid-Error, "
              "Proxy-Status) and not the service's headers.",
     .mend = "Allow the names in the firewall's application rules, or route private endpoints around it.",
     .limits = ""},
    // azure-facts 8.4; 11 rows 20 and 35
    {.code = "tls.intercepted",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "The certificate is not the service's: something opens the traffic on the way",
     .why = "TLS inspection breaks agents that bring their own trust and shows secrets to a third party.",
     .proof = "The chain does not verify, or only to an anchor that is not among the public roots that the "
              "probe brings along. The issuer is shown.",
     .mend =
         "Exempt the names from inspection. Where the issuer is Microsoft TLS G2 RSA CA OCSP and the chain "
         "merely does not verify, the trust store of this machine is old: update its certificates.",
     .limits =
         "A self-signed test server looks the same. With --ca-file only the anchors of that file count."},
    {.code = "tls.expired",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "The certificate is out of its period of validity",
     .why = "Clients refuse the connection.",
     .proof = "The certificate's dates and the clock of this machine.",
     .mend =
         "See that this machine's clock is right; then who answers at the address: the service renews its "
         "certificates by itself, a device on the way may not.",
     .limits = ""},
    // azure-facts 4.1, 5.2
    {.code = "tls.wrong-name",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The certificate is for another name",
     .why =
         "The address belongs to something else: another resource's private endpoint, another service, or a "
         "device on the way.",
     .proof = "The chain verifies, and none of the certificate's names is the one asked for.",
     .mend = "Compare the address with those of the endpoint's network interface, and correct the record.",
     .limits = ""},
    {.code = "tls.too-old",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "Nothing above TLS 1.1 is spoken",
     .why = "Azure wants TLS 1.2 or later; a peer that speaks less is an old device on the way.",
     .proof = "The handshake came about with TLS 1.0 or 1.1 alone.",
     .mend = "Find the device that ends the connection, and take it out of the way or update it.",
     .limits = ""},
    {.code = "tls.not-tls",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "What answers does not speak TLS",
     .why =
         "The address or the port belongs to something else, or a device on the way answers in plain text.",
     .proof = "The bytes that came back to the handshake are not TLS.",
     .mend =
         "Compare the address with those of the endpoint's network interface; look for a proxy on the way.",
     .limits = ""},
    // azure-facts 5.6
    {.code = "tls.cut",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The connection is cut during the TLS handshake",
     .why =
         "A firewall with application rules accepts any connection, reads the name in the first packet, and "
         "resets what no rule allows.",
     .proof =
         "Reset, closed, or refused with an alert between the connection and the end of the handshake; with "
         "a managed instance the TDS pre-login is a part of it.",
     .mend = "Allow the names in the firewall's application rules, or route private endpoints around it.",
     .limits = "A connection that works proves nothing about such a firewall: it answers for any target."},
    {.code = "tls.silent",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The connection is up and the TLS handshake gets no answer",
     .why =
         "Small packets pass and large ones are lost (a path with a smaller MTU than both ends believe), or "
         "an inspection device holds the handshake back.",
     .proof =
         "TCP connected, and nothing came back in time to the handshake or, with a managed instance, to the "
         "TDS pre-login.",
     .mend =
         "Try with a smaller MTU on this machine's interface; if that works, mend the tunnel or allow ICMP "
         "\"fragmentation needed\". Otherwise look for the device that inspects.",
     .limits = ""},
    {.code = "service.silent",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "TLS is up and the request gets no answer",
     .why =
         "A device on the way that opens connections and then waits, a path that loses large packets, or a "
         "service in trouble.",
     .proof = "The handshake was complete, and no status line and headers came in time.",
     .mend =
         "Ask again; compare with a machine in the endpoint's own network; look for the device in between.",
     .limits = ""},
    // azure-facts 5.2, 8.4, 9.1; 11 row 33
    {.code = "service.unexpected",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "What answers is not the service asked for",
     .why = "TLS is right, but the service's own headers are missing, or it says that it does not serve this "
            "name: the address is another resource's endpoint, or something in between answers.",
     .proof =
         "An HTTP answer without the marks of the service (x-ms-request-id, x-ms-keyvault-network-info).",
     .mend =
         "Compare the address with those of the endpoint's network interface; look for a gateway or proxy "
         "on the way.",
     .limits = ""},
});

}  // namespace vnetprobe
