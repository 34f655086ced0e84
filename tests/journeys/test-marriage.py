#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The marriage declaration through the real window: filled in wrongly (too young, one person twice, parts left out), told so only
when a part is left, mended by the links of the summary; a paper that an answer asks for; the answers checked, one changed from
there; the declaration seen as the office gets it. Pictures of each page in Vietnamese, in English, and in text of double size."""
import os
import pathlib
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from journey import App, Portal, hosoctl, run, turn, wait  # noqa: E402

PROCEDURE = "1.000894"
NUMBER = "036098000123"
ABROAD = "Giấy tờ về việc đã ghi chú ly hôn"


def step(app, starts):
    """A line of the task list."""
    app.click(app.find("list item", starts=starts))


def reach(app, steps, starts):
    """The same where room may be short: the list of steps is then behind a button."""
    wait(lambda: app.look("list item", starts="1. ") or app.look("push button", name=steps), "the list of steps, or its button")
    if not app.look("list item", starts="1. "):
        app.click(app.find("push button", name=steps))
    step(app, starts)


def summary(app):
    """What the summary of errors says."""
    return [node.get_name() for node in app.look("push button", root=app.find(("alert", "notification"))) if node.get_name()]


def side(app, who, name, born, number, status):
    app.fill(f"Họ, chữ đệm, tên bên {who}", name)
    app.fill(f"Ngày, tháng, năm sinh bên {who}", born)
    app.pick("Dân tộc", "kinh")
    app.fill("Số định danh cá nhân", number)
    app.choose("Loại nơi cư trú", "Nơi thường trú")
    app.pick("Xã, phường, đặc khu", "ba dinh ha noi")
    app.fill("Số nhà, đường, thôn, tổ", "Số 12, ngõ 5, tổ 3")
    app.choose(f"Tình trạng hôn nhân của bên {who}", status)
    app.fill("Kết hôn lần thứ mấy", "1")


def journey(tap, folder, living):
    data = folder / "data"
    dossier = hosoctl(data, "dossier", "new", PROCEDURE)["id"]
    hosoctl(data, "dossier", "office", dossier, "00004")
    portal = Portal(folder / "portal", "--auto-approve", "lan")
    living.append(portal)
    app = App(data, portal.url)
    living.append(app)

    def late():
        app.press(starts="Tiếp tục: ")
        step(app, "2. Tờ khai")
        app.find("heading", name="Trước khi khai")
        app.sees("Phần 1")
        app.fill("Ngày hai bạn muốn đăng ký", "15/12/2026")
        app.sees("thứ ba, 15/12/2026")
        app.fill("Số điện thoại", "0912")
        app.key("Tab")
        assert not app.look(contains="Lỗi:"), "an error before the part is left"
        app.picture("30-ket-hon-truoc-khi-khai")
        app.press("Tiếp tục")
        app.sees("Lỗi: ")
        app.picture("31-ket-hon-loi-dien-thoai")
        app.fill("Số điện thoại", "0912345678")
        app.gone("Lỗi:")
        app.press("Tiếp tục")
        app.find("heading", name="Bên nam")

    def too_young():
        app.picture("32-ket-hon-ben-nam-trong")
        side(app, "nam", "Trần Văn Cường", "1/2/2010", NUMBER, "Chưa đăng ký kết hôn với ai")
        app.sees("thứ hai, 01/02/2010")
        app.press("Tiếp tục")
        app.sees("chưa đủ 20 tuổi")
        assert any("chưa đủ 20 tuổi" in link for link in summary(app)), summary(app)
        app.picture("33-ket-hon-ben-nam-chua-du-tuoi")
        app.press(starts="Theo ngày, tháng, năm sinh bên nam")
        turn(400)
        app.key("ctrl+a")
        app.type("1/2/1998")
        app.gone("chưa đủ 20 tuổi")
        app.picture("34-ket-hon-ben-nam-da-sua")
        app.press("Tiếp tục")
        app.find("heading", name="Bên nữ")

    def twice():
        app.fill("Họ, chữ đệm, tên bên nữ", "Trần Văn Cường")
        app.fill("Số định danh cá nhân", NUMBER)
        app.press("Kiểm tra phần này")
        links = summary(app)
        assert any("trùng với của bên nam" in link for link in links), links
        assert any("Chọn dân tộc" in link or "dân tộc" in link for link in links), links
        app.picture("35-ket-hon-ben-nu-trung")
        app.press(starts="Số định danh cá nhân của bên nữ trùng")
        turn(400)
        app.key("ctrl+a")
        app.type("001300012345")
        app.gone("trùng với của bên nam")
        side(app, "nữ", "Nguyễn Thị Thuỳ Dương", "30/11/2000", "001300012345", "Đã ly hôn, hiện chưa kết hôn với ai")
        app.gone("Lỗi: Nhập họ, chữ đệm, tên")

    def paper_by_answer():
        app.choose("Việc ly hôn có được giải quyết ở nước ngoài không?", "Có")
        app.fill("Kết hôn lần thứ mấy", "2")
        app.fill("Số bản án, quyết định ly hôn", "12/2020/HNGD")
        app.fill("Ngày của bản án, quyết định", "5/3/2020")
        app.fill("Toà án hoặc cơ quan", "Toa an quan Ba Dinh")
        app.picture("36-ket-hon-ben-nu-ly-hon")
        app.press("Tiếp tục")
        app.find("heading", name="Bản sao và cam đoan")
        app.choose("Bạn có cần cấp bản sao Trích lục kết hôn không?", "Có")
        app.fill("Số lượng bản sao", "2")
        app.sees("16.000")
        app.choose("Tôi đã đọc và cam đoan như trên", "Có")
        app.sees("Đã lưu lúc")
        app.picture("37-ket-hon-cam-doan")
        app.press("Tiếp tục")
        app.find("heading", name="Giấy tờ cần đính kèm")
        app.sees(ABROAD)
        app.picture("38-ket-hon-giay-to")
        step(app, "2. Tờ khai")
        step(app, "Bên nữ")
        app.choose("Việc ly hôn có được giải quyết ở nước ngoài không?", "Không")
        step(app, "3. Giấy tờ")
        app.gone(ABROAD)

    def checked():
        step(app, "4. Nhận kết quả")
        app.click(app.find("check box", name="Nhận tại quầy của cơ quan"))
        app.press("Tiếp tục")
        app.find("heading", name="Xem lại những gì sẽ nộp")
        app.sees("NGUYỄN THỊ THUỲ DƯƠNG")
        app.picture("39-ket-hon-xem-lai")
        app.press("Sửa: Số bản án, quyết định ly hôn")
        app.find("heading", name="Bên nữ")
        turn(400)
        app.key("ctrl+a")
        app.type("15/2020/HNGD")
        step(app, "5. Xem lại")
        app.sees("15/2020/HNGD")

    def printed():
        app.press("Xem tờ khai như cơ quan sẽ nhận")
        app.find("frame", name="Tờ khai")
        turn(500)
        app.picture("40-ket-hon-to-khai-in")
        app.key("Escape")
        wait(lambda: not app.look("frame", name="Tờ khai"), "the declaration should close")

    def ready():
        app.click(app.find("check box", starts="Tôi cam đoan những nội dung khai"))
        app.press("Tiếp tục")
        app.find("heading", name="Nộp hồ sơ")
        app.picture("41-ket-hon-nop")

    def looks(name, language="vi", **settings):
        """The parts as they look with other settings, each kept for one start."""
        app.close()
        keys = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "glib-2.0/settings/keyfile")
        keys.parent.mkdir(parents=True, exist_ok=True)
        settings["first_run"] = "false"
        lines = [f"{key.replace('_', '-')}={value}" for key, value in settings.items()]
        keys.write_text("[io/github/hosoapp/HoSo]\n" + "\n".join(lines) + "\n", encoding="utf-8")
        other = App(data, portal.url, language=language, HOSO_LANGUAGE=language, GSETTINGS_BACKEND="keyfile")
        living.append(other)
        resume, steps = {"vi": ("Tiếp tục: ", "Các bước của hồ sơ"), "en": ("Continue: ", "Steps of this dossier")}[language]
        other.press(starts=resume)
        for number, section in enumerate(("Trước khi khai", "Bên nam")):
            reach(other, steps, "2. ")
            reach(other, steps, section)
            other.find("heading", name=section)
            other.picture(f"{name}-{number + 1}")
        other.check_complaints()
        other.close()

    for what, act in (("nothing is accused before a part is left", late), ("too young: told, and mended by its link", too_young),
                      ("one person twice and parts left out", twice), ("an answer asks for a paper", paper_by_answer),
                      ("answers checked, one changed from there", checked), ("the declaration as the office gets it", printed),
                      ("ready to send", ready),
                      ("in English", lambda: looks("42-ket-hon-en", "en")),
                      ("in text of double size", lambda: looks("43-ket-hon-200", font_scale="2.0")),
                      ("on a small screen, dark", lambda: looks("44-ket-hon-800", style="'dark'", window_width="800", window_height="600")),
                      ("both", lambda: looks("45-ket-hon-800-200", font_scale="2.0", style="'dark'", window_width="800", window_height="600"))):
        tap.step(what, act)
    tap.step("nothing to complain of", app.check_complaints)


if __name__ == "__main__":
    sys.exit(run(journey))
