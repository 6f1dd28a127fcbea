"""Doors that look at credentials: instance metadata, Key Vault, and storage with a token or a SAS.

The secrets of the lab are made to be searched for: whatever the program writes may not hold TOKEN,
ASSERTION or SIGNATURE, nor a piece of them.
"""

import urllib.parse

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.TGFiQ2FuYXJ5VG9rZW4.lab-canary-token-4711-lab-canary-token"
ASSERTION = "eyJhbGciOiJSUzI1NiJ9.TGFiQ2FuYXJ5QXNzZXJ0aW9u.lab-canary-assertion-0815-lab-canary"
SIGNATURE = "bGFiLWNhbmFyeS1zaWduYXR1cmUtMjM0Mg%3D%3D"
HEADER = "lab-canary-identity-header-1234"
PRIVATE_LINK = ("conn_type=PrivateLink;private_endpoint=/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/"
                "privateEndpoints/pe-kv;addr=10.1.0.10;act_addr_fam=InterNetworkV6;")


def has_token(request):
    return request.headers.get("authorization") == f"Bearer {TOKEN}"


def has_sas(request):
    return f"sig={SIGNATURE}" in request.query


def key_vault(door, request, render):
    """`with_token`: what a caller with a token gets; without one it is 401, whatever the network rule
    (azure-facts 5.2). `info`: by which way the vault saw the request come."""
    values = {"info": door.get("info", PRIVATE_LINK), "skew_s": door.get("skew_s", 0), "host": request.host}
    if request.path == "/healthstatus":
        return render(door.get("health", "key_vault_200_healthstatus"), **values)
    return render(door.get("with_token", "key_vault_200_keys") if has_token(request) else "key_vault_401", **values)


def metadata(door, request, render):
    """Instance metadata's token path, and an identity endpoint where `header` is given."""
    asked = urllib.parse.parse_qs(request.query)
    if "header" in door and request.headers.get("x-identity-header") != HEADER:
        return render("imds_400_no_header")
    if "header" not in door and request.headers.get("metadata") != "true":
        return render("imds_400_no_header")
    return render(door.get("answer", "imds_200_token"), token=TOKEN, resource=asked.get("resource", [""])[0])


def storage(door, request):
    """The fixture for a request with a credential, or nothing."""
    if "authorization" in request.headers:
        return door.get("with_token", "storage_200_list") if has_token(request) else "storage_401_InvalidAuthenticationInfo"
    if "sig=" in request.query:
        return door.get("with_sas", "storage_200_list") if has_sas(request) else "storage_403_AuthenticationFailed"
    return None
