"""The laws of whole histories, over thousands of them: `./run torture`."""

from __future__ import annotations

import pytest
from tests.unit.test_forecast_law import (
    test_the_forecast_comes_true_where_everybody_pays_on_the_day,
)
from tests.unit.test_four_eyes import (
    test_no_big_payment_leaves_without_another_person_in_mandate,
)
from tests.unit.test_histories import (
    test_a_history_equals_the_one_without_what_was_taken_back,
    test_what_was_known_then_is_the_fold_of_the_facts_known_then,
)
from tests.unit.test_lives import (
    test_the_life_of_a_loan_adds_up_whatever_becomes_of_it,
)

__all__ = (
    "test_a_history_equals_the_one_without_what_was_taken_back",
    "test_no_big_payment_leaves_without_another_person_in_mandate",
    "test_the_forecast_comes_true_where_everybody_pays_on_the_day",
    "test_the_life_of_a_loan_adds_up_whatever_becomes_of_it",
    "test_what_was_known_then_is_the_fold_of_the_facts_known_then",
)
pytestmark = pytest.mark.torture
