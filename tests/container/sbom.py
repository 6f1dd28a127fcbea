"""What SPDX 2.3 demands of a list of packages, as far as ours goes (sections 6, 7, 11 of the standard)."""
import re

DOCUMENT = ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages", "relationships")
PACKAGE = ("SPDXID", "name", "versionInfo", "downloadLocation", "licenseConcluded", "licenseDeclared", "copyrightText")


def complaints(document):
    found = [f"{key} is missing" for key in DOCUMENT if key not in document]
    if found:
        return found
    if document["spdxVersion"] != "SPDX-2.3" or document["dataLicense"] != "CC0-1.0" or document["SPDXID"] != "SPDXRef-DOCUMENT":
        found.append("version, data licence or id of the document")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"]) or not document["creationInfo"]["creators"]:
        found.append("creationInfo")
    ids = ["SPDXRef-DOCUMENT"]
    for package in document["packages"]:
        found += [f"{package.get('name')}: {key} is missing" for key in PACKAGE if not package.get(key)]
        if not re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package.get("SPDXID", "")):
            found.append(f"{package.get('name')}: id {package.get('SPDXID')}")
        for reference in package.get("externalRefs", []):
            if not re.fullmatch(r"pkg:deb/debian/[^@ ]+@[^? ]+\?arch=\w+", reference["referenceLocator"]):
                found.append(f"{package['name']}: {reference['referenceLocator']}")
        ids.append(package.get("SPDXID"))
    if len(ids) != len(set(ids)):
        found.append("an id twice")
    for relationship in document["relationships"]:
        for end in ("spdxElementId", "relatedSpdxElement"):
            if relationship[end] not in ids:
                found.append(f"{relationship[end]} is nobody")
    related = {r["relatedSpdxElement"] for r in document["relationships"]}
    return found + [f"{each} belongs to nothing" for each in ids[1:] if each not in related]
