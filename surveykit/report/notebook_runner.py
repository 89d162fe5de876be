"""Notebooks run by the interpreter that runs us, and made the same on every machine."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from surveykit.errors import LABELS, ReportError, SurveyError
from surveykit.files.disk import read_bytes
from surveykit.files.study_settings import SETTINGS, find_study
from surveykit.report.living_prose import has_living_numbers
from surveykit.report.named_results import ASK, KEY, MIME
from surveykit.words.messages import JoinedMessage, Message, TextMessage

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient.exceptions import CellExecutionError
    from nbformat import NotebookNode

TIMEOUT = 900  # seconds for one cell
LONGEST_SOCKET = 80  # signs of its folder: macOS takes 103 for the whole path
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_PARTS = {language: re.compile(rf"(?s)(.*?)(?:\n{where}(.*?))?(?:\n{fix}(.*?))?\n*")
          for language, (where, fix) in LABELS.items()}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run_notebook(path: str | Path) -> NotebookNode:
    """Run a notebook from top to bottom and return it with its outputs.
    The kernel is the running interpreter, its folder that of the notebook, so that `../data/raw/...` means the same
    here and in JupyterLab. The file itself is not changed. An error of ours keeps its where and fix.
    """
    path = Path(path)
    notebook = _read(path)
    import nbclient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    asked = any(map(_names_results, notebook.cells)) or _front_names_results(notebook, path)
    if asked:
        notebook.cells.append(_node({"cell_type": "code", "metadata": {}, "source": ASK, "outputs": []}))
    with tempfile.TemporaryDirectory() as home:
        client = nbclient.NotebookClient(
            notebook, km=_kernel(home), timeout=TIMEOUT, record_timing=False, kernel_name="python3",
            resources={"metadata": {"path": str(path.parent.resolve())}})
        try:
            client.execute(env=_environment(home), cleanup_kc=True)
        except CellExecutionError as error:
            raise _cell_error(path.name, *(_failed_cell(notebook) or _last_cell(notebook, error))) from None
        except (CellTimeoutError, DeadKernelError) as error:
            raise ReportError("A cell cannot be run to its end: the kernel stopped or took over {timeout} minutes.",
                              where="notebook {path}", fix="run the notebook in JupyterLab to see which cell",
                              timeout=TIMEOUT // 60, path=path.name) from error
    if failed := _failed_cell(notebook):  # the kernel calls a cell fine whose value cannot show itself
        raise _cell_error(path.name, *failed)
    if asked:
        notebook.metadata[KEY] = notebook.cells.pop().outputs[-1].data[MIME]
    return notebook


def load_nbformat() -> ModuleType:
    """nbformat without the grammars of international addresses: where JupyterLab is installed its validator compiles
    39 of them as it is loaded, which took 1.3 s of every run, and no notebook has a field of such a form.
    """
    unused = "rfc3987_syntax"
    if "jsonschema" in sys.modules or unused in sys.modules:
        return import_module("nbformat")
    sys.modules[unused] = cast(ModuleType, None)  # so an import of it fails, which jsonschema takes for "not installed"
    try:
        return import_module("nbformat")
    finally:
        del sys.modules[unused]


def scrub_notebook(notebook: NotebookNode) -> NotebookNode:
    """The notebook as it is stored: no times, addresses or machine in it.
    Cell ids follow the order of cells; kernel and language carry no version; memory addresses
    in plain text become `0xADDR`.
    """
    clean = _node(notebook)
    kept = {"surveykit": clean.metadata.surveykit} if "surveykit" in clean.metadata else {}
    clean.metadata = _node({"kernelspec": KERNEL, "language_info": {"name": "python"}, **kept})
    for i, cell in enumerate(clean.cells, 1):
        cell.id = f"cell-{i:02d}"
        cell.metadata = _node({"tags": cell.metadata.tags} if "tags" in cell.metadata else {})
        for output in cell.get("outputs", ()):
            _scrub_output(output)
    return clean


def _node(parts: Mapping[str, object]) -> NotebookNode:
    """A mapping, and all in it, as nbformat holds them."""
    node: NotebookNode = load_nbformat().from_dict(parts)
    return node


def _scrub_output(output: NotebookNode) -> None:
    """Take the addresses out of an output's text."""
    data = output.get("data", {})
    for kind in ("text/plain", "text/html"):
        if kind in data:
            data[kind] = _ADDRESS.sub("0xADDR", data[kind])
    if "text" in output:
        output["text"] = _ADDRESS.sub("0xADDR", output["text"])


def _read(path: Path) -> NotebookNode:
    """The notebook in a file."""
    try:
        data = read_bytes(path)
    except SurveyError as error:
        raise ReportError(error.what, where=error.where, fix=error.fix) from error
    nbformat = load_nbformat()
    try:
        notebook: NotebookNode = nbformat.reads(data.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise ReportError("The file cannot be read as a notebook.", where="{file}",
                          fix="open it in JupyterLab and save it again", file=path.name) from error
    return notebook


def _kernel(home: str) -> AsyncKernelManager:
    """A kernel manager that starts this very interpreter, whatever kernels are installed."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class OwnKernel(KernelSpecManager):
        """Knows one kernel: the running interpreter."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}",
                       "--IPKernelApp.log_level=40"]
            return KernelSpec(argv=command, **{k: KERNEL[k] for k in ("display_name", "language")})

    # Sockets are files in a private folder where the system has them and the path is not too long: nobody else can
    # listen.
    transport = "tcp" if os.name == "nt" or len(home) > LONGEST_SOCKET else "ipc"
    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=OwnKernel(), transport=transport,
                              connection_file=str(Path(home) / "kernel.json"))


def _names_results(cell: NotebookNode) -> bool:
    """Whether the prose of a cell, or a caption in its comment lines, calls for results by name."""
    captions = (line for line in cell.source.splitlines() if line.startswith("#|"))
    return has_living_numbers(cell.source if cell.cell_type == "markdown" else "\n".join(captions))


def _front_names_results(notebook: NotebookNode, path: Path) -> bool:
    """Whether the front matter of the notebook or of its study calls for results by name."""
    study = find_study(path.parent)
    said = (study / SETTINGS).read_text(encoding="utf-8") if study else ""
    own = [cell.source for cell in notebook.cells[:1] if cell.cell_type == "raw"]
    return any(map(has_living_numbers, (said, *own)))


def _environment(home: str) -> dict[str, str]:
    """The environment of the kernel: no profile, history or display of the user's."""
    fixed = {"MPLBACKEND": "Agg", "IPYTHONDIR": home, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return {**os.environ, **fixed, **dict.fromkeys(_THREADS, "1")}


def _cell_error(name: str, number: int, error: NotebookNode) -> ReportError:
    """A cell's exception as an error of ours, its own where and fix kept, in both languages."""
    cell = Message("notebook {notebook}, cell {cell}", notebook=name, cell=number)
    if error.ename in {"SurveyError", *(kind.__name__ for kind in SurveyError.__subclasses__())}:
        what, place, fix = _error_parts(error)
        return ReportError(what or "", where=JoinedMessage("; ", filter(None, (cell, place))), fix=fix)
    last = error.evalue.strip().splitlines()[-1:]
    return ReportError("A cell cannot be run: {reason}", where="{cell}", reason=": ".join([error.ename, *last]),
                       fix="run the notebook in JupyterLab to see the whole error", cell=cell)


def _error_parts(error: NotebookNode) -> list[Message | None]:
    """What, where and fix of an error of ours; its Chinese stands below the English in the traceback."""
    chinese = _COLOUR.sub("", "\n".join(error.traceback)).rpartition(error.evalue)[2].strip("\n")
    sides = [_PARTS[language].fullmatch(text) for language, text in (("en", error.evalue), ("zh", chinese))]
    return [TextMessage({"en": en, "zh": zh or en}) if en else None
            for en, zh in zip(*(side.groups() if side else () for side in sides), strict=True)]


def _failed_cell(notebook: NotebookNode) -> tuple[int, NotebookNode] | None:
    """The number of the first cell that failed, counting from 1, and its error as the kernel wrote it."""
    errors = ((number, output) for number, cell in enumerate(notebook.cells, 1) for output in cell.get("outputs", ())
              if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", ()))
    return next(errors, None)


def _last_cell(notebook: NotebookNode, error: CellExecutionError) -> tuple[int, NotebookNode]:
    """The same where the kernel wrote no error into a cell."""
    parts = {"ename": error.ename, "evalue": error.evalue, "traceback": [error.traceback]}
    return len(notebook.cells), _node(parts)
