#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong and is put right, through the real window: an answer undone from another section, a PDF with a password (a
wrong one first), a paper removed and brought back, no way of delivery and no address, and the receipt as a file of one's own."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from journey import SOURCE, App, Portal, hosoctl, run, turn, wait  # noqa: E402

ANSWERS = SOURCE / "tests/fixtures/journey/answers.json"
LOCKED = SOURCE / "tests/fixtures/documents/encrypted.pdf"
NAME = "Họ, chữ đệm, tên người yêu cầu"
SLOT = "Giấy chứng sinh"


def step(app, starts):
    """A line of the task list."""
    app.click(app.find("list item", starts=starts))


def journey(tap, folder, living):
    data = folder / "data"
    dossier = hosoctl(data, "dossier", "new", "1.001193")["id"]
    hosoctl(data, "dossier", "office", dossier, "00004")
    hosoctl(data, "dossier", "fill", dossier, ANSWERS)
    portal = Portal(folder / "portal", "--auto-approve", "lan")
    living.append(portal)
    app = App(data, portal.url)
    living.append(app)

    def undo():
        app.press(starts="Tiếp tục: ")
        step(app, "2. Tờ khai")
        app.find("heading", name="Người yêu cầu")
        before = app.find("text", starts=NAME).get_text_iface().get_character_count()
        app.fill(NAME, "LE THI HAI BA")
        app.press("Tiếp tục")
        app.find("heading", name="Con")
        app.key("ctrl+z")
        app.find("heading", name="Người yêu cầu")
        wait(lambda: app.find("text", starts=NAME).get_text_iface().get_character_count() == before, "the name as it was")

    def password():
        step(app, "3. Giấy tờ")
        app.press(f"Chọn tệp cho: {SLOT}")
        app.choose_file(LOCKED)
        app.find("password text", name="Mật khẩu")
        app.type("sai")
        app.key("Return")
        app.sees("chưa đúng")
        app.find("password text", name="Mật khẩu")
        app.type("mat-khau")
        app.press("Mở")
        app.find("push button", name=f"Xem {LOCKED.name}")
        app.picture("20-giay-to-co-mat-khau")

    def removal():
        app.press(f"Bỏ {LOCKED.name} ra")
        wait(lambda: not app.look("push button", name=f"Xem {LOCKED.name}"), "the paper should go")
        app.key("ctrl+z")
        app.find("push button", name=f"Xem {LOCKED.name}")

    def delivery():
        step(app, "4. Nhận kết quả")
        app.press("Tiếp tục")
        app.sees("Lỗi: Chọn cách bạn muốn nhận kết quả.")
        app.click(app.find("check box", starts="Nhận qua bưu điện"))
        app.gone("Lỗi:")
        app.press("Tiếp tục")
        app.sees("Lỗi: Nhập địa chỉ")
        step(app, "5. Xem lại")
        app.press("Nhập địa chỉ nhận qua bưu điện")
        app.sees("Lỗi: Nhập địa chỉ")
        app.type("So 12, Ba Dinh, Ha Noi")
        app.gone("Lỗi:")
        app.press("Tiếp tục")

    def sent():
        app.find("heading", name="Xem lại những gì sẽ nộp")
        app.click(app.find("check box", starts="Tôi cam đoan những nội dung khai"))
        app.press("Tiếp tục")
        app.sees("Lệ phí bản sao")
        app.press("Đăng nhập vào cổng…")
        app.press("Bằng điện thoại, quét mã QR")
        app.sees("Đã đăng nhập")
        app.press("Nộp ngay")
        app.sees("Cổng đã nhận hồ sơ của bạn")

    def receipt():
        path = folder / "receipt.json"
        app.press("Lưu biên nhận…")
        app.choose_save(path)
        wait(path.exists, "the receipt's file")
        kept = json.loads(wait(path.read_text, "the receipt"))
        assert kept["facts"]["dossierId"] == dossier, kept["facts"]
        assert kept["receipt"]["signature"] and kept["receipt"]["payload"] and kept["words"], kept

    def away():
        app.press("Xem tiến độ")
        app.sees("Cổng nhận lúc")
        for _ in range(2):
            app.press("Quay lại")
            turn(300)
        app.sees("Theo việc trong đời")

    for what, act in (("an answer undone from another section comes into sight", undo), ("a PDF with a password", password),
                      ("a paper removed comes back by the keyboard", removal), ("delivery says what is missing", delivery),
                      ("sent, with the fee of this dossier", sent), ("the signed receipt is saved", receipt),
                      ("back to the first page", away)):
        tap.step(what, act)
    tap.step("the window closes cleanly", app.close)
    tap.step("nothing to complain of", app.check_complaints)


if __name__ == "__main__":
    sys.exit(run(journey))
