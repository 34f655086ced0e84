#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way of a citizen through the real window, against the real demo portal: from the search to "Được tiếp nhận" and
the appointment slip in the preview. A picture of each page goes to HOSO_PICTURES."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from journey import SOURCE, App, Portal, run, turn, wait  # noqa: E402

PAPER = SOURCE / "tests/fixtures/journey/giay-chung-sinh.jpg"


def applicant(app):
    app.fill("Họ, chữ đệm, tên người yêu cầu", "Trần Thị Lan")
    app.choose("Bạn là gì của người được khai sinh?", "Mẹ")
    app.choose("Giấy tờ tuỳ thân của bạn", "Căn cước hoặc căn cước công dân")
    app.fill("Số định danh cá nhân", "001195004321")
    app.fill("Số điện thoại", "0912345678")
    app.choose("Bạn đang cư trú ở đâu?", "Ở Việt Nam")
    app.choose("Loại nơi cư trú", "Nơi thường trú")
    app.pick("Xã, phường, đặc khu", "ba dinh ha noi")
    app.fill("Số nhà, đường, thôn, tổ", "Số 12, ngõ 5, tổ 3")


def child(app):
    app.choose("Trường hợp khai sinh", "Đã xác định được cả cha và mẹ")
    app.fill("Họ, chữ đệm, tên của con", "Nguyễn An Bình")
    app.fill("Ngày, tháng, năm sinh", "10/11/2026")
    app.choose("Giới tính", "Nam")
    app.pick("Dân tộc", "kinh")
    app.pick("Quốc tịch", "viet nam")
    app.choose("Con sinh ra ở đâu?", "Tại cơ sở y tế ở Việt Nam")
    app.fill("Tên cơ sở y tế", "Bệnh viện Phụ sản Hà Nội")
    app.pick("Xã, phường nơi sinh", "ba dinh ha noi")
    app.fill("Quê quán", "Xã Gia Lâm, Thành phố Hà Nội")


def parent(app, who, name, born, number):
    app.fill(f"Họ, chữ đệm, tên người {who.lower()}", name)
    app.fill(f"Ngày, tháng, năm sinh của {who.lower()}", born)
    app.pick("Dân tộc", "kinh")
    app.pick("Quốc tịch", "viet nam")
    app.fill("Số định danh cá nhân", number)
    app.choose(f"{who} còn sống không?", "Có")
    app.choose(f"{who} đang cư trú ở đâu?", "Ở Việt Nam")
    app.choose("Loại nơi cư trú", "Nơi thường trú")
    app.pick("Xã, phường, đặc khu", "ba dinh ha noi")
    app.fill("Số nhà, đường, thôn, tổ", "Số 12, ngõ 5, tổ 3")


def section(app, title):
    app.find("heading", name=title)


def journey(tap, folder, living):
    portal = Portal(folder / "portal", "--auto-approve", "lan")
    living.append(portal)
    app = App(folder / "data", portal.url)
    living.append(app)

    def home():
        app.press("Đã hiểu")
        app.gone("Chào mừng bạn đến với Hồ Sơ")
        app.sees("Theo việc trong đời")
        app.picture("01-trang-chu")

    def search():
        app.fill("Tìm thủ tục", "dang ky khai sinh")
        first = app.find("list item", starts="Đăng ký khai sinh. ")
        assert first.get_parent().get_child_at_index(0).get_name() == first.get_name(), "it should come first"
        app.picture("02-tim-thu-tuc")
        app.click(first)

    def procedure():
        app.sees("Giấy chứng sinh")
        app.picture("03-thu-tuc")
        app.press("Bắt đầu làm hồ sơ")

    def office():
        app.sees("Bạn nộp hồ sơ ở đâu?")
        app.fill("Tìm nơi tiếp nhận", "ba dinh ha noi")
        app.sees("Phường Ba Đình")
        app.picture("04-noi-tiep-nhan")
        app.key("Return")
        app.sees("Đã chọn: Phường Ba Đình, Thành phố Hà Nội")
        app.press("Tiếp tục")

    def errors():
        section(app, "Người yêu cầu")
        app.press("Kiểm tra phần này")
        app.sees("chỗ cần sửa")
        app.sees("Lỗi: Nhập họ, chữ đệm, tên của bạn.")
        app.picture("05-to-khai-loi")

    def form():
        applicant(app)
        app.gone("Lỗi:")
        app.picture("06-to-khai-nguoi-yeu-cau")
        app.press("Tiếp tục")
        section(app, "Con")
        child(app)
        app.picture("07-to-khai-con")
        app.press("Tiếp tục")
        section(app, "Mẹ")
        parent(app, "Mẹ", "Trần Thị Lan", "20/6/1995", "001195004321")
        app.press("Tiếp tục")
        section(app, "Cha")
        parent(app, "Cha", "Nguyễn Văn Minh", "1993", "001093012345")
        app.press("Tiếp tục")
        section(app, "Giấy chứng nhận kết hôn của cha mẹ")
        app.choose("Cha mẹ có Giấy chứng nhận kết hôn không?", "Không")
        app.press("Tiếp tục")
        section(app, "Bản sao và cam đoan")
        app.choose("Bạn có cần cấp bản sao Giấy khai sinh không?", "Có")
        app.fill("Số lượng bản sao", "2")
        app.choose("Tôi đã đọc và cam đoan như trên", "Có")
        app.picture("08-to-khai-cam-doan")
        app.sees("Đã lưu lúc")
        app.press("Tiếp tục")

    def papers():
        app.find("heading", name="Giấy tờ cần đính kèm")
        app.press("Chọn tệp cho: Giấy chứng sinh")
        app.choose_file(PAPER)
        app.sees("giay-chung-sinh.jpg")
        app.picture("09-giay-to")
        app.press("Xem giay-chung-sinh.jpg")
        app.sees("Trang 1/1")
        app.picture("10-xem-truoc")
        app.press("Quay lại")
        app.find("heading", name="Giấy tờ cần đính kèm")
        app.press("Tiếp tục")

    def delivery():
        app.click(app.find("check box", name="Nhận tại quầy của cơ quan"))
        app.picture("11-nhan-ket-qua")
        app.press("Tiếp tục")

    def review():
        app.find("heading", name="Xem lại những gì sẽ nộp")
        app.sees("NGUYỄN AN BÌNH")
        app.picture("12-xem-lai")
        app.press("Xem tờ khai như cơ quan sẽ nhận")
        app.find("frame", name="Tờ khai")
        app.picture("13-to-khai-in")
        app.key("Escape")
        wait(lambda: not app.look("frame", name="Tờ khai"), "the declaration should close")
        app.click(app.find("check box", starts="Tôi cam đoan những nội dung khai"))
        app.press("Tiếp tục")

    def sign_in():
        app.find("heading", name="Nộp hồ sơ")
        app.picture("14-nop")
        app.press("Đăng nhập vào cổng…")
        app.picture("15-dang-nhap")
        app.press("Bằng điện thoại, quét mã QR")
        app.sees("Đã đăng nhập")

    def send():
        app.press("Nộp ngay")
        app.sees("Cổng đã nhận hồ sơ của bạn")
        app.picture("16-da-nop")
        counts = [s["count"] for s in portal.get("/_demo/journal")["submissions"]]
        assert counts == [1], f"submissions at the portal: {counts}"

    def accepted():
        dossier = portal.get("/_demo/journal")["submissions"][0]["dossierId"]
        portal.post(f"/_demo/dossiers/{dossier}/receive", {})
        app.press("Xem tiến độ")
        app.press("Hỏi tiến độ ngay")
        app.sees("Được tiếp nhận")
        app.sees("Hẹn trả kết quả")
        app.picture("17-theo-doi")

    def slip():
        app.press(starts="Mở ")
        app.sees("Trang 1/1")
        turn(500)
        app.picture("18-giay-hen")
        app.press("Quay lại")
        app.sees("Được tiếp nhận")

    for what, act in (("home page", home), ("search without diacritics finds it first", search),
                      ("procedure page starts a dossier", procedure), ("office by search", office),
                      ("errors show when asked for, with a summary", errors), ("declaration filled, errors forgiven", form),
                      ("paper attached and previewed", papers), ("delivery chosen", delivery),
                      ("answers checked, declaration shown, statement given", review), ("signed in by device code", sign_in),
                      ("sent once, receipt verified", send), ("accepted by the office", accepted), ("slip in the preview", slip)):
        tap.step(what, act)
    tap.step("the window closes cleanly", app.close)
    tap.step("nothing to complain of", app.check_complaints)


if __name__ == "__main__":
    sys.exit(run(journey))
