"""The Python side of the example: a service with a cache of its own, in the same Redis.

    REDIS_URL=redis://localhost:6379/0 python3 service.py write|read

Standard library only.
"""

import hashlib
import json
import os
import socket
import ssl
import sys
import zlib
from urllib.parse import parse_qs, unquote, urlsplit


def cache_key(namespace, *args, **kwargs):
    """The namespace and a hash each of what is passed by position and by name."""
    parts = [json.dumps(part).encode() for part in (args, kwargs) if part]
    return ":".join([namespace, *(hashlib.sha256(part).hexdigest() for part in parts)])


def write(redis):
    """Stores what forecast("Zürich", days=3) returned here; gives the key."""
    result = {"text": "sun, then föhn", "celsius": [21.5, 24.0, 1e-05]}
    key = cache_key("interop:forecast", "Zürich", days=3)
    redis.command("SET", key, zlib.compress(json.dumps(result).encode()), "PX", "60000")
    return key


def read(redis):
    """Finds what inhabitants(city="Zürich", year=2024) returned in Rust."""
    key = cache_key("interop:inhabitants", city="Zürich", year=2024)
    entry = redis.command("GET", key)
    if entry is None:
        sys.exit(f"nothing under {key}")
    return json.dumps(json.loads(zlib.decompress(entry)))


class Redis:
    """A connection, with just enough of the protocol."""

    def __init__(self, url):
        url = urlsplit(url)
        options = {name: values[-1] for name, values in parse_qs(url.query).items()}
        self.socket = connect(url)
        self.replies = self.socket.makefile("rb")
        password = unquote(url.password or "") or options.get("pass")
        user = unquote(url.username or "") or options.get("user")
        if password:
            self.command("AUTH", *([user] if user else []), password)
        path = "" if url.scheme == "redis+unix" else url.path.strip("/")
        self.command("SELECT", options.get("db") or path or "0")

    def command(self, *words):
        words = [word if isinstance(word, bytes) else word.encode() for word in words]
        parts = [b"$%d\r\n%s\r\n" % (len(word), word) for word in words]
        self.socket.sendall(b"*%d\r\n%s" % (len(words), b"".join(parts)))
        return self.reply()

    def reply(self):
        line = self.replies.readline().decode().rstrip("\r\n")
        mark, rest = line[:1], line[1:]
        if mark == "$":
            return None if rest == "-1" else self.replies.read(int(rest) + 2)[:-2]
        if mark in ("+", ":"):
            return rest
        sys.exit(f"Redis: {rest or 'connection closed'}")


def connect(url):
    if url.scheme == "redis+unix":
        plain = socket.socket(socket.AF_UNIX)
        plain.connect(unquote(url.path))
        return plain
    if url.scheme not in ("redis", "rediss"):
        sys.exit(f"no way to reach Redis by {url.scheme}://")
    host = url.hostname or "localhost"
    plain = socket.create_connection((host, url.port or 6379), timeout=5)
    if url.scheme == "redis":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


if __name__ == "__main__":
    tasks = {"write": write, "read": read}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(__doc__)
    print(tasks[sys.argv[1]](Redis(os.environ["REDIS_URL"])))
