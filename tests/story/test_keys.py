from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.story.keys import (
    TRACKING_PARAMETERS,
    StoryKey,
    key_for_url,
    make_key,
    normalise_url,
    parse_key,
    quoted,
    refuse_hidden,
)


@pytest.mark.parametrize(
    ("source", "id", "text"),
    [
        ("ap", "123", "ap:123"),
        ("AP", "123", "ap:123"),
        (" Wire.One_a-b ", "x", "wire.one_a-b:x"),
        ("a" * 64, "x", "a" * 64 + ":x"),
        ("ap", "  two\t \n words ", "ap:two words"),
        ("ap", "a\u00a0\u3000b", "ap:a b"),
        ("ap", "Osorio\u0301", "ap:Osori\u00f3"),
        ("ap", "CASE kept", "ap:CASE kept"),
        ("ap", "tag:news@desk,7", "ap:tag:news@desk,7"),
        ("ap", "i" * 1024, "ap:" + "i" * 1024),
        ("ap", "https://www.Example.com/Flood/?utm_source=x#top", "ap:www.example.com/Flood"),
        ("ap", " HTTP://example.com ", "ap:example.com"),
    ],
)
def test_keys_have_one_normal_form(source: str, id: str, text: str) -> None:
    """Sources are lower-cased, ids trimmed, NFC, single-spaced; an id that is a web address loses its noise."""
    assert make_key(source, id).text == text


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "-ap",
        ".ap",
        "a p",
        "a:p",
        "a/p",
        "a" * 65,
        "\u212aa",
        "é",
        "ａｐ",
        "a١",
        "a\u200b",
        "a\nb",
        "http",
        "HTTPS",
    ],
)
def test_sources_that_are_no_plain_names_are_refused(source: str) -> None:
    """Sources are ASCII names; look-alikes and the names of URL schemes are no sources."""
    with pytest.raises(ValueError, match="source "):
        make_key(source, "1")


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("i" * 1025, "longer than 1024"),
        ("\u0958" * 1024, "longer than 1024"),  # one character that NFC makes two
        ("i" * 1_000_000, "longer than 1024"),
        ("ab\x07c", r"control character \(U\+0007\) at character 3"),
        ("\x7f", r"control character \(U\+007F\) at character 1"),
        ("a\u202eb", r"RIGHT-TO-LEFT OVERRIDE \(U\+202E\) at character 2"),
        (" a\u200b", r"ZERO WIDTH SPACE \(U\+200B\) at character 3"),
        ("\ufeffa", r"ZERO WIDTH NO-BREAK SPACE \(U\+FEFF\) at character 1"),
        ("a\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("a\u2028b", "LINE SEPARATOR"),
        ("a\ud800", r"U\+D800"),
        ("a\u3164", "HANGUL FILLER"),
        ("a\U000e0041", "TAG LATIN CAPITAL LETTER A"),
        ("https://user@example.com/", "user name"),
    ],
)
def test_ids_with_hidden_characters_or_a_bad_length_are_refused(id: str, said: str) -> None:
    """The message names the character and its place, counted from 1 in the id as given."""
    with pytest.raises(ValueError, match=said):
        make_key("ap", id)


def test_parse_key_splits_at_the_first_colon_and_takes_web_addresses() -> None:
    """`source:id` as written by `.text`; an http(s) address gets the key of its page."""
    assert parse_key("AP: 123:4 ") == StoryKey(source="ap", id="123:4")
    assert parse_key("https://www.example.com/a/?fbclid=1") == StoryKey(source="example.com", id="www.example.com/a")
    assert parse_key("ap:https://example.com/a/") == StoryKey(source="ap", id="example.com/a")
    with pytest.raises(ValueError, match="'flood-toll' is no story key; write source:id"):
        parse_key("flood-toll")
    with pytest.raises(ValueError, match="source ''"):
        parse_key(":123")
    with pytest.raises(ValueError, match="empty"):
        parse_key("ap:")


ids = st.text(max_size=60) | st.text("abAB \t%/?&=.:é\u0301@", max_size=40).map("https://example.com/{}".format)


@given(st.text("abcXYZ019._-", min_size=1, max_size=64), ids)
def test_a_key_read_back_from_its_text_is_the_same_key(source: str, id: str) -> None:
    """parse_key(key.text) == key, and normalising twice changes nothing."""
    try:
        key = make_key(source, id)
    except ValueError:
        return
    assert parse_key(key.text) == key
    assert make_key(key.source, key.id) == key
    assert unicodedata.is_normalized("NFC", key.id)


def test_key_for_url_takes_the_host_as_source_unless_one_is_given() -> None:
    """The source is the host without www. and port; the id is the whole normalised address."""
    assert key_for_url("https://www.Example.com:8443/x").text == "example.com:www.example.com:8443/x"
    assert key_for_url("https://news.example.com/x", source="Desk").text == "desk:news.example.com/x"
    assert key_for_url("https://bücher.example/").text == "xn--bcher-kva.example:xn--bcher-kva.example"
    with pytest.raises(ValueError, match="source"):
        key_for_url(f"https://{'a' * 40}.{'b' * 40}.example/")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", "example.com"),
        ("http://example.com/", "example.com"),
        ("HTTP://EXAMPLE.COM/Path", "example.com/Path"),
        ("example.com/a", "example.com/a"),
        ("http://cms/story/12", "cms/story/12"),
        ("https://example.com:443/a", "example.com/a"),
        ("http://example.com:80/a", "example.com/a"),
        ("http://example.com:/a", "example.com/a"),
        ("http://example.com:08080/a", "example.com:8080/a"),
        ("https://example.com./a", "example.com/a"),
        ("https://example.com/a/b///", "example.com/a/b"),
        ("https://example.com/a//b", "example.com/a//b"),
        ("https://example.com/a/./b/../c", "example.com/a/c"),
        ("https://example.com/../../a", "example.com/a"),
        ("https://example.com/a/%2e%2E/b", "example.com/b"),
        ("https://example.com/a#b?c", "example.com/a"),
        ("https://example.com/a?", "example.com/a"),
        ("https://example.com?x=1", "example.com?x=1"),
        ("https://example.com/a/?b=2&a=1", "example.com/a?b=2&a=1"),
        ("https://example.com/a?&&b=2&", "example.com/a?b=2"),
        ("https://example.com/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z", "example.com/a?id=7"),
        ("https://example.com/a?%75tm%5Fsource=x", "example.com/a"),
        ("https://example.com/a?ref", "example.com/a"),
        ("https://example.com/a?reference=1&q=utm_source", "example.com/a?reference=1&q=utm_source"),
        ("https://example.com/%7euser/%e2%82%ac", "example.com/~user/%E2%82%AC"),
        ("https://example.com/a%2fb%3fc", "example.com/a%2Fb%3Fc"),
        ("https://example.com/100%/%zz/%4", "example.com/100%25/%25zz/%254"),
        ("https://example.com/%2%35", "example.com/%2525"),
        ("https://example.com/osório", "example.com/os%C3%B3rio"),
        ("https://example.com/oso\u0301rio", "example.com/os%C3%B3rio"),
        ("https://example.com/?a[]=1&b={2}", "example.com?a%5B%5D=1&b=%7B2%7D"),
        ("https://example.com/@desk/a:b", "example.com/@desk/a:b"),
        ("https://archive.example/2023/https://example.com/x", "archive.example/2023/https://example.com/x"),
        ("https://BÜCHER.example/", "xn--bcher-kva.example"),
        ("https://XN--BCHER-KVA.example/", "xn--bcher-kva.example"),
        ("https://bu\u0308cher。example/", "xn--bcher-kva.example"),
        ("https://faß.example/", "xn--fa-hia.example"),
        ("https://ｅｘａｍｐｌｅ.com/", "example.com"),
        ("https://192.0.2.1:8080/", "192.0.2.1:8080"),
        ("https://[2001:DB8::1]:443/a", "[2001:0db8:0000:0000:0000:0000:0000:0001]/a"),
        ("  https://example.com/a\n", "example.com/a"),
    ],
)
def test_addresses_lose_what_does_not_change_the_page(url: str, expected: str) -> None:
    """RFC 3986 normalisation, without scheme, default port, fragment, tracking and trailing slashes; and idempotent."""
    assert normalise_url(url) == expected
    assert normalise_url(expected) == expected


@pytest.mark.parametrize("name", TRACKING_PARAMETERS)
def test_every_tracking_parameter_is_dropped(name: str) -> None:
    """Each documented name goes, in any case, and what stands beside it stays."""
    assert normalise_url(f"https://example.com/a?x=1&{name}=2&{name.upper()}=3&y=4") == "example.com/a?x=1&y=4"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "host is missing"),
        ("https://", "host is missing"),
        ("https:///a", "host is missing"),
        ("//example.com/a", "host is missing"),
        ("?a=1", "host is missing"),
        ("ftp://example.com/a", "not an http or https"),
        ("mailto:desk@example.com", "user name"),
        ("javascript:alert(1)", "port"),
        ("https://user@example.com/", "user name"),
        ("https://user:secret@example.com/", "user name"),
        ("https://example.com:port/", "port"),
        ("https://example.com:65536/", "port"),
        ("https://example.com:８０/", "port"),
        ("https://example.com:1_0/", "port"),
        ("https://example.com:" + "9" * 5_000, "port"),
        ("https://exa mple.com/", "space"),
        ("https://example.com/a b", "space"),
        ("https://example.com/a\u200bb", "ZERO WIDTH SPACE"),
        ("https://example.com/\x00", "U\\+0000"),
        ("https://example..com/", "host name"),
        ("https://example.com../", "host name"),
        ("https://ex%61mple.com/", "host name"),
        ("https://example.com\\@evil.example/", "user name"),
        ("https://example.com\\evil/", "host name"),
        ("https://a℀.example/", "host name"),
        ("https://é♥.example/", "cannot stand in a host name"),
        ("https://" + "a" * 64 + ".example/", "longer than 63"),
        ("https://" + "é" * 64 + ".example/", "longer than 63"),
        ("https://" + "é" * 63 + ".example/", "host name"),
        ("https://" + "ab." * 100 + "example/", "longer than 253"),
        ("https://https://example.com/", "scheme is written twice"),
        ("https://[::1/", "IPv6"),
        ("https://[::g]/", "IPv6"),
        ("https://[fe80::1%25eth0]/", "IPv6"),
        ("https://[::1]x/", "port"),
        ("https://example.com/" + "a" * 10_000, "longer than 8192"),
    ],
)
def test_bad_addresses_are_refused_in_clear_words(url: str, said: str) -> None:
    """No web address, a user name in it, a host or port that cannot be: ValueError, in one short line."""
    with pytest.raises(ValueError, match=said) as refusal:
        normalise_url(url)
    assert len(str(refusal.value)) < 250


hosts = st.sampled_from(
    ["example.com", "BÜCHER.example", "cms", "a_b.example:8080", "ΟΔΟΣ.example", "[::ffff:1.2.3.4]:81"]
)
tails = st.text("aB/?#&=%2e5F.:;@+ü~[]\\\u0301\u212a", max_size=30) | st.text(max_size=20)


@given(st.sampled_from(["http://", "HTTPS://", ""]), hosts | st.text(max_size=12), tails)
def test_normalising_an_address_twice_changes_nothing(scheme: str, host: str, tail: str) -> None:
    """normalise_url(normalise_url(x)) == normalise_url(x) wherever it accepts x; the result is visible ASCII."""
    try:
        once = normalise_url(f"{scheme}{host}/{tail}")
    except ValueError:
        return
    assert normalise_url(once) == once
    assert once.isascii()
    assert once.isprintable()
    assert " " not in once
    assert normalise_url(f"https://{once}") == once


@given(st.text())
def test_refuse_hidden_finds_exactly_what_cannot_be_seen(text: str) -> None:
    """Text that passes holds no control, format, surrogate or separator character but tab and line ends."""
    hidden = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\t\n\r"]
    if hidden:
        with pytest.raises(ValueError, match="is not allowed"):
            refuse_hidden(text)
    elif text.isascii():
        refuse_hidden(text)


def test_quoted_is_short_and_visible() -> None:
    """Text in messages is cut and escaped, so that a hostile input cannot flood or repaint a terminal."""
    assert quoted("flood") == "'flood'"
    assert quoted("a\x1b\u202e") == "'a\\x1b\\u202e'"
    assert len(quoted("x" * 1_000)) == 62
