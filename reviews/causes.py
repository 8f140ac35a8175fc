"""Why a unit is proposed or not: the keys that a run's results carry; reviews.wording has the words."""

PASSED = "passed"
UNMET = "unmet"
OPEN = "open"
NO_QUANTITATIVE = "no_quantitative"
BELOW_LINE = "below_line"
REWORK = "rework"  # below it, near enough to be worked on and judged again
REFUSED_ENTRY = "refused_entry"  # also the outcome of such an inspection
UNRANKED = "unranked"  # the model has no figure for it
EXCLUDED = "excluded"  # by the panel's verification
BELOW_CUT = "below_cut"  # beyond the length of its list
