"""Response, cooperation, refusal and contact rates from final dispositions."""

from typing import NamedTuple


class Dispositions(NamedTuple):
    """Final dispositions of cases: complete, partial, refusal and break-off, non-contact, other non-interviews, unknown
    eligibility, not eligible."""

    complete: int
    partial: int
    refusal: int
    non_contact: int
    other: int
    unknown: int
    ineligible: int

    @property
    def interviews(self) -> int:
        """Complete and partial."""
        return self.complete + self.partial

    @property
    def eligible(self) -> int:
        """Cases known to be eligible."""
        return self.interviews + self.refusal + self.non_contact + self.other

    def eligible_share(self) -> float:
        """The share of the cases whose eligibility is known that are eligible; 1 where none is known."""
        known = self.eligible + self.ineligible
        return self.eligible / known if known else 1.0


class Rate(NamedTuple):
    """A rate: its name, its parts in letters, numerator and denominator."""

    name: str
    formula: str
    n: float
    base: float


def response_rates(cases: Dispositions, eligible_share: float) -> list[Rate]:
    """The rates of AAPOR's Standard Definitions.
    cases: final dispositions I, P, R, NC, O, U in this order.
    eligible_share: e, the share of U taken as eligible.
    Returns: RR1-RR6, COOP1-COOP4, REF1-REF3, CON1-CON3.
    Formula: RR1 I/(I+P+R+NC+O+U), RR2 (I+P)/same; RR3, RR4 with e U; RR5, RR6 without U. COOP1 I/(I+P+R+O), COOP2
        (I+P)/same, COOP3 and COOP4 without O. REF R over the denominators of RR1, RR3, RR5; CON (I+P+R+O) over them.
    Reference: American Association for Public Opinion Research (2023). Standard definitions, 10th edition.
    >>> [(rate.name, rate.n, rate.base) for rate in response_rates(Dispositions(40, 5, 3, 0, 2, 50, 0), 1.0)][:2]
    [('RR1', 40, 100.0), ('RR2', 45, 100.0)]
    """
    known, likely = float(cases.eligible), eligible_share * cases.unknown
    bases = (("I+P+R+NC+O+U", known + cases.unknown), ("I+P+R+NC+O+eU", known + likely), ("I+P+R+NC+O", known))
    met = cases.interviews + cases.refusal + cases.other
    rates = [Rate(f"RR{2 * place + part}", f"{'I' if part == 1 else '(I+P)'}/({letters})",
                  cases.complete if part == 1 else cases.interviews, base)
             for place, (letters, base) in enumerate(bases) for part in (1, 2)]
    talks = (("I+P+R+O", met), ("I+P+R", met - cases.other))
    rates += [Rate(f"COOP{2 * place + part}", f"{'I' if part == 1 else '(I+P)'}/({letters})",
                   cases.complete if part == 1 else cases.interviews, base)
              for place, (letters, base) in enumerate(talks) for part in (1, 2)]
    rates += [Rate(f"REF{place}", f"R/({letters})", cases.refusal, base)
              for place, (letters, base) in enumerate(bases, start=1)]
    contacts = (bases[0], bases[1], bases[2])
    return rates + [Rate(f"CON{place}", f"(I+P+R+O)/({letters})", met, base)
                    for place, (letters, base) in enumerate(contacts, start=1)]
