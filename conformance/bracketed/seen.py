"""What the scenarios of all systems share."""


def shown(error):
    return [repr(error), str(error), error.__dict__, type(error).__module__, [c.__name__ for c in type(error).__mro__]]


def attempt(action, *arguments):
    """What it returns or raises."""
    try:
        return action(*arguments)
    except Exception as error:
        # Which process it was is another one each time.
        return [type(error).__name__, getattr(error, "errno", None)]


def constants(module, prefix, end=""):
    return {getattr(module, name) for name in dir(module) if name.startswith(prefix) and name.endswith(end)}


def public(psutil):
    return {name for name in psutil.__all__ if hasattr(psutil, name)}


def lasting(connections):
    """Those that no process has closed: what is left of the others can be thousands that come and go."""
    return sorted((each for each in connections if each.status != "TIME_WAIT"), key=repr)
