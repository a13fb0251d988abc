"""What is done once, at the end of a piece of work."""

import pytest
from django.contrib.auth.models import User

from cms.one_work import at_the_end, one_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    return []


def test_outside_of_any_work_it_is_done_at_once(done):
    at_the_end(done.append, [1])
    at_the_end(done.append, [1])
    assert done == [{1}, {1}]


def test_at_the_end_it_is_done_once_for_all(done):
    act = done.append
    with one_work():
        at_the_end(act, [1, 2])
        with one_work():
            at_the_end(act, [2, 3])
        assert done == []
    assert done == [{1, 2, 3}]


def test_what_fails_does_nothing_at_its_end_and_leaves_nothing(done):
    @one_work()
    def work():
        User.objects.create_user("editor")
        at_the_end(done.append, [1])
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        work()
    assert done == []
    assert not User.objects.exists()
    at_the_end(done.append, [2])
    assert done == [{2}]


def test_what_is_done_at_the_end_belongs_to_the_same_transaction():
    def fail(values):
        raise ValueError("stop")

    @one_work()
    def work():
        User.objects.create_user("editor")
        at_the_end(fail, [1])

    with pytest.raises(ValueError, match="stop"):
        work()
    assert not User.objects.exists()
