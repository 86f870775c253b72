"""What a Python service does for a hit, with the standard library alone.

Reads lines from its standard input: first the port of the server, the namespace and the JSON of
the result, then for each line a number of calls to make. Answers each with the nanoseconds of the
calls, and ends when a call is no hit.
"""

import hashlib
import json
import socket
import sys
import time
import zlib


class Redis:
    """One connection and the two commands that are needed."""

    def __init__(self, port):
        peer = socket.create_connection(("127.0.0.1", port))
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.peer = peer
        self.replies = peer.makefile("rb")

    def command(self, *words):
        parts = [b"*%d\r\n" % len(words)]
        for word in words:
            parts.append(b"$%d\r\n%b\r\n" % (len(word), word))
        self.peer.sendall(b"".join(parts))
        line = self.replies.readline()
        if line[:1] != b"$":
            return line
        length = int(line[1:])
        return self.replies.read(length + 2)[:-2] if length >= 0 else None


def key(namespace, **named):
    text = json.dumps(named, default=str)
    return namespace + ":" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def cached(redis, namespace, user_id):
    entry = redis.command(b"GET", key(namespace, user_id=user_id).encode("utf-8"))
    return None if entry is None else json.loads(zlib.decompress(entry).decode("utf-8"))


def main():
    port, namespace, result = (sys.stdin.readline().rstrip("\n") for _ in range(3))
    redis = Redis(int(port))
    entry = zlib.compress(json.dumps(json.loads(result)).encode("utf-8"))
    redis.command(b"SET", key(namespace, user_id=123).encode("utf-8"), entry)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            begin = time.perf_counter_ns()
            value = cached(redis, namespace, 123)
            times.append(time.perf_counter_ns() - begin)
            if value is None:
                sys.exit("a call was no hit")
        print(json.dumps(times), flush=True)


main()
