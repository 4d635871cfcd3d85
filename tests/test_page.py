"""The page of ``notice explain --html``, in a real browser."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, lacking
from notice_cli.page import page
from notice_cli.parse import parse_traced
from notice_cli.provenance import explain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from notice_cli.model import Notice
    from notice_cli.rules import Pack

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
BRIEFING = ROOT / "samples" / "commune-briefing.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# A browser that looks for updates would fetch what the page does not.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HOSTILE = """\
UBND TỈNH <script>window.hacked = 1</script>
Số: 12/TB-UBND
THÔNG BÁO
Kết luận "><img src=x onerror="window.hacked = 2"> của Chủ tịch

Chủ tịch UBND tỉnh kết luận như sau:
1. Giao Sở Y tế "><svg onload=window.hacked=3> rà soát trước ngày 20/6/2025 </div></main>.
2. Giao Công ty TNHH 'onfocus='window.hacked=4' autofocus tabindex='1 báo cáo &lt;b&gt; &amp;.
3. Giao Sở Y tế </style></script><script>window.hacked = 5</script> javascript:alert(1) xử lý.
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine; required where CI=true."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        lacking("a browser (apt-get install chromium)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not without a browser

    # A browser will not shut itself off from root.
    root = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *root])
        yield browser
        browser.close()


class Shown:
    """A page that is open in a browser, and the notice that it shows."""

    def __init__(self, tab: Page, notice: Notice, text: str) -> None:
        self.tab, self.notice, self.text = tab, notice, text
        self.requests: list[str] = []
        self.messages: list[str] = []
        tab.on("request", lambda request: self.requests.append(request.url))
        tab.on("console", lambda message: self.messages.append(message.text))
        tab.on("pageerror", lambda error: self.messages.append(str(error)))

    def pieces(self) -> dict[str, str]:
        """The words that wear each mark, by its number."""
        return dict(
            self.tab.evaluate(
                """() => {
                  const found = {};
                  for (const piece of document.querySelectorAll("#notice [data-m]"))
                    for (const number of piece.dataset.m.split(" "))
                      found[number] = (found[number] || "") + piece.textContent;
                  return found;
                }"""
            )
        )

    def focused(self) -> str:
        return str(self.tab.evaluate("document.activeElement.outerHTML.slice(0, 300)"))

    def lit(self, inside: str) -> list[str]:
        return [e.inner_text() for e in self.tab.query_selector_all(f"{inside} .lit")]


@pytest.fixture
def open_page(browser: Browser, pack: Pack, tmp_path: Path) -> Iterator[Any]:
    """Opens the page of a text, offline."""
    contexts = []

    def opened(text: str, name: str = "notice.txt", **options: object) -> Shown:
        notice, stages = parse_traced(text.encode(), file=name, rules=pack)
        path = tmp_path / "page.html"
        path.write_bytes(page(notice, explain(notice, stages), stages.decoded.value))
        context = browser.new_context(
            **{"viewport": {"width": 1400, "height": 900}, "offline": True, **options}  # type: ignore[arg-type]
        )
        contexts.append(context)
        shown = Shown(context.new_page(), notice, stages.decoded.value)
        shown.tab.goto(path.as_uri())
        return shown

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def briefing(open_page: Any) -> Shown:  # noqa: ANN401 - a function
    shown: Shown = open_page(BRIEFING.read_text("utf-8"))
    return shown


# --- What is shown is what was read


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_the_notice_is_shown_whole_and_nothing_is_fetched(open_page: Any, path: Path) -> None:  # noqa: ANN401
    shown = open_page(path.read_text("utf-8"))
    assert shown.tab.evaluate("document.querySelector('#notice .text').textContent") == shown.text
    assert len(shown.requests) == 1
    assert shown.messages == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_highlights_are_the_spans(open_page: Any, path: Path) -> None:  # noqa: ANN401
    shown = open_page(path.read_text("utf-8"))
    pieces = shown.pieces()
    for number, task in enumerate(shown.notice.tasks, 1):
        card = shown.tab.locator(f"#task-{number}")
        for kind, spans in (
            ("lead", [a.span for a in task.assignees if a.role == "lead"]),
            ("coordinate", [a.span for a in task.assignees if a.role == "coordinate"]),
            ("deadline", [d.span for d in task.deadlines]),
        ):
            marks = [c.get_attribute("data-m") for c in card.locator(f"a.value.{kind}").all()]
            assert [pieces[mark] for mark in marks] == [shown.text[a:b] for a, b in spans]
        main = card.get_attribute("data-main")
        assert pieces[main] == shown.text[task.span[0] : task.span[1]]


def test_in_a_table_each_cell_looks_like_what_it_is(open_page: Any) -> None:  # noqa: ANN401
    path = ROOT / "tests" / "notices" / "unseen-2" / "project-board-airport-table.txt"
    tab = open_page(path.read_text("utf-8")).tab
    assert tab.locator("#L19 a.coordinate").inner_text() == "Tư vấn thiết kế"
    assert tab.locator("#L19 a.deadline").inner_text() == "12/7/2025"
    line = tab.locator("#L19").evaluate("e => getComputedStyle(e).whiteSpace")
    assert line == "pre"


def test_kinds_of_words_look_apart(briefing: Shown) -> None:
    looks = briefing.tab.evaluate(
        """() => [...document.querySelectorAll(".legend label")].map((label) => {
          const style = getComputedStyle(label);
          return [style.backgroundColor, style.borderBottomStyle, style.borderBottomWidth,
                  style.textDecorationLine, style.fontWeight].join();
        })"""
    )
    assert len(looks) == len(set(looks)) > 6


# --- Nothing that a notice says is obeyed


def test_a_hostile_notice_does_nothing(open_page: Any) -> None:  # noqa: ANN401
    shown = open_page(HOSTILE, name='"><script>window.hacked = 6</script>.txt')
    tab = shown.tab
    assert tab.evaluate("window.hacked") is None
    assert tab.evaluate("document.querySelector('#notice .text').textContent") == shown.text
    assert tab.locator("img, svg, iframe, object, embed, link, base").count() == 0
    assert tab.locator("script").count() == 1
    assert tab.evaluate(
        """() => [...document.querySelectorAll("*")].every((e) =>
             [...e.attributes].every((a) => !a.name.startsWith("on") && a.name !== "style"))"""
    )
    assert len(shown.requests) == 1
    assert shown.messages == []


def test_links_stay_in_the_page(open_page: Any) -> None:  # noqa: ANN401
    tab = open_page(HOSTILE).tab
    assert tab.evaluate(
        """() => [...document.querySelectorAll("a")].every((a) => {
             const to = a.getAttribute("href");
             return to.startsWith("#") && document.getElementById(to.slice(1));
           })"""
    )


def test_the_policy_allows_its_own_style_and_script_alone(pack: Pack) -> None:
    notice, stages = parse_traced(HOSTILE.encode(), file="-", rules=pack)
    html = page(notice, explain(notice, stages), stages.decoded.value).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    for tag in ("style", "script"):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert "http" not in html.replace("http-equiv", "")


def test_what_is_injected_later_is_refused(briefing: Shown) -> None:
    briefing.tab.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.hacked = 7";
          document.body.append(script);
          const picture = document.createElement("img");
          picture.src = "http://127.0.0.1:9/x.png";
          document.body.append(picture);
        }"""
    )
    assert briefing.tab.evaluate("window.hacked") is None
    assert any("Content Security Policy" in message for message in briefing.messages)


@pytest.mark.parametrize("char", ["\r\n", "\f", "\0", "\u2028", "\u0085"])
def test_odd_characters_keep_their_place(open_page: Any, char: str) -> None:  # noqa: ANN401
    text = f"THÔNG BÁO\n{char}\n1. Giao Sở Y tế rà soát.\n" + BRIEFING.read_text("utf-8")
    shown = open_page(text)
    visible = shown.tab.evaluate("document.querySelector('#notice .text').textContent")
    assert visible == shown.text.replace("\0", "\u2400")


# --- One lights the other


def test_pointing_at_a_task_lights_its_words(briefing: Shown) -> None:
    task = briefing.notice.tasks[0]
    briefing.tab.hover("#task-1 > p")
    lit = "".join(briefing.lit("#notice"))
    for words in ("Phòng Kinh tế", "Công an xã", "25/10/2025"):
        assert words in lit
    assert " ".join(lit.split()).count(task.text[:30]) == 1
    briefing.tab.hover("h1")
    assert briefing.lit("#notice") == []


def test_pointing_at_words_lights_the_tasks_that_rest_on_them(briefing: Shown) -> None:
    briefing.tab.hover("#L23 a.lead")
    ids = [
        e.query_selector("h3 a").inner_text()  # type: ignore[union-attr]
        for e in briefing.tab.query_selector_all("li.task.lit")
    ]
    assert ids == ["1.-1", "1.-2", "1.-3"]


def test_focus_lights_as_pointing_does_and_brings_the_words_into_view(briefing: Shown) -> None:
    last = len(briefing.notice.tasks)
    briefing.tab.focus(f"#task-{last} a.value.deadline")
    lit = briefing.tab.locator("#notice .lit").first
    assert lit.inner_text() in briefing.notice.tasks[-1].deadlines[0].text
    box, frame = lit.bounding_box(), briefing.tab.locator("#notice").bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    briefing.tab.keyboard.press("Escape")
    assert briefing.lit("#notice") == []


def test_a_click_on_words_goes_to_their_task(briefing: Shown) -> None:
    briefing.tab.click("#L36 a.lead")
    assert 'id="task-' in briefing.focused()


# --- By keyboard alone


def test_a_walk_by_keyboard(briefing: Shown) -> None:
    tab = briefing.tab
    tab.keyboard.press("Tab")
    assert "Skip to the tasks" in briefing.focused()
    tab.keyboard.press("Enter")
    assert 'id="tasks"' in briefing.focused()
    for expected in ('id="by-body"', 'id="by-kind"', 'id="by-day"'):
        tab.keyboard.press("Tab")
        assert expected in briefing.focused()


def test_marked_words_are_one_stop_and_the_arrows_move_among_them(briefing: Shown) -> None:
    tab = briefing.tab
    stops = tab.locator("#notice a.stop")
    assert tab.locator('#notice a.stop[tabindex="0"]').count() == 1
    stops.first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")
    assert stops.nth(2).evaluate("e => e === document.activeElement")
    assert briefing.lit("#tasks")
    tab.keyboard.press("ArrowLeft")
    assert stops.nth(1).evaluate("e => e === document.activeElement")
    tab.keyboard.press("End")
    assert stops.last.evaluate("e => e === document.activeElement")
    tab.keyboard.press("Home")
    tab.keyboard.press("Enter")
    assert 'id="task-' in briefing.focused()


def test_why_opens_by_keyboard(briefing: Shown) -> None:
    briefing.tab.focus("#task-1 summary")
    briefing.tab.keyboard.press("Enter")
    assert briefing.tab.locator("#task-1 details li").first.is_visible()
    assert "inherited from node 1" in briefing.tab.inner_text("#task-1 details")


# --- The filter


def shown_tasks(tab: Page) -> list[str]:
    return [e.inner_text() for e in tab.locator("li.task:visible h3 a").all()]


def test_filter_by_body(briefing: Shown) -> None:
    briefing.tab.select_option("#by-body", "Công an xã")
    expected = [
        task.id
        for task in briefing.notice.tasks
        if "Công an xã" in {assignee.name for assignee in task.assignees}
    ]
    assert shown_tasks(briefing.tab) == expected
    assert briefing.tab.inner_text("#count") == f"{len(expected)} / 11 tasks"
    assert briefing.tab.locator("#notice .off").count() > 0
    briefing.tab.click("button[type=reset]")
    briefing.tab.wait_for_function("document.getElementById('count').textContent === '11 tasks'")
    assert briefing.tab.locator("#notice .off").count() == 0


def test_filter_by_deadline(briefing: Shown) -> None:
    briefing.tab.select_option("#by-kind", "continuous")
    kinds = {task.id: task.deadline_type for task in briefing.notice.tasks}
    assert shown_tasks(briefing.tab) == [i for i, kind in kinds.items() if kind == "continuous"]
    briefing.tab.select_option("#by-kind", "")
    briefing.tab.fill("#by-day", "2025-10-31")
    due = {task.id: str(task.due_date or "9") for task in briefing.notice.tasks}
    assert shown_tasks(briefing.tab) == [i for i, day in due.items() if day <= "2025-10-31"]


def test_kinds_of_words_can_be_switched_off(briefing: Shown) -> None:
    look = "getComputedStyle(document.querySelector('#notice a.deadline')).backgroundColor"
    before = briefing.tab.evaluate(look)
    briefing.tab.uncheck(".legend input[value=deadline]")
    assert briefing.tab.evaluate(look) != before


# --- For everybody


def test_everything_has_a_name_and_a_role(briefing: Shown) -> None:
    tab = briefing.tab
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert tab.title() == "Thông báo 58/TB-UBND"
    for role, name in (("region", "Notice"), ("region", "Tasks"), ("search", "Filter the tasks")):
        assert tab.get_by_role(role, name=name).count() == 1  # type: ignore[arg-type]
    for role, name in (("combobox", "Body"), ("combobox", "Deadline"), ("button", "Clear")):
        assert tab.get_by_role(role, name=name).count() == 1  # type: ignore[arg-type]
    assert tab.get_by_label("Due until").count() == 1
    assert tab.get_by_role("status").count() == 1
    assert tab.get_by_role("listitem", name="1.-1").count() == 1
    assert tab.evaluate("[...document.querySelectorAll('a')].every((a) => a.textContent.trim())")
    assert tab.evaluate(
        "[...document.querySelectorAll('input, select')].every((e) => e.labels.length === 1)"
    )
    assert tab.locator("#notice .text").get_attribute("lang") == "vi"


def test_ids_are_unique_and_headings_skip_no_level(briefing: Shown) -> None:
    ids = briefing.tab.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    levels = briefing.tab.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].map((e) => +e.tagName[1])"
    )
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


CONTRASTS = """() => {
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => {
      v /= 255;
      return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    });
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const parsed = (css) => css.match(/[\\d.]+/g).map(Number);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parsed(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility()) continue;
    const a = luminance(parsed(getComputedStyle(e).color).slice(0, 3)), b = luminance(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    found.push([ratio, e.className, e.textContent.slice(0, 30)]);
  }
  return found.sort((x, y) => x[0] - y[0]).slice(0, 3);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(open_page: Any, scheme: str) -> None:  # noqa: ANN401
    shown = open_page(BRIEFING.read_text("utf-8"), color_scheme=scheme)
    # Unfold all, and light a task: both have grounds of their own.
    shown.tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    shown.tab.hover("#task-1 > p")
    worst = shown.tab.evaluate(CONTRASTS)
    assert worst[0][0] >= 4.5, worst


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_nothing_is_wider_than_the_window(open_page: Any, width: int) -> None:  # noqa: ANN401
    for path in (BRIEFING, ROOT / "samples" / "province-layout-columns.txt"):
        shown = open_page(path.read_text("utf-8"), viewport={"width": width, "height": 800})
        shown.tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        assert shown.tab.evaluate("document.documentElement.scrollWidth") <= width


def test_print_has_all_tasks_and_no_controls(briefing: Shown) -> None:
    briefing.tab.emulate_media(media="print")
    assert not briefing.tab.is_visible("#filter")
    assert briefing.tab.is_visible("li.task >> nth=10")
    overflow = "getComputedStyle(document.querySelector('#notice')).overflowY"
    assert briefing.tab.evaluate(overflow) == "visible"


def test_without_tasks_it_says_so(open_page: Any) -> None:  # noqa: ANN401
    shown = open_page((ROOT / "samples" / "ward-reception-schedule.txt").read_text("utf-8"))
    assert "It assigns nothing to anybody." in shown.tab.inner_text("#tasks")
    assert shown.messages == []
