"""How respondents were sampled: which columns hold weights, strata, clusters and populations."""

from dataclasses import dataclass

PARTS = ("weight", "strata", "psu", "population", "replicates", "probability")


@dataclass(frozen=True, slots=True)
class WeightMargin:
    """Totals of the population that weights add up to: of crossed items, of one number, or of everybody.
    items: Names of the crossed items; one `number` item; none for everybody.
    cells: Per total: the answers that belong to it (one text per item), and the total. A number and everybody have one
        total, without answers.
    """

    items: tuple[str, ...]
    cells: tuple[tuple[tuple[tuple[str, ...], ...], float], ...]


@dataclass(frozen=True, slots=True)
class Design:
    """How respondents were sampled, as `set_design` declares it. The default is a simple sample without weights.

    Attributes
    ----------
    weight, strata
        Names of items, or None.
    psu, population
        One per stage of sampling: names of items that tell the unit, and names or numbers that tell how many units
        there are (or which share of them was sampled).
    replicates, replication
        Names of replicate weights, and how they were or shall be made (`jackknife`, `brr`, `fay`, `bootstrap`); without
        names they are made from strata and units.
    nest
        Whether the same unit in two strata is two units.
    probability
        Whether chance decided who was asked; None where nobody has said.
    lonely
        What happens to strata with a single unit.
    margins, base_weight, distance, bounds
        What the weights were calibrated to, the item with the weights before (None: 1 each), and how: `calibrate`'s
        distance and bounds, by which the weights of every replicate are calibrated as well.
    """

    weight: str | None = None
    strata: str | None = None
    psu: tuple[str, ...] = ()
    population: tuple[str | float, ...] = ()
    replicates: tuple[str, ...] = ()
    nest: bool = True
    probability: bool | None = None
    lonely: str = "refuse"
    margins: tuple[WeightMargin, ...] = ()
    base_weight: str | None = None
    replication: str = ""
    distance: str = "raking"
    bounds: tuple[float, float] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """What is declared, by the names of the arguments of `set_design`."""
        declared = (self.weight, self.strata, self.psu, self.population, self.replication, self.probability is not None)
        return tuple(part for part, value in zip(PARTS, declared, strict=True) if value)

    @property
    def columns(self) -> tuple[str, ...]:
        """The items that are no questions but tell about the sample."""
        names = (self.weight, self.base_weight, self.strata, *self.psu, *self.population, *self.replicates)
        return tuple(name for name in names if isinstance(name, str))

    @property
    def moves_numbers(self) -> bool:
        """Whether estimates or their errors differ from those of a simple sample."""
        return bool(self.weight or self.strata or self.psu or self.population or self.replication)
