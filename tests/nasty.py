"""
Strings that have broken something somewhere: every one of them may be an answer, and none may be more than words.

`ALARM` is what a script of theirs would do; no page may ever show that it did.
"""

from __future__ import annotations

__all__ = ["ALARM", "MARK", "NASTY"]

#: A word in most of them: wherever it is found that is no place for a person's words, something leaked.
MARK = "kingfisher"

#: What a script in them sets, in the page.
ALARM = "heartworkWasHere"

_RUN = f"window.{ALARM}=1"

#: By name; the names are the ids of the tests.
NASTY: dict[str, str] = {
    # HTML and what is in it
    "script": f"{MARK}<script>{_RUN}</script>",
    "script ended first": f"{MARK}</script><script>{_RUN}</script>",
    "textarea ended first": f"{MARK}</textarea><script>{_RUN}</script>",
    "title and style ended first": f"{MARK}</title></style><img src=x onerror={_RUN}>",
    "image that fails": f'{MARK}<img src="x" onerror="{_RUN}">',
    "image from elsewhere": f'{MARK}<img src="http://203.0.113.7/{MARK}.png">',
    "frame": f'{MARK}<iframe srcdoc="<script>parent.{ALARM}=1</script>"></iframe>',
    "object": f'{MARK}<object data="data:text/html,<script>{_RUN}</script>"></object>',
    "details that open": f"{MARK}<details open ontoggle={_RUN}>",
    "a form elsewhere": f'{MARK}<form action="http://203.0.113.7/"><button>Saved 14:05</button></form>',
    "meta refresh": f'{MARK}<meta http-equiv="refresh" content="0;url=http://203.0.113.7/">',
    "base": f'{MARK}<base href="http://203.0.113.7/">',
    "style": f"{MARK}<style>body{{display:none}}@import url(http://203.0.113.7/x.css);</style>",
    "comment": f"{MARK}<!-- --!> <script>{_RUN}</script> -->",
    "CDATA": f"{MARK}<![CDATA[<script>{_RUN}</script>]]>",
    "entities": f"{MARK}&lt;script&gt;{_RUN}&lt;/script&gt; &amp;amp; &#60;b&#62; &nbsp;",
    "unclosed": f"{MARK}<b <i <a href=",
    "custom element": f"{MARK}<x-a onclick={_RUN} tabindex=1 autofocus onfocus={_RUN}>",
    "mutation": f'{MARK}<noscript><p title="</noscript><img src=x onerror={_RUN}>">',
    "template element": f"{MARK}<template><script>{_RUN}</script></template>",
    # SVG and MathML
    "svg": f"{MARK}<svg onload={_RUN}>",
    "svg animated": f'{MARK}<svg><animate onbegin="{_RUN}" attributeName="x" dur="1s"/></svg>',
    "svg text ended first": f"{MARK}</text></svg><script>{_RUN}</script>",
    "svg use": f'{MARK}<svg><use href="data:image/svg+xml,<svg onload={_RUN}>#x"/></svg>',
    "math": f'{MARK}<math><mtext><mglyph><style><img src=x onerror="{_RUN}">',
    # attributes
    "double quote": f'{MARK}" onfocus="{_RUN}" autofocus="',
    "single quote": f"{MARK}' onmouseover='{_RUN}' x='",
    "back quote": f"{MARK}` onclick=`{_RUN}`",
    "script address": f"javascript:{_RUN}//{MARK}",
    "data address": f"data:text/html,<script>{_RUN}</script>{MARK}",
    # Markdown
    "markdown link": f"[{MARK}](javascript:{_RUN})",
    "markdown image": f"![{MARK}](http://203.0.113.7/x.png)",
    "markdown reference": f"[{MARK}]\n\n[{MARK}]: http://203.0.113.7/",
    "markdown heading": f"# {MARK}\n## Again\n\nSetext\n===",
    "markdown code": f"```\n{MARK}\n```\n    indented\n`code`",
    "markdown html": f'{MARK}\n\n<div onclick="{_RUN}">\n\n**bold** __bold__ *so* ~~gone~~',
    "markdown table and list": f"| {MARK} | b |\n|---|---|\n- one\n1. two\n> three\n+ four",
    "bare address": f"http://203.0.113.7/{MARK} www.{MARK}.example {MARK}@mail.example",
    # templates and pipes
    "braces": f"{MARK} {{{{ 7 * 7 }}}} {{% raw %}} ${{7*7}} #{{7*7}} <%= 7*7 %>",
    "pipe": f"{MARK} {{start.call_her|x}} {{boundaries.happens}}",
    "format": f"{MARK} {{0.__class__}} %s %(x)s %n $HOME `id`",
    "jinja": f"{MARK}{{{{ cycler.__init__.__globals__.os }}}}",
    # other languages that something of ours writes or reads
    "yaml": f"{MARK}: !!python/object/apply:os.system ['id']\n- &a *a\n---\nno: yes",
    "json": f'{MARK}"}}, "revision": -1, "x": {{"',
    "typst": f'{MARK} #eval("1") #read("/etc/passwd") $x^2$ @ref <label> *b* _e_ \\',
    "latex": f"{MARK} $\\alpha$ $$x$$ \\input{{/etc/passwd}} $\\frac{{1}}{{",
    "sql": f"{MARK}'; DROP TABLE seats; --",
    # spreadsheets
    "formula": f'=HYPERLINK("http://203.0.113.7/{MARK}","{MARK}")',
    "formula plus": f"+1+cmd|' /C calc'!A0 {MARK}",
    "formula minus": f"-2+3+cmd|' /C calc'!A0 {MARK}",
    "formula at": f"@SUM(1+1) {MARK}",
    "formula after a tab": f"\t=1+1 {MARK}",
    "formula after a return": f"\r=1+1 {MARK}",
    "formula after a space": f'  =1+1,"; {MARK}',
    "formula in wide letters": f"\uff1d1+1 {MARK}",
    "cells ended first": f'{MARK}",=1+1\r\n=2+2,"',
    # characters
    "bidi": f"\u202e{MARK}\u202c \u2066{MARK}\u2069 \u200f\u061c",
    "zero width": f"{MARK}\u200b\u200d\ufeff\u2060",
    "nul": f"{MARK}\x00after",
    "controls": f"{MARK}\x01\x08\x0b\x0c\x1f\x7f\x85\x9b31m",
    "ansi": f"\x1b[31m{MARK}\x1b[0m\x1b]8;;http://203.0.113.7/\x07link\x1b]8;;\x07\x1b[2J",
    "high surrogate alone": f"{MARK}\ud83d",
    "low surrogate alone": f"\udc69{MARK}",
    "not characters": f"{MARK}\ufffe\uffff\U0001ffff",
    "emoji": f"{MARK} \U0001f469\u200d\U0001f467 e\u0301 \U0001f1ec\U0001f1e7",
    "many marks": f"{MARK}" + "e" + "\u0301" * 500,
    "line ends": f"{MARK}\nb\r\nc\rd\u2028e\u2029f\x0bg",
    "spaces": f"  {MARK}  \u00a0\u3000 ",
    "very long": MARK * 2_000,
    "one long line": "<" * 5_000 + MARK,
    # names
    "path": f"../../../../etc/passwd/{MARK}",
    "windows path": f"C:\\{MARK}\\..\\CON.txt",
    "file address": f"file:///etc/passwd#{MARK}",
    "hash": f"#{MARK}/../home?x=1&y=2",
    "proto": "__proto__",
    "constructor": "constructor",
    "null": "null",
    "number": "1e999",
    "true": "true",
}
