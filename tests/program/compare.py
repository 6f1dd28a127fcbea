"""What a scenario expects, against what a report says."""

KEYS = ("code", "subject", "targets", "views")


def _expand(values, groups):
    out = []
    for value in values if isinstance(values, list) else [values]:
        out.extend(groups[value[1:]] if str(value).startswith("$") else [str(value)])
    return sorted(out)


def expected(world, severity):
    """The findings of a severity that the world expects; None where it does not care."""
    listed = world["expect"].get(severity + "s")
    if listed is None:
        return None
    out = []
    for finding in listed:
        missing = set(KEYS) - set(finding)
        if missing:
            raise ValueError(f"{world['name']}: an expected finding lacks {', '.join(sorted(missing))}")
        out.append({"code": finding["code"], "subject": str(finding["subject"]),
                    "targets": _expand(finding["targets"], world["groups"]),
                    "views": _expand(finding["views"], world["groups"])})
    return out


def found(report, severity):
    return [{"code": f["code"], "subject": f["subject"], "targets": sorted(f["targets"]), "views": sorted(f["views"])}
            for f in report["findings"] if f["severity"] == severity and not f["suppressed"]]


def differences(world, report, exit_code):
    """One line for each thing that is not as expected; none when all is."""
    out = []
    if exit_code != world["expect"]["exit"]:
        out.append(f"exit {exit_code}, not {world['expect']['exit']}")
    for severity in ("error", "warning"):
        want = expected(world, severity)
        if want is None:
            continue
        have = found(report, severity)
        for w in want:
            same = [h for h in have if (h["code"], h["subject"]) == (w["code"], w["subject"])]
            if not same:
                out.append(f"missing {severity} {w['code']} on {w['subject']}")
            for key in ("targets", "views"):
                if same and same[0][key] != w[key]:
                    out.append(f"{w['code']} on {w['subject']}: {key} {same[0][key]}, not {w[key]}")
        for h in have:
            if not any((h["code"], h["subject"]) == (w["code"], w["subject"]) for w in want):
                out.append(f"unexpected {severity} {h['code']} on {h['subject']} {h['targets']} {h['views']}")
    for check in world["expect"].get("not_proved", []):
        if check not in report.get("not_proved", []):
            out.append(f"not_proved lacks {check}: {report.get('not_proved')}")
    return out


def confusion(want, have):
    """[(expected code or "-", found code or "-")] of one scenario."""
    cells, left = [], list(have)
    unmatched = []
    for w in want:
        match = next((h for h in left if (h["code"], h["subject"]) == (w["code"], w["subject"])), None)
        if match:
            left.remove(match)
            cells.append((w["code"], match["code"]))
        else:
            unmatched.append(w)
    for w in unmatched:
        cells.append((w["code"], left.pop(0)["code"] if left else "-"))
    cells.extend(("-", h["code"]) for h in left)
    return cells
