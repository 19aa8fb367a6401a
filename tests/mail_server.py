"""A mail server of our own on the loopback, which can refuse, dawdle or die as a test asks."""

import contextlib
import socketserver
import threading


class _Talk(socketserver.StreamRequestHandler):
    """One conversation, as plain as the protocol allows."""

    def handle(self):
        self.say("220 loopback")
        reader = ""
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper().split(" ")[0]
            self.server.said.append(line)
            if verb == "RCPT":
                reader = line.partition("<")[2].partition(">")[0]
            if verb in self.server.dies_at:
                return
            if verb == "DATA":
                self.take(reader)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                answer = self.server.answers(verb, reader)
                self.say("250 loopback" if verb in ("EHLO", "HELO") else answer)

    def take(self, reader):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if "TEXT" in self.server.dies_at:
            return
        self.server.taken.append((reader, b"".join(lines)))
        if "ANSWER" in self.server.dies_at:
            return
        self.say("250 taken")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it took in `taken` as (reader, bytes)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken, self.said, self.dies_at, self.refusals = [], [], set(), {}

    def answers(self, verb, reader):
        """What to say to a verb: 250, unless that reader is to be refused."""
        return self.refusals.get(reader, "250 fine") if verb == "RCPT" else "250 fine"

    @property
    def options(self):
        """How the outbox reaches this server."""
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 3},
            }
        }


@contextlib.contextmanager
def mail_server():
    """Run a server for the length of a test."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
