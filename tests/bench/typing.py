#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing in a form of 500 questions with a repeat of 1,000 rows (generated here), through the real form page: no frame and no
turn of the main loop longer than 16 ms. Scenes: a section of 25 questions, one of 300, a row's page above the list of 1,000, and
each again after a check, with hundreds of errors in the summary. Exit 1 when one is over."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(os.environ["HOSO_BUILD_DIR"])
SOURCE = pathlib.Path(os.environ["HOSO_SOURCE_DIR"])
N_SECTIONS, N_EACH, N_LONG, N_ROWS = 8, 25, 300, 1000


def package():
    """Text, numbers, dates, choices and units in turn; each number is summed up, each name is required."""
    kinds = (
        lambda i: {"type": "string", "title": f"Câu hỏi {i}: họ, chữ đệm, tên", "format": "vn-name", "maxLength": 250, "description": "Ghi như trên giấy tờ."},
        lambda i: {"type": "integer", "title": f"Câu hỏi {i}: số lượng", "minimum": 0, "maximum": 1000000},
        lambda i: {"type": "string", "title": f"Câu hỏi {i}: ngày", "format": "date"},
        lambda i: {"type": "string", "title": f"Câu hỏi {i}: chọn", "x-codeList": "loai", "x-why": "Để biết."},
        lambda i: {"type": "string", "title": f"Câu hỏi {i}: nơi ở", "format": "vn-unit"},
    )
    properties, required, categories, numbers = {}, [], [], []

    def category(name, n):
        elements = []
        for _ in range(n):
            i = len(properties)
            properties[f"q{i}"] = kinds[i % len(kinds)](i)
            if i % len(kinds) == 0:
                required.append(f"q{i}")
            if i % len(kinds) == 1:
                numbers.append(f"q{i}")
            elements.append({"type": "Control", "scope": f"#/properties/q{i}"})
        categories.append({"type": "Category", "i18n": name, "label": f"Phần {name}", "elements": elements})

    for section in range(N_SECTIONS):
        category(f"s{section}", N_EACH)
    category("dai", N_LONG)
    row = {"hoTen": {"type": "string", "title": "Họ tên", "format": "vn-name"}, "nam": {"type": "string", "title": "Năm sinh", "format": "vn-partial-date"},
           "ghiChu": {"type": "string", "title": "Ghi chú"}}
    properties["nguoi"] = {"type": "array", "title": "Người", "maxItems": 5000,
                           "items": {"type": "object", "additionalProperties": False, "properties": row, "required": ["hoTen", "ghiChu"]}}
    properties["tong"] = {"type": "integer", "title": "Tổng"}
    detail = {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": f"#/properties/{name}"} for name in row]}
    categories.append({"type": "Category", "i18n": "nguoi", "label": "Người", "elements": [
        {"type": "Control", "scope": "#/properties/tong"},
        {"type": "ListWithDetail", "scope": "#/properties/nguoi", "options": {"detail": detail}}]})
    with open(SOURCE / "tests/fixtures/forms/ho-gia-dinh.json", encoding="utf-8") as fixture:
        messages = json.load(fixture)["messages"]
    return {
        "meta": {"id": "rat-dai", "version": "0.1.0", "title": "Tờ khai rất dài", "engine": 1},
        "schema": {"type": "object", "additionalProperties": False, "properties": properties, "required": required},
        "layout": {"type": "Categorization", "elements": categories},
        "rules": {"calculate": {"/tong": {"+": [{"length": {"var": ["nguoi", []]}}, {"var": [numbers[0], 0]}]}}, "check": []},
        "codeLists": {"loai": [{"code": c, "label": f"Loại {c}"} for c in "abcdefghijkl"]},
        "messages": messages,
    }


def answers():
    return {"nguoi": [{"hoTen": f"Lê Văn {chr(65 + i % 26)}", "nam": str(1930 + i % 90)} for i in range(N_ROWS)]}


def main():
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        form, draft = pathlib.Path(folder, "rat-dai.json"), pathlib.Path(folder, "draft.json")
        form.write_text(json.dumps(package(), ensure_ascii=False), encoding="utf-8")
        draft.write_text(json.dumps({"answers": answers()}, ensure_ascii=False), encoding="utf-8")
        for field in ("/q0", "/q5", "/q200", "/q350", f"/nguoi/{N_ROWS // 2}/hoTen", f"/nguoi/{N_ROWS - 1}/ghiChu"):
            for check in ([], ["check"]):
                done = subprocess.run([BUILD / "tests/bench/bench-typing", form, draft, field, *check], check=False, capture_output=True, text=True)
                if done.returncode not in (0, 1):
                    sys.exit(f"bench-typing: {done.stderr}")
                lines = [line for line in done.stdout.splitlines() if "keys" in line or "opened" in line]
                print(("checked  " if check else "         ") + "  ".join(reversed(lines)), flush=True)
                worst = max(worst, done.returncode)
    print("longest frame and turn: " + ("over 16 ms" if worst else "within 16 ms"))
    return worst


if __name__ == "__main__":
    sys.exit(main())
