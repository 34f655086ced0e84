# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey needs: the real portal, the real window found by its accessible names, keys and clicks of a person, and
pictures of what was on screen. Run through tests/lib/with-display. Nothing sleeps: every wait is for something, 30 s at most."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.filterwarnings("ignore", category=DeprecationWarning)

BUILD = pathlib.Path(os.environ["HOSO_BUILD_DIR"])
SOURCE = pathlib.Path(os.environ["HOSO_SOURCE_DIR"])
PICTURES = pathlib.Path(os.environ.get("HOSO_PICTURES", BUILD / "pictures"))
WAIT_MS = 30_000
# No accessibility bus yet; no settings portal.
KNOWN_COMPLAINTS = ("dbind-WARNING", "Unable to acquire session bus", "GLib-GIO-WARNING")


class NotThere(AssertionError):
    """Something that should be on screen is not."""


def turn(ms=40):
    """Lets the main context run until something happens, or so many milliseconds have passed."""
    over = []
    source = GLib.timeout_add(ms, lambda: over.append(1) or True)
    context = GLib.MainContext.default()
    while not over:
        context.iteration(True)
    GLib.source_remove(source)


def wait(condition, what, ms=WAIT_MS):
    """The first true value of condition(), or NotThere."""
    limit = GLib.get_monotonic_time() + ms * 1000
    while True:
        try:
            value = condition()
        except GLib.Error:  # the object went away while it was looked at
            value = None
        if value:
            return value
        if GLib.get_monotonic_time() > limit:
            raise NotThere(what)
        turn()


class Portal:
    """hoso-demo-portal on a free port, with a state of its own."""

    def __init__(self, state, *options, port=0):
        self.state = pathlib.Path(state)
        self.options = options
        self.port = port
        self.start()

    def start(self):
        command = [BUILD / "src/demo-portal/hoso-demo-portal", "--port", str(self.port), "--state-dir", self.state, *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://"), "the demo portal did not start"
        self.port = int(self.url.rsplit(":", 1)[1].rstrip("/"))

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def post(self, path, body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class App:
    """The hoso window. Objects are found by role and accessible name, as a screen reader does."""

    def __init__(self, data_dir, portal_url=None, language="vi", **env):
        self.complaints = pathlib.Path(str(data_dir) + ".stderr")
        self.env = dict(os.environ, HOSO_DATA_DIR=str(data_dir), HOSO_SECRETS="none", LANGUAGE=language, **env)
        if portal_url:
            self.env["HOSO_PORTAL_URL"] = portal_url
        self.start()

    def start(self):
        Atspi.init()
        self.env.pop("G_DEBUG", None)  # what it complains of is judged in check_complaints()
        with open(self.complaints, "ab") as log:
            self.process = subprocess.Popen([BUILD / "src/ui/hoso"], env=self.env, stderr=log)
        self.root = wait(self.find_application, "the application on the accessibility bus")
        wait(lambda: [c for c in children(self.root) if c.get_role_name() == "frame"], "the window")

    def find_application(self):
        if self.process.poll() is not None:
            raise NotThere(f"hoso ended with {self.process.returncode}: {self.complaints.read_text(errors='replace')[-300:]}")
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def check_complaints(self):
        """No critical or warning of ours, of GTK or of GLib in the whole run."""
        said = [line for line in self.complaints.read_text(errors="replace").splitlines()
                if ("CRITICAL" in line or "WARNING" in line) and not any(known in line for known in KNOWN_COMPLAINTS)]
        assert not said, said[0]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    # --- finding -------------------------------------------------------------------------------------------------
    def look(self, role=None, name=None, starts=None, contains=None, root=None):
        """All showing objects that fit, in reading order."""
        found = []
        for node in walk(root or self.root):
            label = node.get_name() or ""
            if role and node.get_role_name() not in (role if isinstance(role, tuple) else (role,)):
                continue
            if name is not None and label != name:
                continue
            if starts is not None and not label.startswith(starts):
                continue
            if contains is not None and contains not in label:
                continue
            found.append(node)
        return found

    def find(self, role=None, name=None, starts=None, contains=None, root=None, ms=WAIT_MS):
        what = f"{role or 'something'} called {name or starts or contains!r}"
        return wait(lambda: (self.look(role, name, starts, contains, root) or [None])[0], what, ms)

    def sees(self, text, ms=WAIT_MS):
        return self.find(contains=text, ms=ms)

    def gone(self, text, ms=WAIT_MS):
        return wait(lambda: not self.look(contains=text), f"{text!r} should go away", ms)

    # --- doing ---------------------------------------------------------------------------------------------------
    def press(self, name=None, **how):
        """A button by its accessible action, once it has one: GTK gives it when the button is on screen."""
        roles = ("push button", "toggle button")
        self.find(roles, name, **how)
        node, action = wait(lambda: next(((n, n.get_action_iface()) for n in self.look(roles, name, **how) if n.get_action_iface()), None),
                            f"{name or how} should be a button that can be pressed")
        assert action.do_action(0), f"cannot press {node.get_name()}"
        turn()

    def click(self, node):
        """With the mouse, in the middle of it; scrolls there with the wheel first. The window must be where xdotool says."""
        left, top = self.origin()
        frame = self.frame_box()
        for _ in range(80):
            box = self.settled(node)
            y = box.y + box.height // 2
            if 56 <= y <= frame.height - 20:
                break
            pane = self.pane_of(node)
            xdotool("mousemove", str(left + pane.x + pane.width - 12), str(top + min(pane.y + pane.height, frame.height) - 40),
                    "click", "4" if y < 56 else "5")
        xdotool("mousemove", str(left + box.x + box.width // 2), str(top + y), "click", "1")
        turn()

    @staticmethod
    def settled(node):
        """Where it is, once it has stopped moving."""
        last = None
        for _ in range(50):
            box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            place = (box.x, box.y, box.width, box.height)
            if place == last:
                return box
            last = place
            turn()
        return box

    def pane_of(self, node):
        """Where the wheel scrolls what holds the node."""
        while node is not None and node.get_role_name() != "scroll pane":
            node = node.get_parent()
        return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW) if node else self.frame_box()

    def frame_box(self):
        frame = [c for c in children(self.root) if c.get_role_name() in ("frame", "dialog")][-1]
        return frame.get_component_iface().get_extents(Atspi.CoordType.WINDOW)

    def origin(self):
        window = xdotool("search", "--onlyvisible", "--pid", str(self.process.pid)).split()[-1]
        facts = dict(line.split("=") for line in xdotool("getwindowgeometry", "--shell", window).splitlines() if "=" in line)
        box = self.frame_box()
        return int(facts["X"]) + (int(facts["WIDTH"]) - box.width) // 2, int(facts["Y"]) + (int(facts["HEIGHT"]) - box.height) // 2

    def fill(self, label, text):
        """Types into the entry of that name, as a person: click, select all, keys. Letters that are on no key of the
        screen's keyboard go in at once, as an input method commits them."""
        node = self.find(("text", "entry", "password text"), starts=label)
        self.click(node)
        self.key("ctrl+a")
        if text.isascii():
            self.type(text)
        else:
            assert node.get_editable_text_iface().set_text_contents(text), f"cannot write into {label}"
        wait(lambda: node.get_text_iface().get_character_count() == len(text), f"{label} should hold what was typed")
        return node

    def type(self, text):
        xdotool("type", "--delay", "12", "--", text)
        turn()

    def choose(self, question, answer):
        """A radio or check button under a question."""
        panel = self.find("panel", starts=question)
        self.click(self.find("check box", name=answer, root=panel))

    def pick(self, question, text):
        """From a searchable list, by typing. A list that has just closed may still take the click meant for this one; a person
        clicks again then, and so does this, once, and says it."""
        entry = {"role": ("entry", "text"), "name": "Tìm trong danh sách"}
        self.click(self.find("push button", starts=f"{question}:"))
        try:
            self.find(**entry, ms=3000)
        except NotThere:
            print(f"# {question}: the list did not open at the first click", flush=True)
            self.click(self.find("push button", starts=f"{question}:"))
            self.find(**entry)
        self.type(text)
        self.key("Return")
        wait(lambda: not self.look(**entry), "the list should close")

    def choose_file(self, path):
        """In GTK's file dialog: a path typed into it."""
        wait(lambda: self.look(("dialog", "frame", "file chooser"), root=self.root)
             and len([c for c in children(self.root) if showing(c)]) > 1, "the file dialog")
        turn(300)
        self.type(str(path))
        self.key("Return")
        wait(lambda: len([c for c in children(self.root) if showing(c)]) == 1, "the file dialog should close")

    def choose_save(self, path):
        """In GTK's dialog to save: the whole path instead of the name it offers."""
        wait(lambda: len([c for c in children(self.root) if showing(c)]) > 1, "the file dialog")
        turn(300)
        self.key("ctrl+a")
        self.type(str(path))
        self.key("Return")
        wait(lambda: len([c for c in children(self.root) if showing(c)]) == 1, "the file dialog should close")

    def key(self, *keys):
        xdotool("key", "--delay", "12", *keys)
        turn()

    def picture(self, name):
        """What is on screen now, as PICTURES/name.png."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        turn(300)
        subprocess.run(["import", "-window", "root", PICTURES / f"{name}.png"], check=True)

    def dump(self):
        for node, depth in walk_deep(self.root):
            print("#", "  " * depth, node.get_role_name(), repr(node.get_name()), file=sys.stderr)


def hosoctl(data, *arguments):
    """What hosoctl answers as JSON, about the data of a window that is not open."""
    env = dict(os.environ, HOSO_DATA_DIR=str(data), HOSO_SECRETS="none")
    done = subprocess.run([BUILD / "src/cli/hosoctl", *map(str, arguments), "--json"], env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"hosoctl {arguments[0]} {arguments[1]}: {done.stderr}"
    return json.loads(done.stdout)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *arguments], check=True, capture_output=True, text=True).stdout


def children(node):
    return [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c is not None]


def showing(node):
    """GTK 4.8 sets no SHOWING but on windows; what is out of sight is not VISIBLE (hs_accessible_follow_stack)."""
    return node.get_state_set().contains(Atspi.StateType.VISIBLE)


def walk(node):
    for child in children(node):
        if showing(child):
            yield child
            yield from walk(child)


def walk_deep(node, depth=0):
    yield node, depth
    for child in children(node):
        yield from walk_deep(child, depth + 1)


class Tap:
    """Test Anything Protocol: each step of a journey is one result; the first failure ends it."""

    def __init__(self):
        self.n = 0
        self.bad = False

    def step(self, what, act):
        self.n += 1
        try:
            value = act()
        except Exception as error:  # every failure of a step is a test result, told with its reason
            self.bad = True
            print(f"not ok {self.n} - {what}", flush=True)
            print(f"# {type(error).__name__}: {error}", flush=True)
            raise
        print(f"ok {self.n} - {what}", flush=True)
        return value

    def end(self):
        print(f"1..{self.n}", flush=True)


def run(journey):
    """Runs journey(tap, folder) in a folder of its own; skips by name what is missing here."""
    for tool in ("xdotool", "import"):
        if shutil.which(tool) is None:
            print(f"1..0 # SKIP {tool} is not installed")
            return 0
    tap = Tap()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hoso-journey-"))
    living = []
    try:
        journey(tap, folder, living)
    except Exception as error:
        if not tap.bad:
            print(f"not ok {tap.n + 1} - {type(error).__name__}: {error}", flush=True)
            tap.n += 1
        for thing in living:
            if isinstance(thing, App) and thing.process.poll() is None:
                thing.picture("failed")
                thing.dump()
        return_code = 1
    else:
        return_code = 0
    finally:
        for thing in living:
            if thing.process.poll() is None:
                thing.process.send_signal(signal.SIGKILL)
                thing.process.wait()
        tap.end()
        shutil.rmtree(folder, ignore_errors=True)
    return return_code
