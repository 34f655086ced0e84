#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes old-units.json, the communes of the three tiers before 2025-07-01 and what each became, in this
project's own compact form. Communes without a successor were gone before that day and are left out; they are told, as
is every name that was found under another spelling.

Input: the tables of provinces, districts and communes before the merger, of the 34 provinces after it, and of what
each commune of today was made from (columns named below). Usage:

    generate-old-units.py FOLDER > old-units.json

Without an argument the folder is $HOSO_DATA/admin-units.
"""
import collections
import csv
import difflib
import json
import os
import re
import sys
import unicodedata

SOURCE = ("github.com/thanglequoc/vietnamese-provinces-database (MIT License, Copyright (c) 2021 Thang Le Quoc): v2.4.1 for "
          "the units before 2025-07-01, cd580632 for what they became (facts published on sapnhap.bando.com.vn)")
KINDS = {"Phường": "p", "Xã": "x", "Thị trấn": "n", "Quận": "q", "Huyện": "h", "Thị xã": "s", "Thành phố": "c",
         "Tỉnh": "t"}
# How people call the big cities; facts of everyday language, used for search only.
ALIASES = {"01": "HN", "31": "HP", "46": "Huế", "48": "ĐN", "79": "HCM TPHCM Sài Gòn SG", "92": "CT"}
# Spelt too differently for guessing; looked up by hand: (commune of today, name in its list) -> old commune.
BY_HAND = {("20458", "Xã Avương"): "20461", ("20458", "Xã Bhalêê"): "20458", ("24301", "Xã Ea Drơng"): "24292",
           ("22222", "Xã Ea Bia"): "22228"}
# Words in brackets that are not the district of a commune.
NOT_A_PLACE = ("phần còn lại", "một phần", "bao gồm")


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def plain(text):
    """Small letters, the mark of the tone apart from its vowel: Hòa and Hoà are the same."""
    letters = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    tones = "".join(c for c in letters if c in "\u0300\u0301\u0303\u0309\u0323")
    rest = "".join(c for c in letters if c not in "\u0300\u0301\u0303\u0309\u0323")
    return " ".join(rest.split()) + "|" + "".join(sorted(tones))


def bare(text):
    """Without any marks."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


def loose(text):
    """As it sounds, however it is spelt: Sỹ and Sĩ, Ea Bia and EaBia, Nông trường and NT, Xín and Sín, 4 and IV."""
    words = bare(text).replace("nong truong", "nt").split()
    words = [{"ii": "2", "iv": "4"}.get(word, word) for word in words]
    return "".join(words).translate(str.maketrans("yxkw", "iscu"))


def split(text):
    """At commas, but not inside brackets."""
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter in ",;" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += letter
    return [part.strip() for part in parts + [current] if part.strip()]


class Country:
    """The units before the merger, found by name inside the provinces that went into one of today's."""

    def __init__(self, folder):
        self.provinces = {row["ma"]: row for row in read(folder, "provinces-2025-before-merger.tsv")}
        self.districts = {row["ma"]: row for row in read(folder, "districts-2025-before-merger.tsv")}
        self.wards = {row["ma"]: row for row in read(folder, "wards-2025-before-merger.tsv")}
        self.merged = {row["ma_cu"]: row["ma_moi"] for row in read(folder, "province-merge-63-to-34.tsv")}
        self.by_name = collections.defaultdict(list)
        for code, ward in self.wards.items():
            province = self.merged[self.districts[ward["ma_huyen"]]["ma_tinh"]]
            # "x" twice or more may stand for one and the same: full name, name alone; with and without marks
            for key in {plain(ward["ten_day_du"]), bare(ward["ten_day_du"]), plain(ward["ten"]), bare(ward["ten"])}:
                self.by_name[province, key].append(code)

    def candidates(self, province, name):
        """Old communes of that name: with its marks, else without; with its kind, else without."""
        for key in (plain(name), bare(name)):
            if self.by_name.get((province, key)):
                return self.by_name[province, key]
        short = re.sub(r"^(phường|xã|thị trấn|khu vực|đặc khu) ", "", name, flags=re.I)
        return self.by_name.get((province, plain(short))) or self.by_name.get((province, bare(short))) or []

    def district_of(self, code):
        return self.wards[code]["ma_huyen"]

    def in_place(self, codes, place):
        """Those whose district (or province) the words in brackets name."""
        words = bare(place)
        found = []
        for code in codes:
            district = self.districts[self.district_of(code)]
            if bare(district["ten_day_du"]) in words or bare(district["ten"]) == words:
                found.append(code)
        return found


def resolve(country, new, parts, province):
    """The old communes a list of names means. A name that several have is taken in the district that most of the
    others lie in, else by the nearest code: the communes of a district are numbered together, and a commune of today
    keeps the number of one of those it was made from."""
    sure, open_names, unknown = [], [], []
    for part in parts:
        brackets = re.findall(r"\(([^)]*)\)", part)
        name = re.sub(r"\([^)]*\)?", "", part).strip().rstrip(".")
        codes = country.candidates(province, name)
        place = [b for b in brackets if not b.lower().startswith(NOT_A_PLACE)]
        if (new, name) in BY_HAND:
            codes = [BY_HAND[new, name]]
        if place:
            codes = country.in_place(codes, place[0]) or codes
        if len(codes) == 1:
            sure.append(codes[0])
        elif codes:
            open_names.append(codes)
        else:
            unknown.append(part)
    districts = collections.Counter(country.district_of(code) for code in sure)
    for codes in open_names:
        best = max(districts[country.district_of(code)] for code in codes)
        near = [code for code in codes if districts[country.district_of(code)] == best]
        sure.append(min(near, key=lambda code: abs(int(code) - int(new))))
        districts[country.district_of(sure[-1])] += 1
    return sure, unknown


def guess(country, successors, unfound):
    """Names no old commune has, as it is spelt: among those of the province that have no successor yet, the one that
    sounds most like it. Told, so that a person looks at them."""
    matches = []
    for new, province, part, districts in unfound:
        name = loose(re.sub(r"\(.*", "", part))
        for code, ward in country.wards.items():
            if successors[code] or country.merged[country.districts[ward["ma_huyen"]]["ma_tinh"]] != province:
                continue
            near = 0.2 if ward["ma_huyen"] in districts else 0
            ratio = difflib.SequenceMatcher(None, name, loose(ward["ten_day_du"])).ratio()
            if ratio + near >= 0.95 and ratio >= 0.75:
                matches.append((ratio + near, new, part, code))
    used, n = {}, 0
    for ratio, new, part, code in sorted(matches, key=lambda match: (-match[0], match[1], match[3])):
        if used.setdefault(("old", code), part) != part or used.setdefault(("new", new, part), code) != code:
            continue
        if new not in successors[code]:
            successors[code].append(new)
            n += 1
            district = country.districts[country.district_of(code)]["ten_day_du"]
            print(f"{new}: {part} = {code} {country.wards[code]['ten_day_du']}, {district}", file=sys.stderr)
    for new, province, part, districts in unfound:
        if ("new", new, part) not in used:
            print(f"{new}: {part} is not found", file=sys.stderr)
    return n


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.environ.get("HOSO_DATA", "."), "admin-units")
    if not os.path.isdir(folder):
        raise SystemExit(__doc__)
    country = Country(folder)
    successors = collections.defaultdict(list)
    whole = {bare(row["ten_day_du"]): code for code, row in country.districts.items()}
    districts_of = collections.defaultdict(list)
    told = collections.Counter()
    unfound = []
    merges = [row for row in read(folder, "merge-2025-old-to-new.tsv") if len(row["ma_moi"]) == 5]
    for row in merges:
        new, province = row["ma_moi"], row["ma_tinh"]
        if row["truoc_sap_nhap"].strip().lower().startswith("giữ nguyên"):
            sure, unknown = ([new], []) if new in country.wards else ([], ["giữ nguyên"])
        else:
            sure, unknown = resolve(country, new, split(row["truoc_sap_nhap"]), province)
        for part in unknown:
            district = whole.get(bare(re.sub(r"\(.*", "", part)))
            if district is not None:  # an island district without communes, or all communes of a district
                districts_of[district].append(new)
            else:
                unfound.append((new, province, part, {country.district_of(code) for code in sure}))
        for code in dict.fromkeys(sure):
            successors[code].append(new)
    told["other spelling"] = guess(country, successors, unfound)
    for district, new in districts_of.items():
        for code, ward in country.wards.items():
            if ward["ma_huyen"] == district and not successors[code]:
                successors[code] = list(new)
    today = {row["ma_moi"] for row in merges}
    for code, ward in country.wards.items():
        if not successors[code] and code in today:
            told["by number"] += 1
            successors[code] = [code]
    lost = [code for code in country.wards if not successors[code]]
    for code in lost:
        print(f"no successor: {code} {country.wards[code]['ten_day_du']}, "
              f"{country.districts[country.district_of(code)]['ten_day_du']}", file=sys.stderr)
    print(f"{len(country.wards)} old communes, {sum(len(s) > 1 for s in successors.values())} went to several; "
          f"{dict(told)}, {len(lost)} lost", file=sys.stderr)
    write(country, successors, districts_of)


def letter(row):
    for kind, short in sorted(KINDS.items(), key=lambda item: -len(item[0])):
        if row["ten_day_du"].lower().startswith(kind.lower() + " "):
            return short
    raise SystemExit(f"{row['ma']}: what kind is {row['ten_day_du']}?")


def write(country, successors, districts_of):
    provinces = []
    for code, province in sorted(country.provinces.items()):
        districts = []
        for number, district in sorted(country.districts.items()):
            if district["ma_tinh"] != code:
                continue
            wards = [f"{ward} {letter(row)} {row['ten']} > {' '.join(successors[ward])}"
                     for ward, row in sorted(country.wards.items())
                     if row["ma_huyen"] == number and successors[ward]]
            if not wards and number in districts_of:
                wards = [f"{number} {letter(district)} {district['ten']} > {' '.join(districts_of[number])}"]
            rows = ",\n".join("   " + json.dumps(ward, ensure_ascii=False) for ward in wards)
            head = json.dumps([number, district["ten"], letter(district)], ensure_ascii=False)
            districts.append(f"  {head[:-1]}, [\n{rows}\n  ]]")
        head = json.dumps([code, province["ten"], letter(province), ALIASES.get(code, "")], ensure_ascii=False)
        provinces.append(f" {head[:-1]}, [\n" + ",\n".join(districts) + "\n ]]")
    head = {"format": "hoso-old-units", "version": 1, "source": SOURCE,
            "types": {short: kind for kind, short in KINDS.items()}}
    body = json.dumps(head, ensure_ascii=False, indent=1)
    print(body[:-2] + ',\n "provinces": [\n' + ",\n".join(provinces) + "\n ]\n}")


if __name__ == "__main__":
    main()
