"""Addresses: read strictly, spelled one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles.addresses import canonical, checked
from knowledge.articles.failures import NothingRead, Why


def why(address: str) -> Why:
    with pytest.raises(NothingRead) as failure:
        checked(address)
    return failure.value.why


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://www.ABC10.com/article/news/103-5a", "https://www.abc10.com/article/news/103-5a"),
        ("  www.abc10.com/article ", "https://www.abc10.com/article"),
        ("abc10.com:443/a", "https://abc10.com/a"),
        ("http://abc10.com:80/a#comments", "http://abc10.com/a"),
        ("https://abc10.com./a", "https://abc10.com/a"),
        ("https://escuelas.ejemplo.españa/", "https://escuelas.ejemplo.xn--espaa-rta/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"),
    ],
)
def test_an_address_is_read_as_it_will_be_asked_for(written: str, read: str) -> None:
    assert str(checked(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        "", "   ", "https://", "https:///a", "http://exa mple.com/", "http://a\nb/", "http://host\\@other/",
        "http://2130706433/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.0.0.1/", "http://0x7f000001/",
        "http://127.0.0.1.5/", "http://017700000001/", "http://1.2.3.04/", "http://[::1%25eth0]/", "http://[fe80::1%eth0]/",
        "http://[::1/", "http://example.com:99999/", "http://-bad-.com/", "http://.example.com/", "http://example..com/",
        "http://" + "a" * 64 + ".com/", "https://example.com/" + "a" * 2_000, "close the schools", "http://%31%32%37.1/",
    ],
)  # fmt: skip
def test_what_is_no_address_or_a_disguised_one_is_refused(written: str) -> None:
    assert why(written) is Why.ADDRESS


@pytest.mark.parametrize(
    "written", ["ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "mailto:a@b.com"]
)
def test_only_the_web_is_read(written: str) -> None:
    assert why(written) is Why.SCHEME


@pytest.mark.parametrize(
    "written",
    ["https://me:secret@example.com/", "me@example.com", "http://127.0.0.1@example.com/", "https://@example.com/"],
)
def test_names_and_passwords_are_refused(written: str) -> None:
    with pytest.raises(NothingRead) as failure:
        checked(written)
    assert failure.value.why is Why.SIGN_IN
    assert "secret" not in str(failure.value)


@given(st.text(max_size=60))
def test_anything_else_is_read_or_refused_and_never_fails_otherwise(written: str) -> None:
    try:
        found = checked(written)
    except NothingRead:
        return
    assert found.scheme in ("http", "https")
    assert checked(str(found)) == found


@pytest.mark.parametrize(
    ("found", "said", "kept"),
    [
        ("https://www.abc10.com/a?utm_source=x&id=7&fbclid=9", None, "https://www.abc10.com/a?id=7"),
        ("https://www.abc10.com/a?utm_source=x", "https://www.abc10.com/story/a", "https://www.abc10.com/story/a"),
        ("https://amp.abc10.com/a", "https://www.abc10.com/a", "https://www.abc10.com/a"),
        ("https://www.abc10.com/a", "/story/a", "https://www.abc10.com/story/a"),
        ("https://www.abc10.com/a", "https://other.example/a", "https://www.abc10.com/a"),
        ("https://www.abc10.com/a", "https://www.abc10.com/", "https://www.abc10.com/a"),
        ("https://www.abc10.com/a", "javascript:void(0)", "https://www.abc10.com/a"),
        ("https://www.abc10.com/a", "https://[", "https://www.abc10.com/a"),
    ],
)
def test_one_page_has_one_spelling_and_names_no_other_site(found: str, said: str | None, kept: str) -> None:
    assert canonical(found, said=said) == kept
