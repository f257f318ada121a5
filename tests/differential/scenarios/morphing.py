"""Changing what is there instead of replacing it: version 4's ``innerMorph`` and ``outerMorph``."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, check, click, fill
from tests.differential.site import echo, page

GO = '<button hx-get="/x" hx-target="#m" hx-swap="{}">go</button>'


def morph(name: str, before: str, after: str, *steps, style: str = "innerMorph") -> Scenario:
    wrapped = f'<div id="m" class="old" data-a="1">{before}</div>'
    answer = after if style == "innerMorph" else f'<div id="m" class="new" title="t">{after}</div>'
    return Scenario(
        f"{style}: {name}",
        {"/": GO.format(style) + wrapped, "/x": answer, "/y": echo},
        (*steps, click("button"), click("button")),
        versions=(4,),
    )


FORM = '<form><input id="a" name="a" value="1"><input name="b" value="{}"><input type="checkbox" name="c"><textarea name="t">{}</textarea></form>'
ITEMS = "".join(f'<li id="i{number}">{number}</li>' for number in range(1, 6))

SCENARIOS = [
    scenario
    for style in ("innerMorph", "outerMorph")
    for scenario in (
        morph("text and attributes", '<p class="a">one</p>', '<p class="b" id="n">two</p>more', style=style),
        morph(
            "what was typed stays",
            FORM.format("x", "t"),
            FORM.format("x", "t"),
            fill("#a", "typed"),
            fill("textarea", "more"),
            check("[name=c]"),
            style=style,
        ),
        morph(
            "what the server changed shows",
            FORM.format("x", "t"),
            FORM.format("y", "u"),
            fill("[name=b]", "typed"),
            fill("textarea", "more"),
            style=style,
        ),
        morph(
            "items in another order",
            f"<ul>{ITEMS}</ul>",
            '<ul><li id="i4">4</li><li id="i2">2!</li><li id="i9">9</li><li id="i1">1</li></ul>',
            style=style,
        ),
        morph(
            "items without ids",
            "<ul><li>a</li><li>b</li><li>c</li></ul>",
            "<ul><li>b</li><li>x</li><li>c</li><li>a</li></ul>",
            style=style,
        ),
        morph(
            "an element that moves deeper",
            '<p id="x">x</p><div><b>y</b></div>',
            '<div><section><p id="x">x!</p></section></div>',
            style=style,
        ),
        morph("another kind of element", '<p id="x">x</p>', '<div id="x">x</div>', style=style),
        morph("ids that are there twice", '<p id="x">1</p><p id="x">2</p>', '<p id="x">3</p>', style=style),
        morph("nothing is left", "<p>x</p>text", "", style=style),
        morph(
            "templates and scripts",
            "<template><i>a</i></template><script>1</script>",
            "<template><i>b</i></template><script>2</script><p>x",
            style=style,
        ),
        morph(
            "what is skipped",
            '<p hx-morph-skip>a</p><div hx-morph-skip-children class="a"><i>a</i></div>',
            '<p hx-morph-skip class="b">b</p><div hx-morph-skip-children class="b"><i>b</i></div>',
            style=style,
        ),
        morph(
            "htmx attributes that change",
            '<a id="l" hx-get="/x" hx-trigger="go">a</a>',
            '<a id="l" hx-get="/y" hx-target="#m" hx-trigger="load once">a</a>',
            style=style,
        ),
        morph(
            "inputs that are swapped",
            '<input id="p" value="1"><input id="q" value="2">',
            '<input id="q" value="3"><input id="p">',
            fill("#p", "typed"),
            fill("#q", "too"),
            style=style,
        ),
        morph("whitespace and text", "\n <b>a</b> one <i>b</i>\n", "<b>a</b>two<i>b</i> three", style=style),
        morph("an id that comes twice", '<p id="x">1</p>', '<p id="x">2</p><p id="x">3</p>', style=style),
        morph("a script with an id", '<script id="s">1</script>', '<script id="s">2</script>', style=style),
        morph(
            "groups in another order",
            '<div><p id="a">a</p></div><div><p id="b">b</p></div>',
            '<div><p id="b">b!</p></div><div><p id="a">a!</p></div>',
            style=style,
        ),
        morph("more before what was there", "<li>c</li>", "<li>a</li><li>b</li><li>c</li>", style=style),
        morph(
            "further on than htmx looks",
            f"{'<i>i</i>' * 12}<b>b</b>",
            f"<b>new</b>{'<u>u</u>' * 12}",
            style=style,
        ),
        morph("many that are new", "<li>z</li>", "".join(f"<li>{number}</li>" for number in range(13)), style=style),
        morph(
            "an element that moves to another list",
            '<ul id="one"><li id="x">x</li></ul><ul id="two"></ul>',
            '<ul id="one"></ul><ul id="two"><li id="x">x!</li></ul>',
            style=style,
        ),
    )
]
SCENARIOS.append(
    Scenario(
        "attributes that a morph leaves alone",
        {
            "/": page(
                GO.format("innerMorph") + '<div id="m"><p data-keep="1" class="a">a</p></div>',
                head="""<meta name="htmx-config" content='{"morphIgnore": ["data-keep"]}'>""",
            ),
            "/x": '<p data-keep="2" data-keep-too="2" class="b">b</p>',
        },
        (click("button"),),
        versions=(4,),
    )
)
