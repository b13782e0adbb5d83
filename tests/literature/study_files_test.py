"""Every file of evidence/studies has the form of evidence/study.schema.json.

The keywords of JSON Schema that this schema uses are few, so they are judged here; any other keyword is a mistake.
"""
import json
import pathlib
import re
import sys
import tomllib

EVIDENCE = pathlib.Path(__file__).resolve().parents[2] / "evidence"
SCHEMA = json.loads((EVIDENCE / "study.schema.json").read_text(encoding="utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
SILENT = {"$schema", "title", "description", "definitions", "properties", "additionalProperties", "items", "$ref"}


def judge(rule, value):
    """The keyword checks of one rule: name -> whether the value passes."""
    checks = {
        "type": lambda kind: isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool)),
        "enum": lambda words: value in words,
        "pattern": lambda pattern: re.search(pattern, value) is not None,
        "minLength": lambda least: len(value) >= least,
        "minimum": lambda least: value >= least,
        "maximum": lambda most: value <= most,
        "required": lambda keys: set(keys) <= set(value),
        "uniqueItems": lambda unique: not unique or len(set(value)) == len(value),
    }
    for keyword, said in rule.items():
        if keyword not in SILENT and not checks[keyword](said):
            yield f"{keyword} {said} does not fit {value!r}"
            return


def faults(rule, value, place):
    if "$ref" in rule:
        rule = SCHEMA["definitions"][rule["$ref"].rsplit("/", 1)[1]]
    found = [f"{place}: {fault}" for fault in judge(rule, value)]
    if found:
        return found
    if isinstance(value, dict):
        known = rule["properties"]
        for key, part in value.items():
            found += faults(known[key], part, f"{place}.{key}") if key in known else [f"{place}.{key}: not known"]
    if isinstance(value, list):
        for number, part in enumerate(value, 1):
            found += faults(rule["items"], part, f"{place} {number}")
    return found


def main():
    files = sorted((EVIDENCE / "studies").glob("*.toml"))
    wrong = [
        fault for file in files for fault in faults(SCHEMA, tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    ]
    broken = tomllib.loads(files[0].read_text(encoding="utf-8")) | {"design": "trial", "colour": "red"}
    if len(faults(SCHEMA, broken, "broken")) != 2:
        wrong.append("a broken study was not found out")
    print("\n".join(wrong) or f"{len(files)} studies fit the schema")
    return 1 if wrong or not files else 0


sys.exit(main())
