"""Chromium without a window, spoken to over its DevTools protocol on two pipes.

    with Chromium() as browser:
        tab = browser.open(url, width=400, scheme="dark")
        tab.value("document.title")
        tab.events            # all that the tab told while it loaded
"""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--headless=new", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--hide-scrollbars")
LOADED_S = 60


def program():
    """Where it is, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Tab:
    def __init__(self, browser, session):
        self.browser, self.session, self.events = browser, session, []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, self.events, **parameters)

    def value(self, script):
        """What a script comes to."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']['exception']['description']}")
        return answer["result"].get("value")

    def show(self, url, width, height, scheme, media="screen"):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=url)
        end = time.monotonic() + LOADED_S
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.browser.read(self.events, end)

    def press(self, key, code=0):
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)


class Chromium:
    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs, self.write_to = os.pipe()
        self.read_from, answers = os.pipe()
        options = [*OPTIONS, f"--user-data-dir={self.home.name}"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")
        shell = f'exec "$@" 3<&{theirs} 4>&{answers}'
        self.process = subprocess.Popen(["bash", "-c", shell, "bash", program(), *options, "about:blank"],
                                        pass_fds=(theirs, answers), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "HOME": self.home.name})
        os.close(theirs)
        os.close(answers)
        self.rest, self.number, self.answers = b"", 0, {}
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
        os.close(self.write_to)
        os.close(self.read_from)
        self.home.cleanup()

    def read(self, events, end):
        """The next message: an answer, or an event."""
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read_from], [], [], max(0.0, end - time.monotonic()))
            got = os.read(self.read_from, 1 << 20) if ready else b""
            if not got:
                raise RuntimeError("Chromium does not answer")
            self.rest += got
        message, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(message)
        if "id" in message:
            self.answers[message["id"]] = message
        else:
            events.append(message)

    def call(self, method, session=None, events=None, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        text = json.dumps(request).encode() + b"\0"
        while text:
            text = text[os.write(self.write_to, text):]
        end = time.monotonic() + LOADED_S
        while self.number not in self.answers:
            self.read([] if events is None else events, end)
        answer = self.answers.pop(self.number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, url, width=1280, height=800, scheme="light", media="screen"):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session)
        tab.show(url, width, height, scheme, media)
        return tab
