"""Work shared out among processes: in order, and never waited for in vain."""

import os
import signal

import pytest

from search.engines import SideProcessEnded
from search.engines.side_processes import shared_out


def doubled(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def fall_at_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail_at_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number


@pytest.fixture(autouse=True)
def _outside_a_transaction(transactional_db):
    """Inside one, all work is done in its own process."""


def test_what_is_made_comes_in_the_order_of_the_parts_from_other_processes():
    made = list(shared_out(doubled, range(50), processes=2))
    assert [number for number, _ in made] == list(range(0, 100, 2))
    assert os.getpid() not in {process for _, process in made}


def test_one_process_does_the_work_itself():
    assert list(shared_out(doubled, range(2), processes=1)) == [
        (0, os.getpid()),
        (2, os.getpid()),
    ]


def test_a_killed_process_ends_the_work_instead_of_being_waited_for():
    with pytest.raises(SideProcessEnded):
        list(shared_out(fall_at_seven, range(50), processes=2))


def test_what_goes_wrong_in_a_process_goes_wrong_here():
    with pytest.raises(ValueError, match="seven"):
        list(shared_out(fail_at_seven, range(50), processes=2))


def test_whoever_stops_asking_stops_the_processes():
    made = shared_out(doubled, range(10_000), processes=2)
    assert next(made)[0] == 0
    made.close()
    with pytest.raises(StopIteration):
        next(made)
