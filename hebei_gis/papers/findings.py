"""Numbers of a comparison in words: values with units, shares, robustness, how it was made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hebei_gis.files.cells import clean_text
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.sites import Criterion, SiteOptions, error_of_share
from hebei_gis.sites.normalising import value_function
from hebei_gis.words.facts import Titled
from hebei_gis.words.papers import say

_M2_PER_HECTARE = 10_000
_M2_PER_MU = 2000 / 3
#: The entry's own formulas that count, and those that give a share of the parcel.
_COUNTS = ("count_within", "distinct_within", "plan_entries")


def number_words(value: float) -> str:
    """A number with as many digits as a reader needs, thousands apart."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if float(value).is_integer():
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}"


def value_words(
    criterion: Criterion, value: float | None, language: str, *, point: bool = False
) -> str:
    """A criterion's value with its unit; unknown in words, never NaN."""
    if value is None or pd.isna(value):
        return say("unknown", language)
    if criterion.formula == "share":
        words = say("percent", language, number=f"{value * 100:.1f}")
        return say("as_chance", language, value=words) if point else words
    if criterion.unit == "m²":
        return area_words(value, language)
    if criterion.formula in _COUNTS and not float(value).is_integer():
        return say("as_expected", language, value=f"{value:.2f}")
    if criterion.unit == "m":
        return say("metres", language, value=f"{value:,.0f}")
    return f"{number_words(value)} {clean_text(criterion.unit)}".rstrip()


def area_words(area_m2: float, language: str) -> str:
    """An area in m², hectares and mu."""
    hectares, mu = area_m2 / _M2_PER_HECTARE, area_m2 / _M2_PER_MU
    facts = {"square": f"{area_m2:,.0f}", "hectares": f"{hectares:.2f}", "mu": f"{mu:.1f}"}
    return say("area", language, **facts)


def criterion_words(criterion: Criterion, language: str) -> str:
    """A criterion's title with its unit."""
    title = clean_text(criterion.title(language))
    if not criterion.unit:
        return title
    return say("in_brackets", language, words=title, inside=clean_text(criterion.unit))


def share_words(share: float, language: str) -> str:
    """A share as a percentage; neither 0 nor 100 where it only comes close."""
    if 0 < share < 0.005:
        return say("below_1", language)
    if 0.995 < share < 1:
        return say("above_99", language)
    return say("percent", language, number=f"{share * 100:.0f}")


def share_part(share: float) -> Titled:
    """A share as part of a sentence, which closes up around Chinese words."""
    return Titled(share_words(share, "zh"), share_words(share, "en"))


# ---- Robustness.


def first_words(request: PaperRequest, key: str) -> str:
    """How often a parcel is first when the weights vary: “first in 83 % of weightings”."""
    robustness = request.comparison.robustness
    if robustness is None:
        return request.say("robustness_none")
    if key not in robustness.near.shares.index:
        return request.say("robustness_outside")
    if robustness.near.draws < 2:
        return request.say("weights_fixed")
    return request.say("first_in", share=share_part(robustness.near.first(key)))


def weighting_words(request: PaperRequest, key: str) -> str:
    """How often a parcel takes its rank, and the first, when the weights vary."""
    said = [first_words(request, key)]
    robustness, rank = request.comparison.robustness, request.rank(key)
    if robustness is None or key not in robustness.near.shares.index:
        return said[0]
    if rank is not None and rank > 1 and robustness.near.draws > 1:
        share = robustness.near.by_rank(key).get(str(rank), 0.0)
        said.insert(0, request.say("rank_in", rank=rank, share=share_part(share)))
    return request.say("semicolon").join(said)


def joint_share(request: PaperRequest, key: str) -> str:
    """Share of the draws of weights and positions in which a parcel is first; empty if none."""
    robustness = request.comparison.robustness
    if robustness is None or key not in robustness.joint.shares.index or robustness.joint.draws < 2:
        return ""
    return share_words(robustness.joint.first(key), request.language)


def robustness_words(request: PaperRequest, key: str) -> str:
    """How sure a parcel's rank is, in short sentences."""
    said = [weighting_words(request, key)]
    robustness = request.comparison.robustness
    if robustness is None or key not in robustness.near.shares.index:
        return said[0]
    if request.rank(key) == 1:
        for name, accepted in (
            ("first_everywhere", robustness.everywhere),
            ("first_positions", robustness.positions),
        ):
            if accepted is not None:
                said.append(request.say(name, share=share_part(accepted.first(key))))
    if robustness.positions is not None:
        joint = robustness.joint
        drawn = joint.draws > 1 and key in joint.shares.index
        said.append(request.say("first_joint", share=share_part(joint.first(key)) if drawn else ""))
    return request.say("semicolon").join(said)


def result_sentences(request: PaperRequest) -> list[str]:
    """The outcome in a few sentences: first, second, how sure, what would level them."""
    keys = request.ranked
    if not keys:
        return [request.say("nothing_ranked")]
    best = [key for key in keys if request.rank(key) == 1]
    score = f"{request.score(keys[0]):.3f}"
    if len(best) > 1:
        names = request.say("comma").join(request.names[key] for key in best)
        said = [request.say("result_tied", names=names, score=score)]
    else:
        said = [request.say("result_first", name=request.names[keys[0]], score=score)]
        if len(keys) > 1:
            second = f"{request.score(keys[1]):.3f}"
            said.append(request.say("result_second", name=request.names[keys[1]], score=second))
    if request.comparison.robustness is not None:
        stop, colon = request.say("stop"), request.say("colon")
        said += [
            f"{request.names[key]}{colon}{robustness_words(request, key)}{stop}" for key in best
        ]
    return [*said, *threshold_sentences(request)]


def threshold_sentences(request: PaperRequest) -> list[str]:
    """What change of weights puts the second level with the first."""
    robustness = request.comparison.robustness
    thresholds = robustness.thresholds if robustness else None
    if thresholds is None or len(request.ranked) < 2:
        return []
    names = {
        "first": request.names.get(thresholds.first, thresholds.first),
        "second": request.names.get(thresholds.second, thresholds.second),
    }
    said = []
    if thresholds.moved is not None:
        moved = f"{thresholds.moved:.3f}"
        said.append(request.say("thresholds", **names, moved=moved))
    elif thresholds.exact:
        said.append(request.say("threshold_never", **names))
    titles = {c.id: c.title(request.language) for c in request.comparison.criteria}
    for change in thresholds.single[:1]:
        facts = {"weight": f"{change.weight:.3f}", "threshold": f"{change.threshold:.3f}"}
        title = titles.get(change.criterion, change.criterion)
        said.append(request.say("threshold_single", criterion=title, **facts))
    return [clean_text(sentence) for sentence in said]


# ---- How it was made.


def method_rows(request: PaperRequest) -> list[tuple[str, str]]:
    """What was compared and how, as pairs of what and its words."""
    comparison, options, say = request.comparison, request.comparison.options, request.say
    counts = say(
        "parcels_counts",
        total=len(comparison.parcels),
        ranked=len(comparison.rank),
        vetoed=len(comparison.vetoed),
        unknown=len(comparison.unknown),
    )
    rows = [
        (say("parcels_counted"), counts),
        (say("method"), say(options.method)),
        (say("normalise"), say(options.normalise)),
        (say("purpose"), _purpose(request, options)),
        (say("missing"), say(f"missing_{options.missing}")),
    ]
    robustness = comparison.robustness
    if robustness is not None:
        error = error_of_share(0.5, max(robustness.joint.draws, 1)) * 100
        facts = {
            "weights": f"{robustness.near.draws if robustness.near.draws > 1 else 0:,}",
            "positions": f"{robustness.positions.draws if robustness.positions else 0:,}",
            "concentration": number_words(options.concentration),
            "error": f"{error:.1f}",
        }
        rows.append((say("draws"), say("draws_words", **facts)))
        rows.append((say("seed"), str(robustness.seed)))
    else:
        rows.append((say("draws"), say("robustness_none")))
        rows.append((say("seed"), str(options.seed)))
    return [(name, clean_text(words)) for name, words in rows]


def _purpose(request: PaperRequest, options: SiteOptions) -> str:
    named = request.purpose or options.preset or ""
    if options.weights is not None:
        own = request.say("own_weights")
        return f"{named}{request.say('comma')}{own}" if named else own
    return named or request.say("declared_weights")


def scaling_words(request: PaperRequest, criterion: Criterion) -> str:
    """How a criterion was brought to 0–1."""
    options = request.comparison.options
    if value_function(criterion, options.normalise, options.values) is not None:
        return request.say("by_value")
    name = "min_max" if options.normalise == "value" else options.normalise
    return request.say(f"by_{name}")


def measured_by(request: PaperRequest, criterion: Criterion) -> str:
    """Which layer or table a criterion reads."""
    layer = request.around.layers.get(criterion.layer or "")
    if layer is not None:
        return clean_text(layer.declaration.title(request.language))
    if criterion.layer:
        return criterion.layer
    if criterion.columns:
        return request.say("parcel_table")
    return request.say("plan_register" if criterion.relations else "parcel_shape")


def function_sentences(request: PaperRequest) -> list[str]:
    """The corners of every value function in use."""
    options = request.comparison.options
    said = []
    for criterion in request.comparison.weighed:
        function = value_function(criterion, options.normalise, options.values)
        if function is not None:
            corners = request.say("semicolon").join(
                f"{number_words(value)} → {worth:g}" for value, worth in function.corners
            )
            title = criterion_words(criterion, request.language)
            said.append(request.say("value_corners", criterion=title, corners=corners))
    return said


def best_in(request: PaperRequest, criterion: str, keys: Sequence[str]) -> dict[str, int]:
    """Rank of each ranked parcel in one criterion, by its score; equal ones share the best."""
    scores = request.comparison.scores
    if criterion not in scores:
        return {}
    placed = scores[criterion].rank(method="min", ascending=False)
    return {key: int(placed[key]) for key in keys if key in placed.index}
