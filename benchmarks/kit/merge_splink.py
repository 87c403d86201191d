"""Splink on DuckDB on the same columns, set up as its documentation advises.

The columns are prepared as ours are. Its ready-made comparisons by kind of column, with
term frequencies; blocking rules on exact values and beginnings; chance from random
sampling, the rest by expectation maximisation. Small sets are compared more widely, as
ours are.
"""

from __future__ import annotations

import logging
import time
import warnings

from .clock import peak_mb
from .merge_sets import Pair, Prepared, Record, get_true_pairs

SMALL = 20_000
LARGE = 500_000
# Pairs a contact that a blocking rule may make.
WIDEST = 20
SHIPPED = 0.9


def import_splink():
    try:
        import splink
    except ImportError:
        raise SystemExit(
            "Splink is missing: install requirements-bench.txt, or leave it out with"
            " --without-splink."
        ) from None
    return splink


def measure_splink(records: list[Record], prepared: list[Prepared]) -> dict[str, float]:
    """Return seconds, and the F1 at its best and at its shipped threshold.

    Both ways in which its documentation compares names are tried; the better one
    counts, and its time.

    :param prepared: the columns as ours normalises them
    """
    import_splink()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    frame = _make_frame(prepared)
    true = get_true_pairs(records)
    tried = []
    for together in (True, False):
        start = time.perf_counter()
        try:
            scored = _predict(frame, together=together)
        except ValueError:  # its training ended at a share too small for itself
            continue
        seconds = time.perf_counter() - start
        tried.append({"splink_s": round(seconds, 2), **_judge(scored, true)})
    best = max(tried, key=lambda figures: figures["splink_f1"])
    return {**best, "splink_peak_mb": round(peak_mb())}


def _make_frame(prepared: list[Prepared]):
    import pandas

    frame = pandas.DataFrame(
        [
            {
                "unique_id": row.id,
                "whole": row.words,
                "first_name": row.first,
                "last_name": row.last,
                "first_last": f"{row.first} {row.last}"
                if row.first and row.last
                else None,
                **{
                    name: getattr(row, name)
                    for name in (
                        *("email", "phone", "born", "street", "zip", "city", "tax"),
                    )
                },
            }
            for row in prepared
        ]
    )
    filled = frame.notna().mean() > 0.05
    return frame[[name for name in frame if filled[name]]]


def _get_comparisons(columns: set[str], *, together: bool) -> list:
    import splink.comparison_library as library

    by_column = {
        "born": lambda: library.DateOfBirthComparison("born", input_is_string=True),
        "email": lambda: library.EmailComparison("email"),
        "phone": lambda: library.LevenshteinAtThresholds("phone", [1, 2]),
        "tax": lambda: library.LevenshteinAtThresholds("tax", [1, 2]),
        "city": lambda: library.LevenshteinAtThresholds("city", [2]).configure(
            term_frequency_adjustments=True
        ),
        "zip": lambda: library.LevenshteinAtThresholds("zip", [1]).configure(
            term_frequency_adjustments=True
        ),
        "street": lambda: library.JaroWinklerAtThresholds("street", [0.9, 0.8]),
    }
    if "last_name" not in columns or "first_name" not in columns:
        names = [library.NameComparison("whole")]
    elif together:
        names = [
            library.ForenameSurnameComparison(
                "first_name", "last_name", forename_surname_concat_col_name="first_last"
            )
        ]
    else:
        names = [
            library.NameComparison("first_name"),
            library.NameComparison("last_name"),
        ]
    return [
        *(name.configure(term_frequency_adjustments=True) for name in names),
        *(make() for column, make in by_column.items() if column in columns),
    ]


def _get_blocks(frame) -> tuple[list, list]:
    """Return the rules of prediction and those of training."""
    from splink import block_on

    columns, is_small = set(frame), len(frame) <= SMALL
    wanted = [
        *(("email",), ("phone",), ("tax",), ("street",), ("first_name", "last_name")),
        *(
            ("first_name", "substr(last_name, 1, 3)", "city"),
            ("last_name", "substr(first_name, 1, 3)", "city"),
        ),
        *(("born", "substr(last_name, 1, 2)"), ("born", "substr(first_name, 1, 2)")),
    ]
    if "last_name" not in columns:
        wanted += [("whole",), ("substr(whole, 1, 5)",)]
    if is_small:
        wanted += [("first_name",), ("last_name",), ("born",)]
        wanted += [] if "last_name" in columns else [("city",)]
    training = [("first_name", "last_name"), ("born",), ("email",), ("phone",)]
    if "last_name" not in columns:
        training = wanted
    narrowed = [
        [_narrow(frame, names) for names in rules if _get_columns(names) <= columns]
        for rules in (wanted, training)
    ]
    blocks, training = (
        [block_on(*names) for names in dict.fromkeys(filter(None, rules))]
        for rules in narrowed
    )
    return blocks, training


def _get_columns(names: tuple[str, ...]) -> set[str]:
    return {name.split("(")[-1].split(",")[0] for name in names}


def _narrow(frame, names: tuple[str, ...]) -> tuple[str, ...]:
    """Add the city, then the zip code, to a rule that makes too many pairs.

    As Splink's documentation advises: namesakes of a million contacts are 126 million
    pairs. Empty: the rule cannot be made narrow enough.
    """
    for more in ((), ("city",), ("zip",)):
        narrow = tuple(dict.fromkeys((*names, *more)))
        if _get_columns(narrow) <= set(frame) and _count_pairs(
            frame, narrow
        ) <= WIDEST * len(frame):
            return narrow
    return ()


def _count_pairs(frame, names: tuple[str, ...]) -> int:
    """Count the pairs that agree in ``names``: columns or ``substr(column, 1, n)``."""
    keys = []
    for name in names:
        [column] = _get_columns((name,))
        length = int(name.rstrip(")").split(",")[-1]) if "(" in name else None
        keys.append(frame[column].str[:length])
    sizes = frame.groupby(keys).size()
    return int((sizes * (sizes - 1) // 2).sum())


def _predict(frame, *, together: bool):
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = set(frame)
    blocks, training = _get_blocks(frame)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_get_comparisons(columns, together=together),
        blocking_rules_to_generate_predictions=blocks,
    )
    linker = Linker(DuckDBAPI().register(frame), settings)
    sure = [block_on(name) for name in ("email", "phone", "tax") if name in columns]
    linker.training.estimate_probability_two_random_records_match(
        sure or blocks[:1], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=len(frame) > LARGE
        )
    predicted = linker.inference.predict(threshold_match_probability=0.01)
    return predicted.as_pandas_dataframe()


def _judge(scored, true: set[Pair]) -> dict[str, float]:
    ordered = scored.sort_values("match_probability", ascending=False)
    right, best, shipped = 0, 0.0, 0.0
    for count, (one, other, chance) in enumerate(
        zip(
            ordered["unique_id_l"],
            ordered["unique_id_r"],
            ordered["match_probability"],
            strict=True,
        ),
        1,
    ):
        right += (min(one, other), max(one, other)) in true
        value = 2 * right / (count + len(true))
        best = max(best, value)
        if chance >= SHIPPED:
            shipped = value
    return {"splink_f1": round(best, 4), "splink_f1_shipped": round(shipped, 4)}
