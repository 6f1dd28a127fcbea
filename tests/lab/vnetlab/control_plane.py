"""Instance metadata and Azure Resource Manager, as doors of the lab (azure-facts 9 and 10).

A door {"is": "imds"}: `instance` (the document), `token` (that it gives, "" for none), `stranger` (it is
Docker's proxy that answers, azure-facts 9.1). A door {"is": "arm"}: `estate` (a file: {path: [items]}),
`token` (that it wants), `rights` (actions; "reader" for all reads), `page` (items a page), `throttle`
(requests of each path that get 429), `after` (their Retry-After), `stray` (host of a nextLink). Every
error text of ARM repeats the header that it was sent, as no server should. A door {"is": "msi"} is the token
endpoint of a container: `header`, `token`.
"""

import functools
import json
import os
import urllib.parse

# api-version by what is listed: what the documented shapes are of.
VERSIONS = {
    "networkInterfaces": "2024-01-01", "virtualNetworks": "2024-01-01", "privateEndpoints": "2024-01-01",
    "privateDnsZoneGroups": "2024-01-01", "virtualNetworkLinks": "2024-06-01", "storageAccounts": "2023-01-01",
    "managedInstances": "2021-11-01", "subscriptions": "2022-12-01",
    "Microsoft.RecoveryServices/vaults": "2024-04-01", "Microsoft.KeyVault/vaults": "2023-07-01",
}
SCOPES = {"https://management.azure.com/"}
seen = {}  # requests by door and path, for throttling


def answer(status, reason, body, *headers):
    data = json.dumps(body).encode()
    head = [f"HTTP/1.1 {status} {reason}", "Content-Type: application/json; charset=utf-8", f"Content-Length: {len(data)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + data


def answer_imds(door, request):
    if door.get("stranger"):
        text = b"connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connect: network is unreachable"
        return b"HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text)
    server = "Server: IMDS/150.870.65.1854"

    def wrong(error, description):
        return answer(400, "Bad Request", {"error": error, "error_description": description}, server)

    query = dict(urllib.parse.parse_qsl(request.query))
    if request.headers.get("metadata", "").lower() != "true":
        return wrong("bad_request_102", "Required metadata header not specified")
    if "x-forwarded-for" in request.headers or request.host != "169.254.169.254":
        return wrong("bad_request", "proxied requests are not served")
    if "api-version" not in query:
        return wrong("Bad request", "api-version was not specified in the request")
    if request.path == "/metadata/instance" and door.get("instance"):
        return answer(200, "OK", door["instance"], server)
    if request.path == "/metadata/identity/oauth2/token":
        if not door.get("token"):
            return wrong("invalid_request", "Identity not found")
        if query.get("resource") not in SCOPES:
            return wrong("invalid_resource", f"AADSTS50001: {query.get('resource')}")
        return answer(200, "OK", {"access_token": door["token"], "expires_in": "86399", "expires_on": "1900000000",
                                  "resource": query["resource"], "token_type": "Bearer"}, server)
    return answer(404, "Not Found", {"error": "Not found"}, server)


def answer_msi(door, request):
    """IDENTITY_ENDPOINT, as Container Apps have it (azure-facts 14)."""
    query = dict(urllib.parse.parse_qsl(request.query))
    if request.headers.get("x-identity-header") != door["header"] or query.get("api-version") != "2019-08-01":
        return answer(401, "Unauthorized", {"error": "unauthorized", "error_description": "no or wrong X-IDENTITY-HEADER"})
    return answer(200, "OK", {"access_token": door["token"], "expires_on": "1900000000", "resource": query.get("resource"),
                              "token_type": "Bearer"})


@functools.lru_cache(maxsize=1)
def _estate(path, _written):
    with open(path, encoding="utf-8") as file:
        return {key.lower(): (key, items) for key, items in json.load(file).items()}


def _action(path):
    """The right that a list needs: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/read"."""
    if path == "/subscriptions":
        return "Microsoft.Resources/subscriptions/read"
    words = path.split("/providers/")[-1].split("/")
    return "/".join([words[0], *words[1::2], "read"])


def answer_arm(door, request):
    sent = request.headers.get("authorization", "")

    def wrong(status, reason, code, message, *headers):
        return answer(status, reason, {"error": {"code": code, "message": f"{message} (sent: {sent})"}}, *headers)

    if request.method != "GET":
        return wrong(405, "Method Not Allowed", "MethodNotAllowed", request.method)
    if sent != f"Bearer {door['token']}":
        return wrong(401, "Unauthorized", "InvalidAuthenticationToken", "The access token is invalid.")
    key, items = _estate(door["estate"], os.stat(door["estate"]).st_mtime_ns).get(request.path.lower(), (None, None))
    query = dict(urllib.parse.parse_qsl(request.query))
    version = next((v for what, v in VERSIONS.items() if request.path.endswith("/" + what)), None)
    if query.get("api-version") != version:
        return wrong(400, "Bad Request", "InvalidApiVersionParameter", f"{query.get('api-version')} for {request.path}")
    count = seen[door["name"], request.path] = seen.get((door["name"], request.path), 0) + 1
    if count <= door.get("throttle", 0):
        return wrong(429, "Too Many Requests", "TooManyRequests", "The request was throttled.", f"Retry-After: {door.get('after', 1)}")
    action = _action(request.path)
    if door.get("rights") != "reader" and action not in door.get("rights", ()):
        return wrong(403, "Forbidden", "AuthorizationFailed",
                     f"The client does not have authorization to perform action '{action}' over scope '{request.path}'.")
    if key is None:
        return wrong(404, "Not Found", "ResourceNotFound", request.path)
    page, start = door.get("page", 1000), int(query.get("$skiptoken", "0"))
    body = {"value": items[start:start + page]}
    if start + page < len(items):
        host = door.get("stray") or "management.azure.com:443"
        body["nextLink"] = f"https://{host}{key}?api-version={version}&$skiptoken={start + page}"
    return answer(200, "OK", body)
