"""Man pages: one for the program, one a command, one a file format."""
import re

SUMMARY = "check the private-endpoint set-up of Azure Backup and SQL Managed Instance"
EXIT_CODES = (
    ("0", "Every check was decided and nothing failed; warnings are in the report."),
    ("1", "At least one finding at or above \\-\\-fail\\-on."),
    ("2", "The command line is wrong."),
    ("3", "Nothing failed, but something was not decided, or there was nothing to check."),
    ("78", "A plan or an input file is wrong; every error is listed as FILE:LINE:COLUMN."),
)
# With -f nagios the codes are that format's own.
JUDGES = ("run", "watch", "judge", "merge")


def text(words):
    """Words as roff takes them: no request by accident, hyphens that can be copied."""
    words = words.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return re.sub(r"^([.'])", r"\\&\1", words, flags=re.M)


def heading(name, section, version):
    return f'.TH {text(name).upper()} {section} "" "{version}" "vnetprobe"\n'


def sentence(words):
    return words + ("" if words.endswith((".", "?", "!")) else ".")


def option_entry(option):
    names = ", ".join(f"\\fB{text(name)}\\fR" for name in option["names"]) or f"\\fI{text(option['argument'])}\\fR"
    value = f" \\fI{text(option['value'])}\\fR" if option["value"] else ""
    said = sentence(option["text"])
    if option["environment"]:
        said += f" Also from the environment: {option['environment']}."
    return f".TP\n{names}{value}\n{text(said)}\n"


def synopsis(command):
    parts = [f"\\fBvnetprobe {text(command['word'])}\\fR", "[\\fIoptions\\fR]"]
    for option in command["options"]:
        if option["argument"]:
            word = f"\\fI{text(option['argument'])}\\fR" + ("..." if option["repeatable"] else "")
            parts.append(word if option["required"] else f"[{word}]")
    return " ".join(parts) + "\n"


def exit_codes():
    return ".SH EXIT STATUS\n" + "".join(f".TP\n.B {code}\n{words}\n" for code, words in EXIT_CODES)


def related(pages):
    lines = [f".BR {text(name)} ({section})" for name, section in pages]
    return ".SH SEE ALSO\n" + " ,\n".join(lines) + "\n"


def command_page(version, command, formats):
    page = heading(f"vnetprobe-{command['word']}", 1, version)
    page += f".SH NAME\nvnetprobe\\-{text(command['word'])} \\- {text(command['title'])}\n"
    page += ".SH SYNOPSIS\n" + synopsis(command)
    page += ".SH DESCRIPTION\n" + text(sentence(command["title"])) + "\n"
    page += ".SH OPTIONS\n" + "".join(option_entry(option) for option in command["options"])
    if any(option["value"] == "FORMAT" for option in command["options"]):
        page += ".SH FORMATS\n" + "".join(f".TP\n.B {text(f['word'])}\n{text(sentence(f['title']))}\n" for f in formats)
    page += exit_codes()
    if command["word"] in JUDGES:
        page += "With\n.B \\-f nagios\nthe codes are that format's own 0 to 3.\n"
    return page + related([("vnetprobe", 1), ("vnetprobe-plan-file", 5), ("vnetprobe-report", 5)])


def program_page(version, commands):
    page = heading("vnetprobe", 1, version)
    page += f".SH NAME\nvnetprobe \\- {text(SUMMARY)}\n"
    page += ".SH SYNOPSIS\n.B vnetprobe\n.I command\n[\\fIoptions\\fR]\n"
    page += (".SH DESCRIPTION\nRuns on a machine or in a container inside the VNet, and says pass or fail; where it fails,\n"
             "the one cause, the proof, and the line that mends it. Without a plan and without names it asks this\n"
             "machine and, where it has a managed identity, Azure Resource Manager what there is to check.\n")
    page += ".SH COMMANDS\n" + "".join(
        f".TP\n.BR vnetprobe\\-{text(c['word'])} (1)\n{text(sentence(c['title']))}\n" for c in commands)
    variables = sorted({(o["environment"], o["names"][-1]) for c in commands for o in c["options"] if o["environment"]})
    page += exit_codes()
    page += ".SH ENVIRONMENT\nThe command line wins over the environment, the environment over the plan.\n"
    page += "".join(f".TP\n.B {name}\nAs {text(option)}.\n" for name, option in variables)
    page += ".TP\n.BR NO_COLOR , CLICOLOR_FORCE\nWithout colour; with colour even into a pipe.\n"
    page += (".SH FILES\n.TP\n.I /etc/vnetprobe/plan.yaml\nThe plan that vnetprobe.service runs, every quarter of an hour with vnetprobe.timer.\n"
             ".TP\n.I /etc/vnetprobe/plan.example.yaml\nAn example of it.\n"
             ".TP\n.I /var/lib/vnetprobe\nThe reports of the service.\n")
    return page + related([(f"vnetprobe-{c['word']}", 1) for c in commands] + [("vnetprobe-plan-file", 5), ("vnetprobe-report", 5)])


def commands(version, listed, formats):
    pages = {"vnetprobe.1": program_page(version, listed)}
    for command in listed:
        pages[f"vnetprobe-{command['word']}.1"] = command_page(version, command, formats)
    return pages


def file_format(version, name, title, sections):
    page = heading(f"vnetprobe-{name}", 5, version)
    page += f".SH NAME\nvnetprobe\\-{text(name)} \\- {text(title)}\n"
    page += f".SH DESCRIPTION\n{text(sections[0].text)}\n"
    for section in sections:
        page += f".SH {text(section.name).upper()}\n"
        if section is not sections[0]:
            page += text(sentence(section.text)) + "\n" if section.text else ""
        for key in section.keys:
            page += f".TP\n\\fB{text(key.path)}\\fR \\fI{text(key.kind)}\\fR" + (" (required)" if key.required else "") + "\n"
            page += (text(sentence(key.text)) if key.text else "\\&") + "\n"
    return page + related([("vnetprobe", 1)])
