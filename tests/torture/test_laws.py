"""The laws of whole histories, over thousands of them: `./run torture`."""

from __future__ import annotations

import pytest
from tests.unit.test_carried import (
    test_carried_movements_leave_every_other_report_as_it_was,
)
from tests.unit.test_counter_guarantee import (
    test_what_each_bears_adds_up_whatever_becomes_of_a_guarantee,
)
from tests.unit.test_drawing import (
    test_no_payment_goes_beyond_what_is_released,
)
from tests.unit.test_forecast_law import (
    test_the_forecast_comes_true_where_everybody_pays_on_the_day,
)
from tests.unit.test_four_eyes import (
    test_no_big_payment_leaves_without_another_person_in_mandate,
)
from tests.unit.test_funding import (
    test_rows_make_the_whole_and_the_whole_makes_the_fund,
)
from tests.unit.test_guarantee_corrections import (
    test_a_correction_reads_as_if_it_had_been_recorded_so,
)
from tests.unit.test_histories import (
    test_a_history_equals_the_one_without_what_was_taken_back,
    test_what_was_known_then_is_the_fold_of_the_facts_known_then,
)
from tests.unit.test_layered_distribution import (
    test_a_distribution_leaves_nobody_less_than_its_losses,
    test_nobody_who_leaves_a_tranche_moves_a_loss,
)
from tests.unit.test_lives import (
    test_the_life_of_a_loan_adds_up_whatever_becomes_of_it,
)
from tests.unit.test_recourse import (
    test_what_was_paid_is_recovered_given_up_or_still_owed,
)

__all__ = (
    "test_a_correction_reads_as_if_it_had_been_recorded_so",
    "test_a_distribution_leaves_nobody_less_than_its_losses",
    "test_a_history_equals_the_one_without_what_was_taken_back",
    "test_carried_movements_leave_every_other_report_as_it_was",
    "test_no_big_payment_leaves_without_another_person_in_mandate",
    "test_no_payment_goes_beyond_what_is_released",
    "test_nobody_who_leaves_a_tranche_moves_a_loss",
    "test_rows_make_the_whole_and_the_whole_makes_the_fund",
    "test_the_forecast_comes_true_where_everybody_pays_on_the_day",
    "test_the_life_of_a_loan_adds_up_whatever_becomes_of_it",
    "test_what_each_bears_adds_up_whatever_becomes_of_a_guarantee",
    "test_what_was_known_then_is_the_fold_of_the_facts_known_then",
    "test_what_was_paid_is_recovered_given_up_or_still_owed",
)
pytestmark = pytest.mark.torture
