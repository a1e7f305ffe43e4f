"""`import psutil` is `import sysproc`: one and the same module, and so are their submodules."""

import sys

import sysproc

# Without importlib, whose import takes as long as a third of sysproc's.
ModuleSpec = type(__spec__)


class _Submodules:
    """Finds `psutil.X`, which is `sysproc.X`."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if not name.startswith("psutil."):
            return None
        try:
            __import__(_ours(name))
        except ModuleNotFoundError:
            return None
        return ModuleSpec(name, _Submodules)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        # A module may put another one in its place while it is loaded.
        sys.modules[module.__name__] = sys.modules[_ours(module.__name__)]


def _ours(name):
    """The name of our module that `psutil.X` is."""
    from sysproc._private import MODULES

    name = name[len("psutil.") :]
    return "sysproc." + ("_private" if name in MODULES else name)


if all(getattr(finder, "__module__", None) != __name__ for finder in sys.meta_path):
    sys.meta_path.insert(0, _Submodules)
# As with psutil nothing is left to be loaded after this: programs change their root or user then, or fork.
sysproc.preload()
sys.modules[__name__] = sysproc
