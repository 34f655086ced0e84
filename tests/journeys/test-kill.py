#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 in the worst moments, through the real window: while typing, the client during the upload, the portal during the
submission. Nothing older than a second is lost, and exactly one submission arrives."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from journey import SOURCE, App, GLib, Portal, hosoctl, run, turn, wait  # noqa: E402

ANSWERS = SOURCE / "tests/fixtures/journey/answers.json"
PAPER = SOURCE / "tests/fixtures/journey/giay-chung-sinh.jpg"
NAME = "TRAN THI LAN"


def new_dossier(data):
    dossier = hosoctl(data, "dossier", "new", "1.001193")["id"]
    hosoctl(data, "dossier", "office", dossier, "00004")
    return dossier


def ready_dossier(data):
    dossier = new_dossier(data)
    hosoctl(data, "dossier", "fill", dossier, ANSWERS)
    hosoctl(data, "dossier", "attach", dossier, "giay-chung-sinh", PAPER)
    hosoctl(data, "dossier", "delivery", dossier, "counter")
    hosoctl(data, "dossier", "declare", dossier)
    return dossier


def open_first(app):
    """The unfinished dossier of the home page."""
    app.press(starts="Tiếp tục: ")


def open_listed(app, verb):
    app.click(app.find("list item", name="Hồ sơ"))
    app.press(starts=verb)


def sign_in(app):
    app.press("Đăng nhập vào cổng…")
    app.press("Bằng điện thoại, quét mã QR")
    app.sees("Đã đăng nhập")


def entry(app):
    return app.find(("text", "entry"), starts="Họ, chữ đệm, tên người yêu cầu")


def one_second_after(moment):
    wait(lambda: GLib.get_monotonic_time() >= moment + 1_000_000, "a second")


def only_submission(portal, dossier):
    found = [s for s in portal.get("/_demo/journal")["submissions"] if s["dossierId"] == dossier]
    assert [s["count"] for s in found] == [1], f"submissions at the portal: {found}"


def journey(tap, folder, living):
    def typing():
        data = folder / "typing"
        new_dossier(data)
        app = App(data)
        living.append(app)
        open_first(app)
        app.fill("Họ, chữ đệm, tên người yêu cầu", NAME)
        one_second_after(GLib.get_monotonic_time())
        app.key("End")
        app.type("H")  # younger than a second: may go
        app.kill()
        app.start()
        open_first(app)
        left = entry(app).get_text_iface().get_character_count()
        assert left in (len(NAME), len(NAME) + 1), f"{left} letters are left of {len(NAME)}"
        app.close()
        app.check_complaints()

    def client_during_upload():
        data = folder / "upload"
        dossier = ready_dossier(data)
        portal = Portal(folder / "portal-1", "--auto-approve", "lan", "--fault", "delay=60000,path=/v1/uploads/,method=PATCH,once")
        living.append(portal)
        app = App(data, portal.url)
        living.append(app)
        open_first(app)
        sign_in(app)
        app.press("Nộp ngay")
        app.sees("Đang gửi các tệp")
        app.kill()
        assert portal.get("/_demo/journal")["submissions"] == [], "nothing should be submitted yet"
        app.start()
        open_listed(app, "Xem")
        sign_in(app)
        app.sees("Cổng đã nhận hồ sơ của bạn")
        only_submission(portal, dossier)
        app.close()
        portal.stop()
        app.check_complaints()

    def portal_during_submission(moment):
        data = folder / f"submit-{moment}"
        dossier = ready_dossier(data)
        portal = Portal(folder / f"portal-{moment}", "--auto-approve", "lan", "--fault", f"die={moment},path=*/submission,once")
        living.append(portal)
        app = App(data, portal.url)
        living.append(app)
        open_first(app)
        sign_in(app)
        app.press("Nộp ngay")
        wait(lambda: portal.process.poll() is not None, "the portal should die")
        app.press("Thử ngay")
        portal.options = ("--auto-approve", "lan")
        portal.start()
        wait(lambda: app.look(contains="Cổng đã nhận hồ sơ của bạn") or not try_again(app), "the receipt")
        app.sees("Cổng đã nhận hồ sơ của bạn")
        only_submission(portal, dossier)
        app.close()
        portal.stop()
        app.check_complaints()

    tap.step("kill -9 while typing: at most the last second is missing", typing)
    tap.step("kill -9 of the client during the upload: one submission", client_during_upload)
    tap.step("kill -9 of the portal before it commits: one submission", lambda: portal_during_submission("before"))
    tap.step("kill -9 of the portal after it has committed: one submission", lambda: portal_during_submission("after"))


def try_again(app):
    """Presses "Thử ngay" where it can be pressed."""
    for button in app.look("push button", name="Thử ngay"):
        button.get_action_iface().do_action(0)
        turn(200)
        return True
    return True


if __name__ == "__main__":
    sys.exit(run(journey))
