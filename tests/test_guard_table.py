"""No anonymous request runs an action or sees its form, whatever guard is at whatever place."""

import pytest

from .guard_table import ASKED, DECLARED, DECORATORS, GUARDED, PLACES, outcome

# A decorator that uses functools.wraps, or copies the same attributes, still has `.action`.
WITH_ATTRIBUTES = {
    "login_required",
    "permission_required",
    "user_passes_test",
    "closure with wraps",
    "closure that copies names",
    "closure that wraps itself",
    "closure that wraps another",
    "closure within a closure",
    "function made anew",
    "class with wraps",
    "functools.partial with wraps",
}

# Here the declared function itself is guarded from the inside.
OTHER_CODE_PLACES = {"between two actions", "name given to the guarded one", "the same after a call"}

# Only decorators that refer to what they decorate can be asked before there is a form.
ASKED_BEFORE_FORM = {"login_required", "permission_required", "user_passes_test", "closure with wraps"}

EXPECTED = {
    "above @partial_response": GUARDED,
    "below @partial_response": DECLARED,
    "below it, async": DECLARED,
    "in one decorator with it": DECLARED,
    "below it, on as_view()": DECLARED,
    "above .action, in a factory": ASKED,
    "above .action, in a module": ASKED,
    "between two actions": ASKED,
    "above a decorator with .action": ASKED,
    "name given to the guarded one": ASKED,
    "the same after a call": ASKED,
    "below .action": GUARDED,
    "below .action, with a form": DECLARED,
    "below it, async, with a form": DECLARED,
    "on get()": DECLARED,
    "on post()": DECLARED,
    "on delete()": DECLARED,
    "method_decorator, name='get'": DECLARED,
    "method_decorator, name='post'": DECLARED,
    "method_decorator, name='dispatch'": GUARDED,
    "method_decorator, name='act'": GUARDED,
    "on get() of a base": DECLARED,
    "around as_view()": GUARDED,
    "above @action": GUARDED,
    "below @action": GUARDED,
    "above @action, with a form": GUARDED,
    "below @action, with a form": GUARDED,
    "base, first": GUARDED,
    "base, in between": GUARDED,
    "base, last": DECLARED,
    "mixin last": DECLARED,
}


def expected(place: str, name: str) -> str:
    if place == "above @partial_response" and name not in WITH_ATTRIBUTES:
        return DECLARED
    if "with a form" in place and name in ASKED_BEFORE_FORM:
        return GUARDED
    if name == "function given other code" and place in OTHER_CODE_PLACES:
        return GUARDED
    return EXPECTED[place]


@pytest.mark.parametrize("name", DECORATORS)
@pytest.mark.parametrize("place", PLACES)
def test_no_anonymous_request_runs_an_action(place, name):
    assert outcome(DECORATORS[name], PLACES[place]) == expected(place, name)
