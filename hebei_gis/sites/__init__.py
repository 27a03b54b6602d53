"""Sites compared for a sale: criteria, scores, ranks, and how sure they are.

The flow: :func:`read_criteria`; :func:`parcels_from_layer` or, of a file as the import
previews it, :func:`parcels_from_preview`; :func:`measure_sites`; :func:`compare_sites`, at
once for every moved weight; :func:`assess_robustness`, slower, with :class:`Progress`;
:func:`comparison_values`, :func:`save_comparison`, :func:`load_comparison`.
"""

from hebei_gis.sites.acceptability import Acceptability, Robustness
from hebei_gis.sites.ahp import PairwiseWeights, parse_pairs, weights_from_pairs
from hebei_gis.sites.comparison import SiteComparison, compare_sites
from hebei_gis.sites.criteria import (
    CRITERIA_FILE,
    Criteria,
    Criterion,
    Preset,
    ValueFunction,
    Veto,
    column_criterion,
    read_criteria,
)
from hebei_gis.sites.measuring import (
    Bearing,
    MeasuredSites,
    PerturbedValues,
    Surroundings,
    bearing_entries,
    draws_for,
    measure_sites,
    perturb_sites,
)
from hebei_gis.sites.option_text import listed_names
from hebei_gis.sites.options import METHODS, MISSING, NORMALISATIONS, SiteOptions
from hebei_gis.sites.parcels import ParcelFile, Parcels, parcels_from_layer
from hebei_gis.sites.previewed_parcels import parcels_from_preview
from hebei_gis.sites.progress import Progress, StoppedError
from hebei_gis.sites.reporting import comparison_values
from hebei_gis.sites.robustness import assess_robustness, best_keys, criteria_to_perturb
from hebei_gis.sites.saving import (
    comparison_from_text,
    comparison_to_text,
    load_comparison,
    save_comparison,
)
from hebei_gis.sites.weight_thresholds import WeightThreshold, WeightThresholds
from hebei_gis.sites.weights import error_of_share, parse_weights
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note

__all__ = [
    "CRITERIA_FILE",
    "METHODS",
    "MISSING",
    "NORMALISATIONS",
    "Acceptability",
    "Bearing",
    "ComparisonError",
    "Criteria",
    "Criterion",
    "Fault",
    "MeasuredSites",
    "Note",
    "PairwiseWeights",
    "ParcelFile",
    "Parcels",
    "PerturbedValues",
    "Preset",
    "Progress",
    "Robustness",
    "SiteComparison",
    "SiteOptions",
    "StoppedError",
    "Surroundings",
    "ValueFunction",
    "Veto",
    "WeightThreshold",
    "WeightThresholds",
    "assess_robustness",
    "bearing_entries",
    "best_keys",
    "column_criterion",
    "compare_sites",
    "comparison_from_text",
    "comparison_to_text",
    "comparison_values",
    "criteria_to_perturb",
    "draws_for",
    "error_of_share",
    "listed_names",
    "load_comparison",
    "measure_sites",
    "parcels_from_layer",
    "parcels_from_preview",
    "parse_pairs",
    "parse_weights",
    "perturb_sites",
    "read_criteria",
    "save_comparison",
    "weights_from_pairs",
]  # fmt: skip
