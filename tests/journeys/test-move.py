#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form gets a new version while somebody is filling it: the draft stays with the old one, the differences are seen, then it is
moved, what has no place is kept in the tray and dealt with, and the way back is there. The test is the publisher."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from journey import SOURCE, App, hosoctl, run, turn, wait  # noqa: E402

ANSWERS = SOURCE / "tests/fixtures/journey/answers.json"
SHIPPED = SOURCE / "data"
EMAIL = "lan.tran@example.vn"
LAW = "Thông tư 09/2026/TT-BTP"


def install(share):
    """What the program ships, with a folder of forms that can be written to."""
    (share / "forms").mkdir(parents=True)
    for entry in SHIPPED.iterdir():
        if entry.name != "forms" and entry.is_dir():
            (share / entry.name).symlink_to(entry)
    for entry in (SHIPPED / "forms").iterdir():
        if entry.is_dir():
            (share / "forms" / entry.name).symlink_to(entry)
        else:
            (share / "forms" / entry.name).write_bytes(entry.read_bytes())


def publish(share, version):
    """The birth declaration's next version: one question has another name, one is no longer asked, one is new."""
    text = (SHIPPED / "forms/khai-sinh.json").read_text()
    form = json.loads(text.replace("queQuan", "noiQueQuan"))
    form["meta"]["version"] = version
    form["meta"]["legalBasis"].append(LAW)
    child = form["schema"]["properties"]["con"]["properties"]
    child["noiQueQuan"]["title"] = "Nơi quê quán"
    form["schema"]["properties"]["nguoiYeuCau"]["properties"]["noiCap"]["maxLength"] = 20
    form["migrate"] = [{"from": "1.0.0", "to": version, "steps": [
        {"rename": {"from": "/con/queQuan", "to": "/con/noiQueQuan"}},
        {"drop": {"at": "/nguoiYeuCau/email", "why": "Tờ khai mới không dùng thư điện tử cũ."}}]}]
    (share / "forms/khai-sinh.json").write_text(json.dumps(form, ensure_ascii=False))


def journey(tap, folder, living):
    data, share = folder / "data", folder / "share"
    install(share)
    os.environ["HOSO_SHARE_DIR"] = str(share)
    dossier = hosoctl(data, "dossier", "new", "1.001193")["id"]
    hosoctl(data, "dossier", "office", dossier, "00004")
    hosoctl(data, "dossier", "fill", dossier, ANSWERS)
    publish(share, "2.0.0")
    app = App(data)
    living.append(app)

    def told():
        app.press(starts="Tiếp tục: ")
        app.sees("Tờ khai này có bản mới (2.0.0).")
        app.picture("30-co-ban-moi")

    def differences():
        app.press("Xem thay đổi")
        app.sees("Tờ khai đăng ký khai sinh: từ bản 1.0.0 sang bản 2.0.0")
        app.sees(LAW)
        app.sees("1 mục đổi tên")
        app.find("list item", contains="Bản mới: Nơi quê quán: Xã Gia Lâm, Thành phố Hà Nội.")
        app.find("list item", contains=EMAIL)
        app.picture("31-thay-doi")

    def kept():
        app.press("Giữ bản cũ")
        app.sees("Tờ khai này có bản mới (2.0.0).")

    def moved():
        app.press("Xem thay đổi")
        app.press("Chuyển sang bản mới")
        app.sees("Nội dung bạn khai đã ở bản 2.0.0.")
        app.gone("Tờ khai này có bản mới")

    def tray():
        app.click(app.find("list item", starts="2. Tờ khai"))
        app.sees("Chưa chuyển 1 mục")
        app.sees(EMAIL)
        app.sees("Tờ khai mới không dùng thư điện tử cũ.")
        app.picture("32-chua-chuyen")
        app.press("Chép: Người yêu cầu › Thư điện tử")
        app.sees(f"Đã chép: {EMAIL}")

    def dealt_with():
        app.press("Đã xong: Người yêu cầu › Thư điện tử")
        app.gone("Chưa chuyển 1 mục")
        app.press("Hoàn tác")
        app.sees("Chưa chuyển 1 mục")

    def on_disk():
        turn(1500)
        app.close()
        form = hosoctl(data, "dossier", "show", dossier)["form"]
        assert form["version"] == "2.0.0", form
        assert [k["text"] for k in form["notMoved"]] == [EMAIL], form
        answers = hosoctl(data, "dossier", "show", dossier)["draft"]["answers"]
        assert answers["con"]["noiQueQuan"] == "Xã Gia Lâm, Thành phố Hà Nội", answers["con"]
        assert "email" not in answers["nguoiYeuCau"], answers["nguoiYeuCau"]

    def back():
        app.start()
        app.press(starts="Tiếp tục: ")
        app.press("Quay lại bản cũ (1.0.0)")
        app.press("Dùng bản cũ")
        app.sees("Tờ khai này có bản mới (2.0.0).")
        wait(lambda: not app.look(contains="Chưa chuyển 1 mục"), "the tray should go")

    for what, act in (("the new version is told", told), ("the differences are seen before anything changes", differences),
                      ("the old version can be kept", kept), ("the draft moves", moved),
                      ("what has no place is in the tray", tray), ("being done with it can be taken back", dealt_with),
                      ("form, answers and tray are on the disk", on_disk), ("the way back", back)):
        tap.step(what, act)
    tap.step("the window closes cleanly", app.close)
    tap.step("nothing to complain of", app.check_complaints)


if __name__ == "__main__":
    sys.exit(run(journey))
