#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The family: a person added by the text of an identity card, changed, removed and brought back; then a birth declaration whose
mother is filled in from the family, where each answer says where it came from until the citizen changes it."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from journey import SOURCE, App, hosoctl, run, wait  # noqa: E402

ANSWERS = SOURCE / "tests/fixtures/journey/answers.json"
PAPER = SOURCE / "tests/fixtures/documents/one-page.pdf"
CARD = "001190000123|012345678|Nguyễn Thị Hoa|01021990|Nữ|Ngõ 5, Phường Ba Đình, Thành phố Hà Nội|05092025"
NAME = "Họ, chữ đệm, tên"
MOTHER = "Họ, chữ đệm, tên người mẹ"


def text_of(node):
    text = node.get_text_iface()
    return text.get_text(0, text.get_character_count())


def journey(tap, folder, living):
    data = folder / "data"
    dossier = hosoctl(data, "dossier", "new", "1.001193")["id"]
    hosoctl(data, "dossier", "office", dossier, "00004")
    answers = folder / "answers.json"
    filled = json.loads(ANSWERS.read_text())
    filled.get("answers", filled).pop("me", None)
    answers.write_text(json.dumps(filled))
    hosoctl(data, "dossier", "fill", dossier, answers)
    app = App(data)
    living.append(app)

    def empty():
        app.click(app.find("list item", starts="Gia đình"))
        app.sees("Chưa có ai trong gia đình")
        app.sees("chỉ nằm trên máy này, đã niêm phong")
        app.picture("40-gia-dinh-trong")

    def card():
        app.press("Thêm bằng thẻ căn cước")
        entry = app.find("text", name="Nội dung mã QR trên thẻ")
        entry.get_editable_text_iface().set_text_contents("001190000123|hỏng")
        app.sees("Đây không phải mã trên thẻ căn cước")
        entry.get_editable_text_iface().set_text_contents(CARD)
        app.sees("Họ tên: Nguyễn Thị Hoa")
        app.gone("Đây không phải mã trên thẻ căn cước")
        app.picture("41-the-can-cuoc")
        app.press("Thêm vào gia đình")
        app.sees("Đã thêm Nguyễn Thị Hoa vào gia đình")
        app.find("push button", name="Xem và sửa: Nguyễn Thị Hoa")
        app.picture("42-gia-dinh")

    def edit():
        app.press("Xem và sửa: Nguyễn Thị Hoa")
        app.find("heading", name="Nguyễn Thị Hoa")
        number = app.find("text", starts="Số định danh cá nhân")
        assert text_of(number) == "001190000123", text_of(number)
        app.picture("43-mot-nguoi")
        app.fill("Số điện thoại", "113")
        app.press("Lưu")
        app.sees("Số điện thoại chưa đúng")
        app.fill("Số điện thoại", "0912 345 678")
        app.gone("Số điện thoại chưa đúng")
        app.press("Lưu")
        app.sees("Đã lưu trên máy này")
        app.find("push button", name="Xem và sửa: Nguyễn Thị Hoa")

    def removal():
        app.press("Xoá: Nguyễn Thị Hoa")
        app.sees("Đã xoá Nguyễn Thị Hoa khỏi gia đình")
        app.press("Hoàn tác")
        app.find("push button", name="Xem và sửa: Nguyễn Thị Hoa")

    def to_the_mother():
        app.click(app.find("list item", starts="Trang chủ"))
        app.press(starts="Tiếp tục: ")
        app.click(app.find("list item", starts="2. Tờ khai"))
        app.find("heading", name="Mẹ")  # the first part that is not done

    def fill():
        app.press(starts="Điền từ gia đình")
        app.find("list item", starts="Nguyễn Thị Hoa")
        app.picture("44-chon-nguoi")
        app.click(app.find("list item", starts="Nguyễn Thị Hoa"))
        app.sees("từ Nguyễn Thị Hoa")
        wait(lambda: text_of(app.find("text", starts=MOTHER)) == "Nguyễn Thị Hoa", "the mother's name")
        app.picture("45-da-dien")

    def origins():
        before = len(app.look(contains="Lấy từ"))
        assert before >= 3, f"{before} answers say where they came from"
        app.fill(MOTHER, "LE THI MAI")
        wait(lambda: len(app.look(contains="Lấy từ")) == before - 1, "the changed answer says it no longer")

    def replace():
        app.press(starts="Điền từ gia đình")
        app.click(app.find("list item", starts="Nguyễn Thị Hoa"))
        app.sees("1 câu trả lời sẽ được thay")
        app.sees("Đang ghi: LE THI MAI")
        app.picture("46-thay-cau-tra-loi")
        app.press("Thay và điền")
        wait(lambda: text_of(app.find("text", starts=MOTHER)) == "Nguyễn Thị Hoa", "the mother's name again")
        app.press("Hoàn tác")
        wait(lambda: text_of(app.find("text", starts=MOTHER)) == "LE THI MAI", "what was typed, again")

    tap.step("the family is empty and says how to fill it", empty)
    tap.step("a person is added by the text of a card", card)
    tap.step("a person is changed; what is wrong is told", edit)
    tap.step("a person is removed and brought back", removal)
    tap.step("the declaration asks about the mother", to_the_mother)
    tap.step("the mother is filled in from the family", fill)
    tap.step("each answer says where it came from until it is changed", origins)
    tap.step("what would be replaced is shown first, and undone", replace)
    app.close()
    people = hosoctl(data, "profile", "list")
    assert [p["phone"] for p in people] == ["0912345678"], people
    hosoctl(data, "dossier", "fill", dossier, ANSWERS)
    hosoctl(data, "dossier", "attach", dossier, "giay-chung-sinh", PAPER)
    hosoctl(data, "dossier", "delivery", dossier, "counter")
    app.start()

    def keep():
        app.press(starts="Tiếp tục: ")
        app.click(app.find("list item", starts="5. Xem lại"))
        app.sees("Giữ những người này trong gia đình?")
        button = app.find("push button", starts="Lưu ")
        name = button.get_name()[len("Lưu "):-len(" vào gia đình")]
        app.picture("47-giu-nguoi")
        app.press(button.get_name())
        app.sees(f"Đã thêm {name} vào gia đình")
        wait(lambda: not app.look("push button", name=f"Lưu {name} vào gia đình"), "who is kept is not offered again")

    tap.step("people of a finished declaration can be kept", keep)
    app.close()
    tap.step("nothing was complained of", app.check_complaints)
    assert len(hosoctl(data, "profile", "list")) == 2


sys.exit(run(journey))
