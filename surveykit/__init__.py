"""surveykit: from a raw questionnaire export and interviews to a reproducible report.

The public names are listed here and loaded when first used, so that `import surveykit` costs
next to nothing.
"""

from __future__ import annotations

from surveykit.lazy_names import lazy_names

TYPE_CHECKING = bool(0)  # as typing has it (importing it would double the start); editors read the block below

if TYPE_CHECKING:
    from surveykit import audit as audit
    from surveykit.analysis.compare.adjusted_tests import adjust as adjust
    from surveykit.analysis.compare.banner_table import banner as banner
    from surveykit.analysis.compare.correlations import correlation as correlation
    from surveykit.analysis.compare.margin_tests import cochran_q as cochran_q
    from surveykit.analysis.compare.margin_tests import stuart_maxwell as stuart_maxwell
    from surveykit.analysis.compare.mean_tests import anova as anova
    from surveykit.analysis.compare.mean_tests import equivalence as equivalence
    from surveykit.analysis.compare.order_tests import kruskal_wallis as kruskal_wallis
    from surveykit.analysis.compare.order_tests import mann_whitney as mann_whitney
    from surveykit.analysis.compare.order_tests import trend as trend
    from surveykit.analysis.compare.paired_tests import mcnemar as mcnemar
    from surveykit.analysis.compare.paired_tests import wilcoxon as wilcoxon
    from surveykit.analysis.compare.profile_table import profile as profile
    from surveykit.analysis.compare.table_test import association as association
    from surveykit.analysis.compare.two_means import welch as welch
    from surveykit.analysis.describe.durations import duration as duration
    from surveykit.analysis.describe.form_flow import case_flow as case_flow
    from surveykit.analysis.describe.item_means import means as means
    from surveykit.analysis.describe.item_overview import overview as overview
    from surveykit.analysis.describe.missing_table import missing_answers as missing_answers
    from surveykit.analysis.describe.number_lines import quantiles as quantiles
    from surveykit.analysis.describe.number_lines import ratio as ratio
    from surveykit.analysis.describe.number_lines import totals as totals
    from surveykit.analysis.describe.rank_places import ranking as ranking
    from surveykit.analysis.describe.rate_table import rates as rates
    from surveykit.analysis.describe.rate_table import web_rates as web_rates
    from surveykit.analysis.describe.rating_battery import likert as likert
    from surveykit.analysis.describe.sets import multiple_response as multiple_response
    from surveykit.analysis.describe.shares import crosstab as crosstab
    from surveykit.analysis.describe.shares import frequencies as frequencies
    from surveykit.analysis.describe.stage_table import case_stages as case_stages
    from surveykit.analysis.describe.transitions import transition as transition
    from surveykit.analysis.sampling_design import set_design as set_design
    from surveykit.analysis.scale import item_analysis as item_analysis
    from surveykit.analysis.scale import reliability as reliability
    from surveykit.analysis.scale import score as score
    from surveykit.analysis.table_book import tables as tables
    from surveykit.analysis.weighting.adjust_weights import calibrate as calibrate
    from surveykit.analysis.weighting.adjust_weights import poststratify as poststratify
    from surveykit.analysis.weighting.adjust_weights import rake as rake
    from surveykit.analysis.weighting.limit_weights import trim as trim
    from surveykit.analysis.weighting.response_weights import nonresponse as nonresponse
    from surveykit.analysis.weighting.sample_plan import sample_size as sample_size
    from surveykit.analysis.weighting.weight_table import weight_report as weight_report
    from surveykit.audit import audit_figures as audit_figures
    from surveykit.audit import audit_report as audit_report
    from surveykit.audit import evidence as evidence
    from surveykit.audit import read_figures as read_figures
    from surveykit.audit import reproduce as reproduce
    from surveykit.audit import targets as targets
    from surveykit.clean import accept_personal as accept_personal
    from surveykit.clean import append as append
    from surveykit.clean import cleaning_log as cleaning_log
    from surveykit.clean import code_answers as code_answers
    from surveykit.clean import derive as derive
    from surveykit.clean import diff as diff
    from surveykit.clean import exclude as exclude
    from surveykit.clean import find_personal as find_personal
    from surveykit.clean import find_repairs as find_repairs
    from surveykit.clean import flag_table as flag_table
    from surveykit.clean import join as join
    from surveykit.clean import merge_options as merge_options
    from surveykit.clean import normalise_text as normalise_text
    from surveykit.clean import pseudonymise as pseudonymise
    from surveykit.clean import read_codings as read_codings
    from surveykit.clean import recode as recode
    from surveykit.clean import recode_other as recode_other
    from surveykit.clean import recoding_table as recoding_table
    from surveykit.clean import redact as redact
    from surveykit.clean import repair_text as repair_text
    from surveykit.clean import replay as replay
    from surveykit.clean import reverse as reverse
    from surveykit.clean import screen as screen
    from surveykit.clean import sensitivity as sensitivity
    from surveykit.clean import set_missing as set_missing
    from surveykit.clean import with_and_without as with_and_without
    from surveykit.clean import write_coding_sheet as write_coding_sheet
    from surveykit.clean import write_processed as write_processed
    from surveykit.clean import write_worklist as write_worklist
    from surveykit.codebook import Codebook as Codebook
    from surveykit.codebook import Item as Item
    from surveykit.codebook import Option as Option
    from surveykit.codebook import Scale as Scale
    from surveykit.codebook import diff_codebooks as diff_codebooks
    from surveykit.codebook import read_codebook as read_codebook
    from surveykit.codebook import write_codebook as write_codebook
    from surveykit.drafting import check_export as check_export
    from surveykit.drafting import draft_codebook as draft_codebook
    from surveykit.drafting import write_draft as write_draft
    from surveykit.errors import AnalysisError as AnalysisError
    from surveykit.errors import CleaningError as CleaningError
    from surveykit.errors import CodebookError as CodebookError
    from surveykit.errors import ReadError as ReadError
    from surveykit.errors import ReportError as ReportError
    from surveykit.errors import SurveyError as SurveyError
    from surveykit.example import example_survey as example_survey
    from surveykit.figures import plot as plot
    from surveykit.formats import trusting as trusting
    from surveykit.interviews import Interviews as Interviews
    from surveykit.interviews import coding as coding
    from surveykit.interviews import read_interviews as read_interviews
    from surveykit.interviews.coding import agreement as agreement
    from surveykit.interviews.coding import code_counts as code_counts
    from surveykit.interviews.coding import code_matrix as code_matrix
    from surveykit.interviews.coding import disagreements as disagreements
    from surveykit.interviews.coding import excerpts as excerpts
    from surveykit.interviews.coding import joint_display as joint_display
    from surveykit.interviews.coding import participants as participants
    from surveykit.large import open_large as open_large
    from surveykit.new import key_findings as key_findings
    from surveykit.new import new_study as new_study
    from surveykit.new import read_study as read_study
    from surveykit.read import read_survey as read_survey
    from surveykit.release import disclosure as disclosure
    from surveykit.release import small_cells as small_cells
    from surveykit.release import suppress as suppress
    from surveykit.release import write_release as write_release
    from surveykit.report import build_reports as build_reports
    from surveykit.report import write_report as write_report
    from surveykit.result import Result as Result
    from surveykit.sentences import interpret as interpret
    from surveykit.sentences import summary as summary
    from surveykit.survey import Change as Change
    from surveykit.survey import Design as Design
    from surveykit.survey import Flag as Flag
    from surveykit.survey import Step as Step
    from surveykit.survey import Survey as Survey
    from surveykit.write import write_survey as write_survey

__version__ = "0.1.0"

_ROOMS = {
    "errors": ("SurveyError", "ReadError", "CodebookError", "CleaningError", "AnalysisError",
               "ReportError"),
    "codebook": ("Codebook", "Item", "Option", "Scale", "diff_codebooks", "read_codebook",
                 "write_codebook"),
    "survey": ("Survey", "Step", "Flag", "Change", "Design"),
    "result": ("Result",),
    "formats": ("trusting",),
    "read": ("read_survey",),
    "clean": ("screen", "exclude", "recode", "recode_other", "reverse", "replay", "set_missing",
              "write_processed", "cleaning_log", "append", "join", "derive", "flag_table",
              "merge_options", "normalise_text", "write_worklist", "code_answers", "read_codings", "sensitivity",
              "with_and_without", "find_personal", "accept_personal", "redact", "pseudonymise",
              "write_coding_sheet", "recoding_table", "diff",
              "find_repairs", "repair_text"),
    "analysis.describe.shares": ("frequencies", "crosstab"),
    "analysis.describe.rating_battery": ("likert",),
    "analysis.describe.sets": ("multiple_response",),
    "analysis.describe.item_means": ("means",),
    "analysis.describe.item_overview": ("overview",),
    "analysis.describe.rank_places": ("ranking",),
    "analysis.describe.form_flow": ("case_flow",),
    "analysis.describe.transitions": ("transition",),
    "analysis.describe.durations": ("duration",),
    "analysis.describe.stage_table": ("case_stages",),
    "analysis.describe.rate_table": ("rates", "web_rates"),
    "analysis.describe.missing_table": ("missing_answers",),
    "analysis.describe.number_lines": ("totals", "ratio", "quantiles"),
    "analysis.compare.table_test": ("association",),
    "analysis.compare.profile_table": ("profile",),
    "analysis.compare.two_means": ("welch",),
    "analysis.compare.banner_table": ("banner",),
    "analysis.compare.correlations": ("correlation",),
    "analysis.compare.adjusted_tests": ("adjust",),
    "analysis.compare.mean_tests": ("anova", "equivalence"),
    "analysis.compare.order_tests": ("mann_whitney", "kruskal_wallis", "trend"),
    "analysis.compare.paired_tests": ("wilcoxon", "mcnemar"),
    "analysis.compare.margin_tests": ("stuart_maxwell", "cochran_q"),
    "analysis.sampling_design": ("set_design",),
    "analysis.weighting.adjust_weights": ("poststratify", "rake", "calibrate"),
    "analysis.weighting.sample_plan": ("sample_size",),
    "analysis.weighting.limit_weights": ("trim",),
    "analysis.weighting.weight_table": ("weight_report",),
    "analysis.weighting.response_weights": ("nonresponse",),
    "analysis.table_book": ("tables",),
    "analysis.scale": ("score", "reliability", "item_analysis"),
    "interviews": ("Interviews", "read_interviews"),
    "interviews.coding": ("coding", "participants", "code_counts", "code_matrix", "excerpts", "agreement",
               "disagreements", "joint_display"),
    "audit": ("audit", "read_figures", "audit_figures", "audit_report", "evidence", "reproduce",
              "targets"),
    "large": ("open_large",),
    "drafting": ("draft_codebook", "write_draft", "check_export"),
    "figures": ("plot",),
    "sentences": ("interpret", "summary"),
    "release": ("disclosure", "small_cells", "suppress", "write_release"),
    "report": ("write_report", "build_reports"),
    "write": ("write_survey",),
    "new": ("new_study", "read_study", "key_findings"),
    "example": ("example_survey",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_HOME)

if not TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
