"""Answers questions in one of the two environments: a line of JSON with a question, a line with the answer."""

import enum
import json
import os
import sys

import psutil
from system import scenarios


def main():
    if "--as-nobody" in sys.argv:
        # All is loaded before: afterwards the files may be out of reach.
        for name in psutil.__all__:
            getattr(psutil, name)
        for load in (psutil.Process().as_dict, psutil.net_connections, psutil.net_if_addrs, psutil.users):
            load()
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(answer(**question)), flush=True)


def answer(ask, pid=None):
    """What an expression says, in which `p` is the process with this pid."""
    names = {"psutil": psutil, "os": os, "scenarios": scenarios, "pid": pid}
    try:
        if pid is not None:
            names["p"] = psutil.Process(pid)
        return encoded(eval(ask, names))
    except Exception as error:
        return {"raised": encoded_error(error)}


def encoded_error(error):
    if isinstance(error, psutil.Error):
        return [type(error).__name__, error.__dict__.get("pid"), error.__dict__.get("name"), str(error)]
    if isinstance(error, OSError):
        return [type(error).__name__, error.errno, error.filename and str(error.filename)]
    return [type(error).__name__]


def encoded(value):
    """A value with its type, where JSON does not tell it. Members of enums are what they are equal to."""
    if isinstance(value, enum.Enum):
        return value.value
    if hasattr(value, "_fields"):
        return {"tuple": type(value).__name__, "fields": [[name, encoded(each)] for name, each in zip(value._fields, value)]}
    if isinstance(value, tuple):
        return {"tuple": "", "fields": [[str(place), encoded(each)] for place, each in enumerate(value)]}
    if isinstance(value, list):
        return [encoded(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return {"set": sorted(encoded(each) for each in value)}
    if isinstance(value, dict):
        return {"dict": {str(key): encoded(each) for key, each in value.items()}}
    if isinstance(value, psutil.Process):
        return {"process": value.pid}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return {"other": type(value).__name__}


if __name__ == "__main__":
    main()
