#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""totals.py LOG [TAP…]: counts the TAP results in a meson test log and in further files, names what was skipped or
failed, and ends with the totals."""
import json
import re
import sys

LINE = re.compile(r"^(not ok|ok)\s+(\d+)?\s*-?\s*(.*?)(?:\s*#\s*(SKIP|TODO)\b\s*(.*))?$", re.I)
PLAN_SKIP = re.compile(r"^1\.\.0\s*#\s*SKIP\s*(.*)$", re.I)

passed = failed = skipped = 0
notes = []


def count(name, lines):
    """Adds the results of one program; how many of them failed."""
    global passed, failed, skipped
    bad = 0
    for line in lines:
        whole = PLAN_SKIP.match(line)
        if whole:
            skipped += 1
            notes.append(f"skipped: {name}: {whole[1]}")
            continue
        found = LINE.match(line)
        if not found:
            continue
        verdict, _, what, directive, why = found.groups()
        if directive and directive.upper() == "SKIP":
            skipped += 1
            notes.append(f"skipped: {name}: {what}: {why}")
        elif verdict.lower() == "ok":
            passed += 1
        else:
            failed += 1
            bad += 1
            notes.append(f"FAILED: {name}: {what}")
    return bad


with open(sys.argv[1], encoding="utf-8") as log:
    for record in map(json.loads, log):
        name, n_before = record["name"], passed + failed + skipped
        bad = count(name, (record.get("stdout") or "").splitlines())
        if record["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS") and not bad:
            failed += 1
            notes.append(f"FAILED: {name}: {record['result'].lower()} (exit {record.get('returncode')})")
        elif passed + failed + skipped == n_before:
            if record["result"] == "SKIP":
                skipped += 1
                notes.append(f"skipped: {name}")
            else:
                passed += 1
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as tap:
        count("fuzz", tap.read().splitlines())
print("\n".join(notes))
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
