"""The types of `Popen`, whose attributes are those of `subprocess.Popen`; its parameters are too."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import IO, Any

from typing_extensions import Self, TypeAlias

from ._process import Process

_Path: TypeAlias = str | bytes | os.PathLike[str] | os.PathLike[bytes]
_File: TypeAlias = int | IO[Any] | None

class Popen(Process):
    args: _Path | Sequence[_Path]
    stdin: IO[Any] | None
    stdout: IO[Any] | None
    stderr: IO[Any] | None
    returncode: int | None
    universal_newlines: bool
    def __init__(
        self,
        args: _Path | Sequence[_Path],
        bufsize: int = -1,
        executable: _Path | None = None,
        stdin: _File = None,
        stdout: _File = None,
        stderr: _File = None,
        preexec_fn: Callable[[], object] | None = None,
        close_fds: bool = True,
        shell: bool = False,
        cwd: _Path | None = None,
        env: Mapping[str, _Path] | Mapping[bytes, _Path] | None = None,
        universal_newlines: bool | None = None,
        startupinfo: None = None,
        creationflags: int = 0,
        restore_signals: bool = True,
        start_new_session: bool = False,
        pass_fds: Collection[int] = (),
        *,
        user: str | int | None = None,
        group: str | int | None = None,
        extra_groups: Iterable[str | int] | None = None,
        encoding: str | None = None,
        errors: str | None = None,
        text: bool | None = None,
        umask: int = -1,
        pipesize: int = -1,
        process_group: int | None = None,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]: ...
    def poll(self) -> int | None: ...
