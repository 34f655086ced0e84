#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes units.json, the administrative units in force, in this project's own compact form.

Input: the full JSON of thanglequoc/vietnamese-provinces-database (MIT licence; codes and names as
published by the National Statistics Office). Usage:

    generate-units.py FULL.json [VERSION-TEXT] > units.json

Without an argument the file is looked for in $HOSO_DATA/admin-units.
"""
import glob
import json
import os
import sys

# How people call the big cities; facts of everyday language, used for search only.
ALIASES = {
    "01": ["HN", "TP Hà Nội", "Thủ đô"],
    "31": ["HP", "TP Hải Phòng"],
    "46": ["TP Huế", "Thừa Thiên Huế"],
    "48": ["ĐN", "TP Đà Nẵng"],
    "79": ["HCM", "TPHCM", "TP HCM", "Sài Gòn", "SG"],
    "92": ["CT", "TP Cần Thơ"],
}
TYPES = {"Phường": "p", "Xã": "x", "Đặc khu": "d", "Thành phố": "c", "Tỉnh": "t"}


def pick(unit):
    """One unit as [code, name, letter of its type]; refuses what does not add up."""
    for kind, letter in TYPES.items():
        # One row of the source writes "xã" with a small letter.
        if unit["FullName"].lower() == f"{kind} {unit['Name']}".lower():
            return [unit["Code"], unit["Name"], letter]
    raise SystemExit(f"{unit['Code']}: full name {unit['FullName']!r} is not type + name")


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else None
    if path is None:
        found = glob.glob(os.path.join(os.environ.get("HOSO_DATA", "."), "admin-units", "*full*.json"))
        if not found:
            raise SystemExit(__doc__)
        path = max(found)
    version = sys.argv[2] if len(sys.argv) > 2 else "2026-07-25, up to 237/NQ-UBTVQH16 in force 2026-04-30"
    with open(path, encoding="utf-8") as file:
        provinces = sorted(json.load(file), key=lambda unit: unit["Code"])
    seen = set()
    lines = []
    for province in provinces:
        communes = [pick(ward) for ward in sorted(province["Wards"], key=lambda unit: unit["Code"])]
        for code in [province["Code"]] + [commune[0] for commune in communes]:
            if code in seen:
                raise SystemExit(f"code {code} twice")
            seen.add(code)
        entry = pick(province)
        text = json.dumps(entry + [ALIASES.get(entry[0], [])], ensure_ascii=False)
        rows = ",\n".join("   " + json.dumps(commune, ensure_ascii=False) for commune in communes)
        lines.append(f"  {text[:-1]}, [\n{rows}\n  ]]")
    head = {
        "format": "hoso-units",
        "version": 1,
        "source": "github.com/thanglequoc/vietnamese-provinces-database (MIT License, Copyright (c) 2021 Thang Le Quoc), data of " + version,
        "types": {letter: kind for kind, letter in TYPES.items()},
    }
    body = json.dumps(head, ensure_ascii=False, indent=1)
    print(body[:-2] + ',\n "provinces": [\n' + ",\n".join(lines) + "\n ]\n}")


if __name__ == "__main__":
    main()
