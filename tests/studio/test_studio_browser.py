"""What an editor does in the studio, done in a real browser, on a small dispatch with the Piper voice: one test for each."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_page import line, saved, script_of
from playwright.sync_api import Browser, Page, expect
from studio_samples import Client, running

from browsing import accessible, chromium
from samples import tree

pytestmark = pytest.mark.speech


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def joes(workspace: Path, small: Path) -> Iterator[Client]:
    """A studio whose narrator is Joe, the Piper voice."""
    file = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    file.write_text(file.read_text("utf-8").replace('"tony"', '"joe"'), "utf-8")
    with running(workspace) as client:
        yield client


@pytest.fixture
def page(browser: Browser, joes: Client) -> Iterator[Page]:
    """The studio's first page, opened by its address; whatever goes wrong in the page fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None
    )
    page.goto(joes.studio.own.opening_url)
    page.wait_for_url(re.compile(r"/$"))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def desk(page: Page) -> Page:
    """The small dispatch, opened."""
    page.get_by_role("link", name=re.compile("A Small Day")).click()
    page.locator(".line").first.wait_for(timeout=30_000)
    return page


def _scripts(workspace: Path) -> dict[str, bytes]:
    return tree(workspace / "feeds" / "daily-dispatch" / "scripts")


def _file(workspace: Path) -> str:
    return _scripts(workspace)["dispatch-007.md"].decode()


def _playing(page: Page) -> Any:
    return page.locator("body[data-player=playing]")


def test_1_the_list_shows_each_dispatch_with_its_state_and_opens_one(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("The Daily Dispatch")
    row = page.get_by_role("link", name=re.compile("A Small Day"))
    expect(row).to_contain_text("No. 7")
    expect(row.locator(".state")).to_have_text("new")
    row.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A Small Day")
    line(page, "Two things happened").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.type(" Yes.")
    page.keyboard.press("Escape")
    saved(page)
    page.get_by_role("link", name="All dispatches").click()
    expect(page.get_by_role("link", name=re.compile("A Small Day")).locator(".state")).to_have_text(
        "script saved"
    )


def test_2_the_script_stands_as_it_will_air_with_its_sources_beside_it(desk: Page) -> None:
    expect(desk.locator(".chapter-title").nth(1)).to_have_text("Harbour news")
    expect(desk.locator("#chapters .time").first).to_have_text(re.compile(r"^\d+:\d\d$"))
    expect(desk.locator("#length")).to_contain_text("about")
    line(desk, "for the first time in 12 years").click()
    desk.keyboard.press("Escape")
    card = desk.locator(".source.cited")
    expect(card).to_contain_text("The harbour froze on Tuesday for the first time in 12 years.")
    expect(card).to_contain_text("The ice keeps 40 boats from leaving")
    expect(card.get_by_role("link", name="example.org/harbour")).to_have_attribute(
        "href", "https://example.org/harbour"
    )
    before = desk.evaluate("studio.store.doc.seconds")
    left = desk.evaluate("studio.store.doc.left_out.map((one) => one.text)")
    desk.locator("details.left summary").first.click()
    button = desk.get_by_role("button", name=re.compile("^Tell: ")).first
    told = (button.get_attribute("aria-label") or "").removeprefix("Tell: ")
    button.click()
    saved(desk)
    assert any(told.rstrip(".") in text for text in script_of(desk))
    assert len(desk.evaluate("studio.store.doc.left_out")) == len(left) - 1
    assert desk.evaluate("studio.store.doc.seconds") > before


def test_3_a_click_plays_from_here_words_light_up_and_nothing_moves(desk: Page) -> None:
    first = line(desk, "Ann Example reports")
    place = first.bounding_box()
    desk.evaluate(
        """() => {
          window.heard = (async () => {
            const words = new Set();
            const lines = new Set();
            const until = performance.now() + 40000;
            while (lines.size < 2 && performance.now() < until) {
              for (const range of CSS.highlights.get("said")) {
                words.add(range.toString());
                lines.add(range.startContainer.parentElement.textContent.trim());
              }
              await new Promise(requestAnimationFrame);
            }
            return { words: [...words], lines: [...lines], clock: studio.player.context().currentTime };
          })();
        }"""
    )
    first.click()
    _playing(desk).wait_for(timeout=30_000)
    heard = desk.evaluate("window.heard")
    assert heard["clock"] > 1
    # A machine that is busy shows not every word; those that are shown are the line's.
    assert (
        len(
            {"Ann", "Example", "reports", "harbour", "froze", "Tuesday"}
            & {word.strip(".,") for word in heard["words"]}
        )
        >= 4
    )
    assert heard["lines"][0].startswith("Ann Example reports")
    assert len(heard["lines"]) == 2, "the next line follows by itself"
    assert first.bounding_box() == place
    # The sound itself: what was decoded is as long as was told, and not silent.
    loudest, seconds, told = desk.evaluate(
        """async () => {
          const place = [...studio.model.lines(studio.store.doc)].find(({ line }) => line.text.startsWith("Ann Example"));
          const take = await studio.player.take({ line: { text: place.line.text, words: [], kind: "narration" } });
          return [take.buffer.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0), take.buffer.duration, take.seconds];
        }"""
    )
    assert loudest > 0.1
    assert seconds == pytest.approx(told, abs=0.02)
    desk.keyboard.press("Space")
    expect(desk.locator("body")).to_have_attribute("data-player", "stopped")
    # What was heard once is there at once.
    first.click()
    _playing(desk).wait_for()
    assert int(desk.locator("body").get_attribute("data-first-sound") or "9999") < 300
    desk.keyboard.press("Escape")


def test_4a_lines_are_edited_split_joined_moved_deleted_added_undone_and_saved(
    desk: Page, workspace: Path
) -> None:
    before = script_of(desk)
    target = line(desk, "The harbour froze.")
    target.click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" All of it. Even the pier.")
    desk.keyboard.press("Escape")
    saved(desk)
    expect(line(desk, "Even the pier.")).to_be_visible()
    at = before.index("The harbour froze.")
    assert script_of(desk)[at : at + 3] == ["The harbour froze.", "All of it.", "Even the pier."]
    assert "The harbour froze.\nAll of it.\nEven the pier.\n" in _file(workspace)
    desk.keyboard.press("j")
    saved(desk)
    assert "The harbour froze. All of it." in script_of(desk)[at]
    desk.keyboard.press("Control+z")
    desk.keyboard.press("Alt+ArrowDown")
    saved(desk)
    assert script_of(desk)[at : at + 2] == ["All of it.", "The harbour froze."]
    desk.keyboard.press("Delete")
    saved(desk)
    assert "The harbour froze." not in script_of(desk)
    desk.keyboard.press("a")
    desk.keyboard.type("Nobody saw it.")
    desk.keyboard.press("Escape")
    saved(desk)
    assert "Nobody saw it." in _file(workspace)
    desk.keyboard.press("q")
    saved(desk)
    assert "> Nobody saw it." in _file(workspace)
    desk.keyboard.press("a")
    desk.keyboard.press("Escape")
    assert "…" not in "".join(script_of(desk)), "a line that got no words is none"
    changed = script_of(desk)
    for _ in range(20):
        desk.keyboard.press("Control+z")
    saved(desk)
    assert script_of(desk) == before
    for _ in range(20):
        desk.keyboard.press("Control+Shift+z")
    saved(desk)
    assert script_of(desk) == changed
    desk.reload()
    desk.locator(".line").first.wait_for()
    assert script_of(desk) == changed


def test_4b_enter_parts_a_line_and_backspace_joins_it(desk: Page) -> None:
    before = script_of(desk)
    line(desk, "Two things happened today.").dblclick()
    expect(desk.locator("body[data-player=playing], body[data-player=waiting]")).to_have_count(0)
    desk.keyboard.press("Control+Home")
    for _ in range(len("Two things")):
        desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    saved(desk)
    assert {"Two things", "happened today."} <= set(script_of(desk))
    desk.keyboard.press("Control+Home")
    desk.keyboard.press("Backspace")
    desk.keyboard.press("Escape")
    saved(desk)
    assert script_of(desk) == before


def test_4c_chapters_begin_end_are_named_and_a_source_goes_to_another(desk: Page, workspace: Path) -> None:
    line(desk, "Ice is 8").click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("c")
    title = desk.locator(".chapter-title").nth(2)
    expect(title).to_have_text("New chapter")
    title.fill("The ice")
    title.press("Enter")
    saved(desk)
    assert "## The ice [1]" in _file(workspace)
    desk.keyboard.press("1")
    move = desk.get_by_role("combobox", name="Move source 1 to another chapter")
    move.select_option("In brief")
    saved(desk)
    assert "## The ice" not in _file(workspace)
    assert re.search(r"## In brief \[(2, 1|1, 2)\]", _file(workspace))
    expect(desk.locator("#chapters li")).to_have_count(4)
    desk.locator("#chapters li").nth(1).hover()
    desk.locator("#chapters li").nth(1).get_by_role("button", name="Move chapter down").click()
    saved(desk)
    assert _file(workspace).index("## In brief") < _file(workspace).index("## Harbour news")


def test_4f_a_silence_is_made_longer_and_shorter_and_is_the_voices_own_again(
    desk: Page, workspace: Path
) -> None:
    target = line(desk, "The harbour froze.")
    target.click()
    desk.keyboard.press("Escape")
    rest = desk.locator("#rest")
    usual = rest.text_content() or ""
    before = desk.evaluate("studio.store.doc.seconds")
    for _ in range(8):
        desk.keyboard.press("+")
    saved(desk)
    longer = float((rest.text_content() or "").removesuffix(" s"))
    assert longer == pytest.approx(float(usual.removesuffix(" s")) + 0.8, abs=0.1)
    assert f"The harbour froze. [pause {longer:g}s]\n" in _file(workspace)
    assert desk.evaluate("studio.store.doc.seconds") - before == pytest.approx(longer - 0.35, abs=0.3)
    expect(target).to_have_attribute("data-silence", f"{longer:g} s")
    accessible(desk)
    desk.keyboard.press("-")
    saved(desk)
    assert f"The harbour froze. [pause {longer - 0.1:g}s]\n" in _file(workspace)
    # Steps of one line are undone together.
    desk.keyboard.press("Control+z")
    saved(desk)
    assert "froze. [pause" not in _file(workspace)
    desk.get_by_role("button", name="Longer silence after the line").click()
    saved(desk)
    assert "froze. [pause" in _file(workspace)
    desk.get_by_role("button", name=re.compile("of silence after the line, set here")).click()
    saved(desk)
    assert "froze. [pause" not in _file(workspace)
    expect(rest).to_have_text(usual)


def _more(page: Page, text: str, more: str) -> None:
    """Writes more behind a line."""
    line(page, text).click()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {more}")
    page.keyboard.press("Escape")


def test_4d_what_overlaps_with_another_hand_is_shown_beside_and_nothing_is_lost(
    desk: Page, workspace: Path
) -> None:
    path = workspace / "feeds" / "daily-dispatch" / "scripts" / "dispatch-007.md"
    _more(desk, "Two things happened", "One.")
    saved(desk)
    # The page looks every few seconds; what it has not seen yet is what an editor runs into.
    desk.evaluate("studio.store.look = async () => {}")
    theirs = _file(workspace).replace("Two things happened today.", "Two things were.")
    path.write_text(theirs.replace("The baker came back.", "The baker is back."), "utf-8")
    _more(desk, "Two things happened", "Two.")
    dialog = desk.get_by_role("dialog", name="Changed by somebody else")
    dialog.wait_for()
    expect(dialog.locator("#theirs .minus")).to_have_text(["Two things were."])
    expect(dialog.locator("#mine .plus")).to_contain_text(["Two things happened today."])
    # What does not overlap is in both.
    expect(dialog.locator("#mine")).to_contain_text("The baker is back.")
    accessible(desk)
    assert "Two." not in _file(workspace)
    dialog.get_by_role("button", name="Keep yours").click()
    saved(desk)
    assert "Two things happened today.\nTwo." in _file(workspace)
    assert "The baker is back." in _file(workspace)
    desk.keyboard.press("Control+z")
    saved(desk)
    assert "Two things were." in _file(workspace)
    assert "The baker is back." in _file(workspace)


def test_4g_what_two_editors_change_at_once_is_merged_and_told_and_undo_takes_back_the_own_alone(
    desk: Page, workspace: Path
) -> None:
    _more(desk, "Two things happened", "One.")
    saved(desk)
    other = desk.context.new_page()
    other.goto(desk.url)
    other.locator(".line").first.wait_for()
    for page in (desk, other):
        page.evaluate("studio.store.look = async () => {}")
    _more(other, "The baker came back.", "He smiles.")
    line(other, "Ice is 8").click()
    other.keyboard.press("Escape")
    other.keyboard.press("+")
    saved(other)
    desk.bring_to_front()
    _more(desk, "Two things happened", "Two.")
    line(desk, "The harbour froze.").click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Delete")
    notice = desk.locator("#notice")
    expect(notice).to_contain_text("Their changes and yours are both kept.")
    notice.locator("summary").click()
    expect(notice).to_contain_text("“He smiles.”")
    accessible(desk)
    saved(desk)
    assert not desk.locator("dialog[open]").count()
    text = _file(workspace)
    assert "Two things happened today.\nTwo.\nOne.\nThe baker came back.\nHe smiles." in text
    assert "pier. [pause" in text
    assert "".join(script_of(desk)).count("He smiles.") == 1
    notice.get_by_role("button", name="I have seen it").click()
    expect(notice).to_be_hidden()
    for _ in range(8):
        desk.keyboard.press("Control+z")
    saved(desk)
    text = _file(workspace)
    assert "Two things happened today.\nThe harbour froze.\nThe baker came back.\nHe smiles." in text
    assert "pier. [pause" in text


def test_4e_two_tabs_lose_nothing(desk: Page, workspace: Path) -> None:
    other = desk.context.new_page()
    other.goto(desk.url)
    other.locator(".line").first.wait_for()
    line(other, "Two things happened").dblclick()
    other.keyboard.press("Control+End")
    other.keyboard.type(" Here.")
    other.keyboard.press("Escape")
    saved(other)
    desk.bring_to_front()
    expect(line(desk, "Here.")).to_be_visible(timeout=10_000)
    assert script_of(desk) == script_of(other)
    desk.keyboard.press("d")
    dialog = desk.get_by_role("dialog", name="Changed since it was composed")
    expect(dialog.locator(".plus")).to_contain_text(["Here."])


def test_5_a_word_is_settled_from_the_worklist_heard_and_said_so(desk: Page, workspace: Path) -> None:
    line(desk, "The baker came back").dblclick()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" So did Zorblax's dog.")
    desk.keyboard.press("Escape")
    saved(desk)
    desk.get_by_role("tab", name=re.compile("Checks")).click()
    desk.get_by_role("button", name=re.compile("^Zorblax’?'?s?")).first.click()
    expect(desk.get_by_role("tab", name="Words")).to_have_attribute("aria-selected", "true")
    pane = desk.locator("#pane-word")
    expect(pane.locator(".headword")).to_contain_text("guessed")
    expect(pane.locator(".headword b")).to_have_text("Zorblax")
    pane.get_by_role("button", name="Hear: As it is").click()
    _playing(desk).wait_for(timeout=30_000)
    pane.get_by_label("How", exact=True).select_option("respelling")
    pane.get_by_label("How it is said").fill("ZOR-blacks")
    expect(pane.locator("#said-preview")).to_contain_text("Zorblacks")
    pane.get_by_role("button", name="Hear it as written below").click()
    accessible(desk)
    pane.get_by_role("button", name="this line").click()
    expect(pane).to_contain_text("set in this line")
    saved(desk)
    assert "So did [Zorblax](Zorblacks)'s dog." in _file(workspace)
    desk.keyboard.press("Control+z")
    saved(desk)
    pane.get_by_label("How", exact=True).select_option("respelling")
    pane.get_by_label("How it is said").fill("ZOR-blacks")
    pane.get_by_role("button", name="the feed").click()
    expect(pane).to_contain_text("lexicon.toml")
    lexicon = workspace / "feeds" / "daily-dispatch" / "lexicon.toml"
    assert lexicon.read_text("utf-8") == 'Zorblax = {respelling = "ZOR-blacks"}\n'
    expect(pane).to_contain_text("read by lexicon:Zorblax")
    desk.get_by_role("tab", name=re.compile("Checks")).click()
    expect(desk.locator("#pane-checks")).to_contain_text("None: every word is in a dictionary or a lexicon.")


def test_6_what_a_check_finds_is_told_with_its_line_and_mended(desk: Page) -> None:
    target = line(desk, "Ice is 8")
    target.dblclick()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Ice is 9 cm thick at the pier.")
    desk.keyboard.press("Escape")
    saved(desk)
    desk.keyboard.press("3")
    found = desk.locator("#pane-checks .finding", has_text="number")
    expect(found).to_contain_text("9 cm")
    expect(found).to_contain_text("write the figure as the source has it")
    found.click()
    expect(line(desk, "Ice is 9 cm")).to_have_attribute("aria-current", "true")
    line(desk, "Ice is 9 cm").dblclick()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Ice is 8 cm thick at the pier.")
    desk.keyboard.press("Escape")
    saved(desk)
    expect(desk.locator("#pane-checks")).to_contain_text("every sentence can be followed")


def test_7_an_episode_is_built_with_its_progress_heard_approved_and_published(
    desk: Page, workspace: Path, public: Path
) -> None:
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    there = workspace / "listeners"
    there.mkdir()
    settings.write_text(f"{settings.read_text('utf-8')}review = true\npublish = '{there}'\n", "utf-8")
    desk.keyboard.press("b")
    expect(desk.locator(".making li").first).to_contain_text("Opening", timeout=15_000)
    desk.get_by_role("button", name="Stop").click()
    expect(desk.locator("#view-episode")).to_contain_text("The build was stopped", timeout=20_000)
    desk.get_by_role("button", name="Build", exact=True).first.click()
    desk.locator(".making li").first.wait_for()
    expect(desk.locator(".stages li").first).to_contain_text("Writing the script")
    accessible(desk)
    audio = desk.locator("audio")
    audio.wait_for(timeout=90_000)
    expect(desk.locator(".wave polyline.loudness")).to_have_count(1, timeout=30_000)
    expect(desk.locator("#figures")).to_contain_text("LUFS", timeout=30_000)
    assert not (public / "feed.xml").exists()
    desk.locator(".marks button", has_text="Harbour news").click()
    expect(desk.locator(".marks [aria-current]")).to_contain_text("Harbour news")
    expect(desk.locator(".transcript .said")).to_have_count(1, timeout=10_000)
    assert audio.evaluate("(one) => one.currentTime") > 10
    accessible(desk)
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.locator("#episode-status")).to_contain_text("In public/", timeout=60_000)
    assert "dispatch-007" in (public / "feed.xml").read_text("utf-8")
    expect(desk.locator("#published")).to_be_visible(timeout=60_000)
    assert (there / "feed.xml").read_bytes() == (public / "feed.xml").read_bytes()
    accessible(desk)
    desk.goto(desk.url.split("/feeds")[0])
    expect(desk.locator(".state.published")).to_have_count(1)


def test_8_voices_are_compared_on_a_line_and_chosen(desk: Page, workspace: Path) -> None:
    line(desk, "Two things happened").click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("4")
    for name in ("Joe", "Tony Tone"):
        with desk.expect_response(re.compile("/say")) as answer:
            desk.get_by_role("button", name=f"Hear the line by {name}").click()
        assert answer.value.json()["voice"] == name
        expect(desk.locator("body")).to_have_attribute("data-player", "stopped", timeout=20_000)
    before = desk.locator("#length").text_content()
    desk.get_by_role("radio", name=re.compile("Tony")).check()
    expect(desk.locator("#length")).not_to_have_text(before or "")
    expect(line(desk, "Tony")).to_be_visible()
    desk.get_by_label("Sound").select_option("plain")
    desk.get_by_label("Length").select_option("headlines")
    desk.get_by_role("button", name="Make these the feed’s").click()
    expect(desk.locator("#chosen")).to_contain_text("feed.toml")
    text = (workspace / "feeds" / "daily-dispatch" / "feed.toml").read_text("utf-8")
    assert 'narrator = "tony"' in text
    assert 'sound = "plain"' in text
    assert 'length = "headlines"' in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_page_can_be_used_by_everybody(desk: Page, scheme: Any, width: int) -> None:
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    desk.set_viewport_size({"width": width, "height": 740})
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    for key in "1234":
        desk.keyboard.press(key)
        accessible(desk)
    desk.keyboard.press("Escape")
    desk.locator("#script").focus()
    desk.keyboard.press("?")
    accessible(desk)
    desk.keyboard.press("Escape")
    desk.keyboard.press("e")
    desk.get_by_role("heading", name="No episode yet").wait_for()
    accessible(desk)
    desk.goto(desk.url.split("/feeds")[0])
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    accessible(desk)


def test_everything_can_be_done_by_keys_alone(desk: Page) -> None:
    lines = script_of(desk)
    desk.locator("#script").focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    current = desk.locator(".line[aria-current=true]")
    expect(current).to_have_text(re.compile(re.escape(lines[2])))
    expect(current).to_be_focused()
    desk.keyboard.press("Space")
    _playing(desk).wait_for(timeout=30_000)
    desk.keyboard.press("Space")
    desk.keyboard.press("ArrowRight")
    expect(desk.locator(".chip[aria-pressed=true]")).to_be_focused()
    # Letters do nothing where the script is not what is worked on.
    desk.keyboard.press("a")
    desk.keyboard.press("Delete")
    assert script_of(desk) == lines


def test_the_text_of_a_dispatch_runs_no_script(desk: Page, small: Path) -> None:
    hurt = "<img src=x onerror=document.title=1>"
    text = small.read_text("utf-8")
    small.write_text(
        text.replace("The harbour froze on Tuesday", f"{hurt} The harbour froze on Tuesday"), "utf-8"
    )
    desk.reload()
    desk.locator(".line").first.wait_for(timeout=30_000)
    line(desk, "harbour").click()
    expect(desk.locator("#pane-sources").or_(desk.locator("#script"))).to_have_count(2)
    assert desk.locator("main img").count() == 0
    assert desk.title().startswith("A Small Day")


def test_whatever_is_done_to_a_script_it_stays_one_that_can_be_saved(desk: Page, workspace: Path) -> None:
    told = desk.evaluate(
        """async () => {
          const { model, store } = studio;
          let seed = 7;
          const chance = (most) => (seed = (seed * 48271) % 2147483647) % most;
          const acts = ["split", "join", "move", "remove", "add", "quote", "paragraph", "chapter", "moveSource", "setText", "silence", "sayWord", "tell", "moveChapter"];
          const faults = [];
          for (let nth = 0; nth < 400; nth++) {
            const act = acts[chance(acts.length)];
            store.change((doc) => {
              const all = [...model.lines(doc)];
              const { line } = all[chance(all.length)];
              const words = (one) => [...model.lines(one)].map(({ line }) => line.text).sort().join("|");
              const before = words(doc);
              if (act === "split") model.split(doc, line.id, chance(line.text.length + 1));
              else if (act === "move") model.move(doc, line.id, chance(2) ? 1 : -1);
              else if (act === "add") model.add(doc, line.id, `New ${nth}.`);
              else if (act === "setText") model.setText(doc, line.id, `${line.text.slice(0, 5 + chance(20)).trim()} and ${nth}.`);
              else if (act === "silence") model.silence(doc, line.id, chance(3) ? chance(30) / 10 : null);
              else if (act === "sayWord") model.sayWord(doc, line.id, 0, line.text.search(/ |$/), { spoken: "so", phonemes: "" });
              else if (act === "tell" && doc.left_out.length) model.tell(doc, 0, line.id);
              else if (act === "moveChapter" && doc.chapters.length > 1) model.moveChapter(doc, 0, 1);
              else if (act === "moveSource" && doc.chapters.length > 1 && doc.chapters[0].sources.length) model.moveSource(doc, doc.chapters[0].sources[0], 0, 1);
              else if (["join", "remove", "quote", "paragraph", "chapter"].includes(act)) model[act](doc, line.id);
              const ids = [...model.lines(doc)].map(({ line }) => line.id);
              if (new Set(ids).size !== ids.length) faults.push([act, "two lines of one id"]);
              if (doc.chapters.some((one) => !one.blocks.length || one.blocks.some((block) => !block.lines.length))) faults.push([act, "an empty chapter or paragraph"]);
              if (["move", "quote", "paragraph", "chapter", "moveSource", "moveChapter", "sayWord", "silence"].includes(act) && words(doc) !== before) faults.push([act, "words were lost"]);
            });
            if (nth % 40 === 0) await store.save();
            if (store.status === "unsaved" || store.conflict) faults.push([act, document.getElementById("saved").textContent]);
            if (faults.length) return faults;
          }
          await store.save();
          return faults;
        }"""
    )
    assert told == []
    saved(desk)
    kept = script_of(desk)
    desk.reload()
    desk.locator(".line").first.wait_for()
    assert script_of(desk) == kept
