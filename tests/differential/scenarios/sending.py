"""What of a form is sent."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, attach, check, choose, click, fill, submit, trigger, uncheck
from tests.differential.site import echo

OUT = '<div id="out">nothing</div>'
FIELDS = """
<input name="text" value="t"><input name="empty"><input type="hidden" name="hidden" value="h">
<input type="checkbox" name="box" value="1" checked><input type="checkbox" name="box" value="2"><input type="checkbox" name="on">
<input type="radio" name="radio" value="a"><input type="radio" name="radio" value="b" checked>
<select name="one"><option>x</option><option value="why">y</option></select>
<select name="many" multiple><option selected>m</option><option value="n" selected>n</option><option>o</option></select>
<textarea name="area">
one
two</textarea><input name="off" value="off" disabled><input value="nameless"><input type="number" name="number" value="7">
<fieldset disabled><legend><input name="legend" value="l"></legend><input name="inset" value="i"></fieldset>
<input type="submit" name="go" value="Go"><button name="press" value="p">press</button>
<button type="button" name="plain" value="q">plain</button><input type="reset">
"""

SCENARIOS = [
    *[
        Scenario(
            f"every kind of field, by {method}",
            {"/": f'<form hx-{method}="/x" hx-target="#out">{FIELDS}</form>{OUT}', "/x": echo},
            (
                click("[name=go]"),
                click("[name=press]"),
                fill("[name=text]", "ä b&c=d"),
                fill("textarea", "three\nfour"),
                check("[name=on]"),
                uncheck("[name=box][value='1']"),
                check("[name=radio][value=a]"),
                choose("[name=one]", "why"),
                choose("[name=many]", "o", "n"),
                submit("form"),
                click("[type=reset]"),
                submit("form"),
            ),
        )
        for method in ("get", "post", "delete")
    ],
    Scenario(
        "a field outside of its form belongs to it",
        {
            "/": f"""<input name="a" form="f" value="1"><form id="f" hx-post="/x" hx-target="#out"><input name="b" value="2"></form>
            <button form="f" name="c" value="3">go</button>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "a button with an address of its own sends its form",
        {
            "/": f"""<form hx-post="/no" hx-target="#out"><input name="a" value="1">
            <button id="post" type="button" name="b" value="2" hx-post="/x" hx-target="#out">post</button>
            <button id="get" type="button" name="b" value="2" hx-get="/x" hx-target="#out">get</button>
            <button id="delete" type="button" name="b" value="2" hx-delete="/x" hx-target="#out">delete</button></form>{OUT}""",
            "/x": echo,
        },
        (click("#post"), click("#get"), click("#delete")),
    ),
    Scenario(
        "a field on its own sends itself",
        {
            "/": f"""<input name="q" hx-get="/x" hx-target="#out"><select name="s" hx-post="/x" hx-target="#out"><option>a<option>b</select>
            <input type="checkbox" name="c" hx-put="/x" hx-target="#out">{OUT}""",
            "/x": echo,
        },
        (fill("input", "find"), choose("select", "b"), check("[name=c]"), uncheck("[name=c]")),
    ),
    Scenario(
        "a field in a form sends itself by GET, the form by POST",
        {
            "/": f"""<form><input name="a" value="1"><input name="q" hx-get="/x" hx-target="#out">
            <input name="r" hx-post="/x" hx-target="#out"></form>{OUT}""",
            "/x": echo,
        },
        (fill("[name=q]", "find"), fill("[name=r]", "post")),
    ),
    *[
        Scenario(
            f"hx-include={include!r} by {method}",
            {
                "/": f"""<form id="f"><input name="a" value="1"><input type="checkbox" name="c" value="2"></form>
                <div id="d"><input name="e" value="3"><button name="n" value="x">no</button><select name="s"><option>4</select></div>
                <p><input class="i" name="g" value="5"><input class="i" name="g" value="6" disabled></p>
                <p><button name="b" value="7" hx-{method}="/x" hx-include="{include}" hx-target="#out">go</button>
                <input name="k" value="8"></p>{OUT}""",
                "/x": echo,
            },
            (check("[name=c]"), fill("[name=e]", "typed"), click("[hx-target]")),
        )
        for include in (
            "#f",
            "#d",
            ".i",
            "#f, #d",
            "closest p",
            "find input",
            "next input",
            "[name=c]:checked",
            ".none",
        )
        for method in ("get", "post")
    ],
    *[
        Scenario(
            f"hx-params={params!r}",
            {
                "/": f"""<form hx-post="/x" hx-params="{params}" hx-target="#out"><input name="a" value="1"><input name="b" value="2">
                <input name="c" value="3"><button>go</button></form>{OUT}""",
                "/x": echo,
            },
            (click("button"),),
        )
        for params in ("*", "none", "c, a", "not a, b")
    ],
    Scenario(
        "values take the place of fields",
        {
            "/": f"""<form hx-post="/x" hx-vals='{{"a": "v", "z": 9}}' hx-target="#out"><input name="a" value="1"><input name="b" value="2">
            <input name="a" value="3"><button name="z" value="0">go</button></form>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "files are sent in parts",
        {
            "/": f"""<form hx-post="/x" hx-encoding="multipart/form-data" hx-target="#out"><input type="file" name="file">
            <input type="file" name="more" multiple><textarea name="t">a
b</textarea><button name="b" value="1">go</button></form>{OUT}""",
            "/x": echo,
        },
        (
            click("button"),
            attach("[name=file]", ("ä.txt", b"some\nbytes\x00", "text/plain")),
            attach("[name=more]", ("a.png", b"1", "image/png"), ("b", b"2", "application/octet-stream")),
            click("button"),
        ),
    ),
    Scenario(
        "the encoding of the form's own attribute",
        {
            "/": f"""<form hx-post="/x" enctype="multipart/form-data" hx-target="#out"><input name="a" value="1"><button>go</button>
            <button type="button" id="b" hx-post="/x" hx-target="#out">inside</button></form>{OUT}""",
            "/x": echo,
        },
        (submit("form"), click("#b")),
    ),
    Scenario(
        "a file in a form that is not sent in parts",
        {
            "/": f'<form hx-post="/x" hx-target="#out"><input type="file" name="file"><button>go</button></form>{OUT}',
            "/x": echo,
        },
        (click("button"), attach("[name=file]", ("a.txt", b"x", "text/plain")), click("button")),
    ),
    Scenario(
        "a form that is not valid is not sent",
        {
            "/": f"""<form hx-post="/x" hx-target="#out"><input name="a" required><input name="e" type="email">
            <input name="n" type="number" min="2" max="8" step="2"><input name="p" pattern="[a-z]+"><input name="m" maxlength="9" minlength="2">
            <select name="s" required><option value="">none</option><option>x</option></select>
            <input type="checkbox" name="c" required><input type="radio" name="r" value="1" required><input type="url" name="u">
            <button>go</button><button id="free" formnovalidate>anyway</button></form>{OUT}""",
            "/x": echo,
        },
        (
            click("button"),
            fill("[name=a]", "x"),
            choose("select", "x"),
            check("[name=c]"),
            click("button"),
            check("[name=r]"),
            click("button"),
            fill("[name=e]", "no address"),
            click("button"),
            fill("[name=e]", "ann@example.org"),
            fill("[name=n]", "3"),
            click("button"),
            fill("[name=n]", "9"),
            click("button"),
            fill("[name=n]", "4"),
            fill("[name=p]", "ABC"),
            click("button"),
            fill("[name=p]", "abc"),
            fill("[name=m]", "x"),
            click("button"),
            fill("[name=m]", "xyz"),
            fill("[name=u]", "nowhere"),
            click("button"),
            fill("[name=u]", "https://example.org"),
            click("button"),
            fill("[name=a]", ""),
            click("button"),
            click("#free"),
        ),
    ),
    Scenario(
        "novalidate sends what is not valid",
        {
            "/": f'<form novalidate hx-post="/x" hx-target="#out"><input name="a" required><button>go</button></form>{OUT}',
            "/x": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "hx-validate holds a field on its own back",
        {
            "/": f'<input name="a" required pattern="[a-z]+" hx-validate="true" hx-get="/x" hx-trigger="go" hx-target="#out">{OUT}',
            "/x": echo,
        },
        (
            trigger("input", "go"),
            fill("input", "A"),
            trigger("input", "go"),
            fill("input", "a"),
            trigger("input", "go"),
        ),
    ),
    Scenario(
        "the button pressed last is not the one of a later submit",
        {
            "/": f"""<form hx-post="/x" hx-target="#out"><input name="a"><button id="one" name="b" value="1">one</button>
            <button id="two" name="b" value="2">two</button></form>{OUT}""",
            "/x": echo,
        },
        (click("#two"), fill("[name=a]", "x"), submit("form"), click("#one")),
    ),
    Scenario(
        "a button with an action and a method of its own",
        {
            "/": f"""<form hx-post="/x" hx-target="#out"><input name="a" value="1">
            <button formaction="/y" formmethod="get" name="b" value="2">go</button></form>{OUT}""",
            "/x": echo,
            "/y": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "a label checks its box, and clicks its button",
        {
            "/": f"""<form hx-post="/x" hx-target="#out"><label>in <input type="checkbox" name="a"></label><label for="b">for</label>
            <input type="checkbox" name="b" id="b"><label for="r">radio</label><input type="radio" name="r" id="r" value="1"><button>go</button></form>{OUT}""",
            "/x": echo,
        },
        (click("label"), click("[for=b]"), click("[for=r]"), click("button")),
    ),
    Scenario(
        "a checkbox that asks on click",
        {
            "/": f'<input type="checkbox" name="a" value="1" hx-post="/x" hx-trigger="click" hx-target="#out">{OUT}',
            "/x": echo,
        },
        (click("input"), click("input")),
    ),
    Scenario(
        "an image that sends",
        {
            "/": f'<form hx-post="/x" hx-target="#out"><input name="a" value="1"><input type="image" id="i" alt="go"></form>{OUT}',
            "/x": echo,
        },
        (submit("form"),),
    ),
]
