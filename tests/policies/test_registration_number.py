import pytest

from policies.registration_number import parse_registration_number
from tests import library

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("LCFGS-2024-00012", "LCFGS-2024-00012"),
        ("LCFGS—2017—9", "LCFGS-2017-9"),
        ("LCFGS——2017——9", "LCFGS-2017-9"),
        ("ＬＣＦＧＳ－２０２４－０００１２", "LCFGS-2024-00012"),  # noqa: RUF001
        ("lcfgs - 2024 - 00012", "LCFGS-2024-00012"),
        ("统一登记号：LCFGS-2024-00012", "LCFGS-2024-00012"),
        ("登记编号: LCPR—2019—0010001", "LCPR-2019-0010001"),
        ("LCC00–2020–0001号", "LCC00-2020-0001"),
    ],
)
def test_register_number_is_read_with_any_dash(written, canonical):
    assert str(parse_registration_number(written)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "澜府〔2017〕46号",
        "GB/T 9704-2012",
        "ISO-9001-2015",
        "0879-6600123",
        "2024-03-08",
        "LCFGS-1824-00012",
        "LCFGS-2024-00000",
        "澜府〔2017〕46号 LCFGS-2017-9",
    ],
)
def test_other_numbers_are_no_register_numbers(text):
    assert parse_registration_number(text) is None


@pytest.mark.django_db
def test_register_number_of_a_policy_is_stored_in_canonical_form(agency_page):
    policy = library.make_policy(agency_page, registration_number="lcfgs—2024—00012")

    assert policy.registration_number == "LCFGS-2024-00012"
