"""Draws are random, so what is judged of sample are frequencies, and what may never come."""

import numpy as np

from grader.properties import Wrong, check

DRAWS = 8000
STRAY = 0.03  # more than five standard deviations of a frequency
PROBS = np.array([0.1, 0.4, 0.05, 0.3, 0.15])
SETTINGS = [(1.0, 5, 1.0), (0.5, 2, 1.0), (2.0, 5, 0.65), (1.0, 3, 0.8)]  # temperature, k, p
FAR = 1000.0  # logits so far apart that without the temperature all but one have probability 0


def _temperature(probs, temperature):
    powers = probs ** (1 / temperature)
    return powers / powers.sum()


def _top_k(probs, k):
    return _normalised(np.where(probs >= np.sort(probs)[-k], probs, 0))


def _top_p(probs, p):
    before = np.array([probs[probs > one].sum() for one in probs])
    return _normalised(np.where(before < p, probs, 0))


def _normalised(probs):
    return probs / probs.sum()


def _expected(temperature, k, p):
    return _top_p(_top_k(_temperature(PROBS, temperature), k), p)


def _known(temperature, k, p):
    """Frequencies that a mistake gives, and what to say of it."""
    right = _expected(temperature, k, p)
    kept, filtered = _top_k(_temperature(PROBS, temperature), k), _top_p(_top_k(PROBS, k), p)
    raw = np.where(_top_p(_temperature(PROBS, temperature), p) > 0, kept, 0)
    return [
        (np.eye(5)[right.argmax()], "the most probable token comes every time: draw, with these probabilities"),
        ((right > 0) / (right > 0).sum(), "the tokens that are left come equally often: draw with their probabilities"),
        (_top_p(_top_k(PROBS, k), p), "the temperature has no effect"),
        (_temperature(PROBS, temperature), "neither top-k nor top-p has an effect"),
        (_top_p(_temperature(PROBS, temperature), p), "top-k has no effect"),
        (kept, "top-p has no effect"),
        (_temperature(filtered, temperature), "the temperature is applied after the filters, as in llama.cpp. Here it "
         "comes first, so that top-p counts the probabilities that it leaves"),
        (_normalised(raw), "top-p counts the probabilities from before top-k. Make them sum to 1 again in between"),
        (_expected(1 / temperature, k, p), "the logits are multiplied by the temperature: divide by it"),
    ]  # fmt: skip


@check("sample", "keeps to what is left")
def support(layer):
    rng = np.random.default_rng(3)
    logits = np.log(np.array([rng.permutation(PROBS) for _ in range(200)]))
    best = logits.argmax(axis=1)
    for k, p, what in ((1, 1.0, "k = 1"), (5, 0.05, "p = 0.05")):
        tokens = _tokens(layer, logits, 1.0, k, p)
        if not np.array_equal(tokens, best):
            at = int(np.argmax(tokens != best))
            raise Wrong(
                f"with {what} only the most probable token of each row is left. Row {at} of 200 got another one",
                yours=int(tokens[at]),
                expected=int(best[at]),
            )
    for (temperature, k, p), banned in ((SETTINGS[3], ()), (SETTINGS[2], ()), (SETTINGS[0], (0, 3))):
        rows = logits.copy()
        rows[:, list(banned)] = -np.inf
        tokens = _tokens(layer, rows, temperature, k, p)
        for at, (token, row) in enumerate(zip(tokens, np.exp(rows), strict=True)):
            left = _top_p(_top_k(_temperature(row, temperature), k), p)
            if left[token] == 0:
                raise Wrong(
                    f"with temperature = {temperature}, k = {k} and p = {p}, row {at} gets a token that is not left. "
                    "Shown are the token and those that may come; each row has its own",
                    yours=int(token),
                    expected=[int(i) for i in np.flatnonzero(left)],
                )


@check("sample", "frequencies")
def frequencies(layer):
    logits = np.tile(np.log(PROBS), (DRAWS, 1))
    for temperature, k, p in SETTINGS:
        found = np.bincount(_tokens(layer, logits, temperature, k, p), minlength=5) / DRAWS
        expected = _expected(temperature, k, p)
        if np.abs(found - expected).max() <= STRAY:
            continue
        said = "the tokens do not come as often as they should"
        for frequency, says in _known(temperature, k, p):
            if np.abs(found - frequency).max() <= STRAY:
                said = says
                break
        if found.max() == 1 and found.argmax() != expected.argmax():
            said = "all rows get the same token: draw a number of its own for each row"
        raise Wrong(
            f"with temperature = {temperature}, k = {k} and p = {p}, {said}. Shown is how often each of five tokens "
            f"comes in {DRAWS} equal rows",
            yours=np.round(found, 3),
            expected=np.round(expected, 3),
        )
    found = np.bincount(_tokens(layer, FAR * logits, FAR, 5, 1.0), minlength=5) / DRAWS
    if np.abs(found - PROBS).max() > STRAY:
        raise Wrong(
            "with temperature = 1000, k = 5 and p = 1.0, and logits a thousand apart, the frequencies are wrong. If a "
            "filter looks at the probabilities from before the temperature, most of them have rounded to 0. Shown is "
            f"how often each of five tokens comes in {DRAWS} equal rows",
            yours=np.round(found, 3),
            expected=PROBS,
        )


@check("sample", "rng and nothing else")
def generator(layer):
    logits = np.tile(np.log(PROBS), (60, 1))
    one, other = (_tokens(layer, logits, 1.0, 5, 1.0, seed=7) for _ in range(2))
    if not np.array_equal(one, other):
        raise Wrong(
            "two generators with the same seed give different tokens. Draw from the rng that is given and from nothing "
            "else; np.random.rand and its like have a generator of their own"
        )
    if np.array_equal(one, _tokens(layer, logits, 1.0, 5, 1.0, seed=8)):
        raise Wrong(
            "generators with different seeds give the same tokens. Draw from the rng that is given, and do not make or "
            "seed one inside: every step would draw the same number"
        )


def _tokens(layer, logits, temperature, k, p, seed=5):
    tokens = layer.sample(logits, temperature, k, p, np.random.default_rng(seed))
    if tokens.shape != (len(logits),):
        raise Wrong("one token for each row is wanted", yours=tokens.shape, expected=(len(logits),))
    if tokens.dtype.kind not in "iu":
        raise Wrong("tokens are whole numbers", yours=str(tokens.dtype), expected="integers")
    if tokens.min() < 0 or tokens.max() > 4:
        raise Wrong(
            "there are five tokens, 0 to 4. A number beyond comes of a cumulative sum that does not reach 1: make the "
            "probabilities sum to 1 after the last filter",
            yours=int(tokens.max() if tokens.max() > 4 else tokens.min()),
        )
    return tokens
