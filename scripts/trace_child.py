"""Note which functions of surveykit the child process calls: appended to the file CHILD_CALLS, a name per line.

`trace_lines` puts `START` before what the child begins with; the standard library is all there is by then.
"""

import os
import sys
from types import CodeType, FrameType

START = "import sys; sys.path.append({folder!r}); import trace_child; trace_child.begin({package!r}); "


def begin(package: str) -> None:
    """Note every function below a folder once; what is written is there, however the process ends."""
    known: set[CodeType] = set()
    answer = os.open(os.environ["CHILD_CALLS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note_call(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code not in known:
            known.add(code)
            if code.co_filename.startswith(package):
                os.write(answer, f"{code.co_filename[len(package):]}:{code.co_qualname}\n".encode())

    sys.settrace(note_call)
