"""Prints the table of scripts/command-table from the JSON of COMMAND and COMMAND DOCS."""
import json
import sys


def pairs(value):
    """A RESP3 map is an object, a RESP2 one a flat list."""
    return value if isinstance(value, dict) else dict(zip(value[::2], value[1::2]))


def syntax(argument):
    kind, token = argument["type"], argument.get("token")
    flags = argument.get("flags", [])
    if kind in ("oneof", "block"):
        parts = [syntax(part) for part in argument["arguments"]]
        text = "|".join(parts) if kind == "oneof" else " ".join(parts)
        if kind == "oneof" and "optional" not in flags:
            text = f"<{text}>"
    elif kind == "pure-token":
        text, token = token, None
    else:
        text = argument["name"] + (f":{kind}" if kind in ("integer", "double", "unix-time") else "")
    if token == "":
        token = '""'
    if token:
        text = f"{token} {text}"
    if "multiple" in flags:
        text = f"{text}..."
    return f"[{text}]" if "optional" in flags else text


def keys(specification):
    specification = pairs(specification)
    begin, find = pairs(specification["begin_search"]), pairs(specification["find_keys"])
    text = begin["type"]
    for part in (begin, find):
        values = pairs(part["spec"]) if part.get("spec") else {}
        text += "" if part is begin else " " + part["type"]
        text += "".join(f" {name}={value}" for name, value in values.items() if value != "")
    return text


def collect(commands, docs, table):
    for info in commands:
        name, arity, flags = info[0], info[1], info[2]
        about = docs.get(name, {})
        subcommands = info[9] if len(info) > 9 else []
        if not subcommands or name == "command":
            table[name.replace("|", " ").upper()] = {
                "arity": arity,
                "flags": sorted(flags),
                "since": about.get("since", ""),
                "keys": [keys(key) for key in info[8] if "not_key" not in pairs(key).get("flags", [])],
                "syntax": " ".join(syntax(argument) for argument in about.get("arguments", [])),
            }
        collect(subcommands, pairs(about.get("subcommands", {})), table)


commands, docs = (json.load(open(path)) for path in sys.argv[1:3])
docs = pairs(docs)


def normalise(about):
    about = pairs(about)
    if "subcommands" in about:
        about["subcommands"] = {name: normalise(value) for name, value in pairs(about["subcommands"]).items()}
    return about


table = {}
collect(commands, {name: normalise(about) for name, about in docs.items()}, table)
lines = [f"{json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table)]
print("{\n" + ",\n".join(lines) + "\n}")
