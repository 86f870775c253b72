"""The Python side of the tests: what a Python service would do, asked over a pipe.

Reads one JSON request a line and answers each with one line. Standard library only.

Values travel *described*: as a tag with its content, so that nothing hangs on how
either side prints a number. A float is the 16 hex digits of its bits, an integer
its decimal text, a dict a list of pairs.

    {"keys": [{"namespace", "positional": [value], "named": [[name, value]]}]}  -> [key]
    {"parse": [JSON text]}                                                   -> [value]
    {"read": [entry as hex]}                                                 -> [value or null]
    {"write": [value]}                                                       -> [entry as hex]
"""

import datetime
import hashlib
import json
import struct
import sys
import zlib


def build(described):
    """The Python value that a description stands for."""
    if described == "Null":
        return None
    ((tag, content),) = described.items()
    return BUILDERS[tag](content)


def build_sorted(pairs):
    """A dict whose keys stand in the order of their JSON text."""
    items = [(build(key), build(value)) for key, value in pairs]
    return dict(sorted(items, key=lambda item: json_key(item[0])))


def json_key(key):
    """What becomes of a dict's key in JSON."""
    return next(iter(json.loads(json.dumps({key: None}))))


BUILDERS = {
    "Bool": bool,
    "Int": int,
    "Float": lambda digits: struct.unpack(">d", bytes.fromhex(digits))[0],
    "Text": str,
    "List": lambda items: [build(item) for item in items],
    "Dict": lambda pairs: {build(key): build(value) for key, value in pairs},
    "Sorted": build_sorted,
    "Set": lambda items: {build(item) for item in items},
    "Bytes": bytes.fromhex,
    "Datetime": datetime.datetime.fromisoformat,
}


def describe(value):
    """The description of what JSON can hold."""
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return {"Bool": value}
    if isinstance(value, int):
        return {"Int": str(value)}
    if isinstance(value, float):
        return {"Float": struct.pack(">d", value).hex()}
    if isinstance(value, str):
        return {"Text": value}
    if isinstance(value, list):
        return {"List": [describe(item) for item in value]}
    return {"Dict": [[describe(key), describe(item)] for key, item in value.items()]}


def dumps(value):
    return json.dumps(value, default=str).encode()


def key(call):
    parts = [
        [build(value) for value in call["positional"]],
        {name: build(value) for name, value in call["named"]},
    ]
    hashes = [hashlib.sha256(dumps(part)).hexdigest() for part in parts if part]
    return ":".join(filter(None, [call["namespace"], *hashes]))


def read(entry):
    try:
        value = json.loads(zlib.decompress(bytes.fromhex(entry)))
    except (zlib.error, ValueError):
        return None
    return None if value is None else describe(value)


def write(value):
    return zlib.compress(dumps(build(value))).hex()


ANSWERS = {
    "keys": key,
    "parse": lambda text: describe(json.loads(text)),
    "read": read,
    "write": write,
}


def main():
    for line in sys.stdin:
        ((question, items),) = json.loads(line).items()
        print(json.dumps([ANSWERS[question](item) for item in items]), flush=True)


if __name__ == "__main__":
    main()
