"""Where the responses of a survey came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """Where the responses came from; `name` carries no folder, so reports are the same anywhere.
    `history` says that the log begins with the cleaning done before the file was written. `hints`
    are facts that a file's name gives (`total`, `exported`, `title`): proposals, used nowhere
    until a person confirms them. `parts` are the files that were appended or joined, the first one first.
    """

    name: str = "frame"
    sha256: str = ""
    rows: int = 0
    platform: str = "frame"
    evidence: str = ""
    synthetic: bool = False
    history: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Source, ...] = ()

    @property
    def files(self) -> tuple[Source, ...]:
        """Every file by itself."""
        return self.parts or (self,)

    def facts(self, rows: int) -> dict[str, object]:
        """What is said of a file: its name, its checksum, whether synthetic, and rows used."""
        return {"file": self.name, "sha256": self.sha256, "synthetic": self.synthetic, "rows": rows}
