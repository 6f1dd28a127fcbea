"""Completions for bash, zsh and fish: commands, options, and values where the words are few."""

FILES = ("FILE", "FORMAT=FILE")


def values(option, formats):
    """The words that may follow an option, or None where anything may."""
    if option["value"] == "FORMAT":
        return [f["word"] for f in formats]
    # A lower-case list is a list of words; NAME|OTHER is a kind of value.
    if "|" in option["value"] and option["value"] == option["value"].lower():
        return option["value"].split("|")
    return None


def takes_files(command):
    return any(o["argument"].startswith(("REPORT", "NAMES_FILE")) for o in command["options"])


def topics(command):
    """The words of an argument that is one of a few: `list checks`."""
    if command["word"] != "list":
        return []
    return [word.strip() for word in command["title"].split("|")]


def named(command):
    return [o for o in command["options"] if o["names"]]


def bash(commands, formats):
    lines = ["# bash completion for vnetprobe; made from `vnetprobe list commands -f json`", "_vnetprobe() {",
             '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}',
             '  local command=${COMP_WORDS[1]-}', '  COMPREPLY=()',
             '  if [ "$COMP_CWORD" -eq 1 ]; then',
             f"    mapfile -t COMPREPLY < <(compgen -W '{' '.join(c['word'] for c in commands)} --help --version' -- \"$current\")",
             "    return", "  fi", '  case "$command $previous" in']
    for command in commands:
        for option in named(command):
            patterns = " | ".join(f'"{command["word"]} {name}"' for name in option["names"])
            words = values(option, formats)
            if words:
                lines.append(f"  {patterns}) mapfile -t COMPREPLY < <(compgen -W '{' '.join(words)}' -- \"$current\"); return ;;")
            elif option["value"] in FILES:
                lines.append(f'  {patterns}) mapfile -t COMPREPLY < <(compgen -f -- "${{current#*=}}"); return ;;')
            elif option["value"]:
                lines.append(f"  {patterns}) return ;;")
    lines += ["  esac", '  case "$command" in']
    for command in commands:
        words = [name for option in named(command) for name in option["names"]]
        reply = f"compgen -W '{' '.join(words + topics(command))}' -- \"$current\""
        if takes_files(command):
            reply += '; compgen -f -- "$current"'
        lines.append(f"  {command['word']}) mapfile -t COMPREPLY < <({reply}) ;;")
    return "\n".join(lines + ["  esac", "}", "complete -o filenames -F _vnetprobe vnetprobe"]) + "\n"


def zsh_text(words):
    return words.replace("\\", "\\\\").replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def zsh(commands, formats):
    lines = ["#compdef vnetprobe", "# made from `vnetprobe list commands -f json`", "_vnetprobe() {",
             "  local -a commands", "  commands=("]
    lines += [f"    '{c['word']}:{zsh_text(c['title'])}'" for c in commands]
    lines += ["  )", "  if (( CURRENT == 2 )); then", "    _describe command commands", "    return", "  fi",
              '  local command=${words[2]}', "  shift words", "  (( CURRENT-- ))", '  case "$command" in']
    for command in commands:
        specs = []
        for option in named(command):
            words = values(option, formats)
            value = ""
            if words:
                value = f":value:({' '.join(words)})"
            elif option["value"] in FILES:
                value = ":file:_files"
            elif option["value"]:
                value = f":{zsh_text(option['value'])}:"
            star = "*" if option["repeatable"] else ""
            specs += [f"'{star}{name}[{zsh_text(option['text'])}]{value}'" for name in option["names"]]
        if topics(command):
            specs.append(f"'1:what:({' '.join(topics(command))})'")
        elif takes_files(command):
            specs.append("'*:file:_files'")
        lines.append(f"  {command['word']})")
        lines.append("    _arguments \\\n      " + " \\\n      ".join(specs))
        lines.append("    ;;")
    return "\n".join(lines + ["  esac", "}", '_vnetprobe "$@"']) + "\n"


def fish_text(words):
    return words.replace("\\", "\\\\").replace("'", "\\'")


def fish(commands, formats):
    every = " ".join(c["word"] for c in commands)
    lines = ["# fish completion for vnetprobe; made from `vnetprobe list commands -f json`", "complete -c vnetprobe -f"]
    for command in commands:
        lines.append(f"complete -c vnetprobe -n 'not __fish_seen_subcommand_from {every}' "
                     f"-a {command['word']} -d '{fish_text(command['title'])}'")
    for command in commands:
        here = f"complete -c vnetprobe -n '__fish_seen_subcommand_from {command['word']}'"
        for option in named(command):
            line = here
            for name in option["names"]:
                line += f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}"
            words = values(option, formats)
            if words:
                line += f" -x -a '{' '.join(words)}'"
            elif option["value"] in FILES:
                line += " -r -F"
            elif option["value"]:
                line += " -x"
            lines.append(f"{line} -d '{fish_text(option['text'])}'")
        if topics(command):
            lines.append(f"{here} -a '{' '.join(topics(command))}'")
        elif takes_files(command):
            lines.append(f"{here} -F")
    return "\n".join(lines) + "\n"
