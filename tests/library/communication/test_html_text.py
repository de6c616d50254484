from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.html_text import text_of_enriched, text_of_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("a\n  b&nbsp;&amp;lt; &#x8ba2;", "a b &lt; 订"),
        ("<table><tr><td>500</td><td>pcs</td></tr><tr><td>x</td></tr></table>", "500 pcs\nx"),
        ("<ul><li>red</li><li>blue</li></ul>", "red\nblue"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<blockquote>old<blockquote>older</blockquote></blockquote>new", "> old\n\n> > older\n\nnew"),
        ("<b>unclosed <i>and", "unclosed and"),
    ],
)
def test_formatted_text_is_read(markup, text):
    assert text_of_html(markup) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>fetch('https://evil.example')</script>",
        "<style>@import 'https://evil.example/a.css'</style>",
        '<img src="https://evil.example/1.gif" width=1 height=1 alt="">',
        '<a href="https://evil.example"></a>',
        '<iframe src="https://evil.example"></iframe>',
        '<link rel=stylesheet href="https://evil.example">',
        "<head><title>https://evil.example</title></head>",
        "<!-- https://evil.example -->",
        '<svg><image href="https://evil.example"/><text>evil.example</text></svg>',
        '<div style="background:url(https://evil.example)"></div>',
        "<script>unclosed https://evil.example",
    ],
)
def test_nothing_of_another_host_remains(markup):
    assert text_of_html(f"<p>Hi</p>{markup}") == "Hi"


def test_text_after_an_unclosed_head_is_read():
    assert text_of_html("<html><head><style>p{}</style><body>Hi</body>") == "Hi"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 60_000,
        "<blockquote>" * 60_000 + "x",
        "<!-" * 60_000,
        "<a " * 60_000,
        "<" * 100_000,
        "<svg>" * 9_000,
        "&#" * 60_000,
    ],
)
def test_hostile_markup_is_read_in_time(markup):
    before = process_time()
    text_of_html(markup)

    assert process_time() - before < 50


@given(
    st.lists(
        st.sampled_from(["<", ">", "!", "[", "CDATA[", "--", "p", "/", "&", "#", "x", "?", "script", '"', " "]),
        max_size=30,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_markup_becomes_text(markup):
    text_of_html(markup)
    text_of_enriched(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<bold>Now</bold> is\nthe time", "Now is the time"),
        ("one\n\ntwo\n\n\nthree", "one\ntwo\n\nthree"),
        ("<color><param>red</param>Blood</color>", "Blood"),
        ("<nofill>a\nb</nofill>\nc", "a\nb c"),
        ("3 << 4", "3 < 4"),
        ("<not a command", "<not a command"),
    ],
)
def test_enriched_text_is_read(markup, text):
    assert text_of_enriched(markup) == text
