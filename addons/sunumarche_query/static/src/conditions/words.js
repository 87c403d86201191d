import {_t} from "@web/core/l10n/translation";

export const OPERATORS = {
    text: {
        is: _t("is"),
        is_not: _t("is not"),
        contains: _t("contains"),
        not_contains: _t("does not contain"),
        starts_with: _t("starts with"),
        set: _t("is known"),
        not_set: _t("is not known"),
    },
    number: {
        is: _t("equals"),
        is_not: _t("differs from"),
        more: _t("is more than"),
        at_least: _t("is at least"),
        less: _t("is less than"),
        at_most: _t("is at most"),
        between: _t("is between"),
    },
    boolean: {is: _t("is")},
    date: {
        in: _t("is"),
        not_in: _t("is not"),
        set: _t("is known"),
        not_set: _t("is not known"),
    },
    selection: {
        in: _t("is one of"),
        not_in: _t("is none of"),
        set: _t("is known"),
        not_set: _t("is not known"),
    },
    record: {
        in: _t("is one of"),
        not_in: _t("is none of"),
        set: _t("is known"),
        not_set: _t("is not known"),
    },
};

export const COMPARISONS = {
    is: _t("is exactly"),
    is_not: _t("is not"),
    more: _t("is more than"),
    at_least: _t("is at least"),
    less: _t("is less than"),
    at_most: _t("is at most"),
};

export const FUNCTIONS = {
    count: _t("Number of"),
    sum: _t("Total of"),
    average: _t("Average of"),
    min: _t("Lowest"),
    max: _t("Highest"),
};

export const MATCHES = {
    all: _t("all of these conditions"),
    any: _t("at least one of these conditions"),
    none: _t("none of these conditions"),
};

export const PERIOD_KINDS = {
    last: _t("in the last"),
    before_last: _t("more than … ago"),
    next: _t("in the next"),
    this: _t("in the running"),
    previous: _t("in the previous"),
    dates: _t("between two dates"),
};

export const UNITS = {
    day: _t("day"),
    week: _t("week"),
    month: _t("month"),
    quarter: _t("quarter"),
    year: _t("year"),
};

export const UNITS_MANY = {
    day: _t("days"),
    week: _t("weeks"),
    month: _t("months"),
    quarter: _t("quarters"),
    year: _t("years"),
};

export const GRANULARITIES = {
    day: _t("by day"),
    week: _t("by week"),
    month: _t("by month"),
    quarter: _t("by quarter"),
    year: _t("by year"),
};

/** Options of a select, from one of the tables above. */
export function options(labels, names = Object.keys(labels)) {
    return names.map((name) => ({value: name, label: String(labels[name] || name)}));
}
