"""The bench: every button a decision on the disk, every decision seen by the later layers."""

import json

import pytest

from onrecord import read_text, widgets
from onrecord.review import Review

pytestmark = pytest.mark.model
TEXT = (
    "Ellen Maro said on Monday that the 🚢 ferry had sunk. "
    "Reyk condemned the sale. Its owner, Ellen Maro, denied it. The gulls were loud.\n"
)


@pytest.fixture
def desk(tmp_path):
    return Review(read_text(TEXT, published="2026-03-04"), tmp_path / "log.jsonl", by="ann")


def place(role, words):
    return [role, TEXT.index(words), TEXT.index(words) + len(words)]


def row(desk, kind, key):
    return getattr(desk.notes, kind).set_index("id").loc[key]


def said(desk):
    return desk.notes.attributions["id"].tolist()


def log(desk):
    return [json.loads(line) for line in desk.path.read_text(encoding="utf-8").splitlines()]


def test_a_decision_says_who_when_on_which_article_and_what_was_seen(desk):
    first = said(desk)[0]
    desk.do({"do": "accept", "id": first, "note": "heard it"})
    (line,) = log(desk)
    assert (line["op"], line["id"], line["by"], line["note"]) == (
        "accept",
        first,
        "ann",
        "heard it",
    )
    assert line["article"] == desk.article.sha256
    assert line["when"].endswith("+00:00")
    assert line["seen"]["cue"] == "say"


def test_a_rejected_finding_is_gone_and_its_events_are_the_articles_own(desk):
    first = said(desk)[0]
    carried = desk.notes.events.query("attested_by == @first")["id"].tolist()
    assert carried
    desk.do({"do": "reject", "id": first})
    assert first not in said(desk)
    assert {row(desk, "events", key)["attested_by"] for key in carried} == {"article"}
    moved = desk.changed[desk.changed["table"] == "events"]
    assert set(carried) <= set(moved["id"])


def test_an_edit_changes_the_cells_that_differ_only(desk):
    first = said(desk)[0]
    desk.do({"do": "edit", "id": first, "values": {"manner": "direct", "cue": "say"}})
    assert row(desk, "attributions", first)["manner"] == "direct"
    assert log(desk)[0]["values"] == {"manner": "direct"}
    assert desk.do({"do": "edit", "id": first, "values": {"cue": "say"}}) == "Nothing was changed."
    assert len(log(desk)) == 1


def test_an_edited_time_value_moves_its_days_and_the_events_dated_by_it(desk):
    time = desk.notes.times["id"].iloc[0]
    desk.do({"do": "edit", "id": time, "values": {"value": "2026-02-23"}})
    assert row(desk, "times", time)["earliest"] == "2026-02-23"
    assert "2026-02-23" in set(desk.notes.events["earliest"])


def test_a_day_that_is_none_is_refused_and_nothing_is_written(desk):
    event = desk.notes.events["id"].iloc[0]
    with pytest.raises(ValueError, match="'soon' is not a date"):
        desk.do({"do": "edit", "id": event, "values": {"earliest": "soon"}})
    assert not desk.path.exists()


def test_words_chosen_after_an_emoji_make_an_attribution_that_quotes_them(desk):
    words = [place("source", "The gulls"), place("cue", "were"), place("content", "loud")]
    desk.do({"do": "words", "words": words})
    key = f"a{TEXT.index('were')}"
    spans = desk.notes.spans[desk.notes.spans["owner"] == key]
    assert sorted(spans["text"]) == ["The gulls", "loud", "were"]
    source = row(desk, "attributions", key)["source"]
    assert row(desk, "actors", source)["name"] == "gulls"
    assert row(desk, "attributions", key)["rule"] == "hand"


def test_other_words_given_to_a_finding_replace_those_of_the_same_role(desk):
    first = said(desk)[0]
    words = [place("content", "ferry had sunk"), place("source", "Reyk")]
    desk.do({"do": "words", "words": words, "id": first})
    spans = desk.notes.spans[desk.notes.spans["owner"] == first].set_index("role")["text"]
    assert spans.to_dict() == {"content": "ferry had sunk", "source": "Reyk", "cue": "said"}
    assert row(desk, "actors", row(desk, "attributions", first)["source"])["name"] == "Reyk"


@pytest.mark.parametrize(
    "words, kind, cells",
    [
        ([("event", "loud")], "events", {"label": "loud", "status": "asserted"}),
        ([("timex", "The gulls")], "times", {"type": "DATE", "value": "XXXX-XX-XX"}),
        ([("mention", "The gulls")], "actors", {"name": "The gulls", "named": True}),
        (
            [("evidence", "The gulls were loud"), ("target", "Reyk")],
            "stances",
            {"holder": "article", "polarity": "neutral", "confidence": 1.0},
        ),
    ],
)
def test_the_role_of_the_words_says_which_layer_they_are_added_to(desk, words, kind, cells):
    before = len(getattr(desk.notes, kind))
    desk.do({"do": "words", "words": [place(*word) for word in words]})
    assert len(getattr(desk.notes, kind)) == before + 1
    by_hand = getattr(desk.notes, kind).query("rule == 'hand'").iloc[0]
    assert by_hand[list(cells)].to_dict() == cells
    assert desk.notes.stale == ()


def test_words_that_begin_no_finding_are_refused(desk):
    with pytest.raises(ValueError, match="a finding begins with one of"):
        desk.do({"do": "words", "words": [place("content", "loud")]})


def test_two_actors_merged_are_one_in_every_later_layer(desk):
    names = desk.notes.actors.set_index("name")["id"]
    desk.do({"do": "merge", "id": names["Reyk"], "into": names["Ellen Maro"]})
    assert names["Reyk"] not in set(desk.notes.actors["id"])
    assert set(desk.notes.attributions["source"]) == {names["Ellen Maro"]}
    desk.do({"do": "undo"})
    assert desk.notes.actors.set_index("name")["id"].equals(names)


def test_a_mention_chosen_anew_is_split_off_from_its_actor(desk):
    maro = desk.notes.actors.set_index("name").loc["Ellen Maro", "id"]
    mentions = desk.notes.spans[desk.notes.spans["owner"] == maro]
    assert len(mentions) > 1
    start, end = mentions[["start", "end"]].iloc[-1]
    desk.do({"do": "words", "words": [["mention", int(start), int(end)]]})
    split = desk.notes.spans.query("start == @start and role == 'mention'")["owner"].tolist()
    assert split == [f"p{start}"]
    assert desk.notes.stale == ()


def test_a_mention_given_to_the_actor_that_has_it_is_taken_off(desk):
    maro = desk.notes.actors.set_index("name").loc["Ellen Maro", "id"]
    mentions = desk.notes.spans[desk.notes.spans["owner"] == maro]
    start, end = mentions[["start", "end"]].iloc[-1]
    desk.do({"do": "words", "id": maro, "words": [["mention", int(start), int(end)]]})
    assert (desk.notes.spans["owner"] == maro).sum() == len(mentions) - 1
    assert not (desk.notes.spans.query("role == 'mention'")["start"] == start).any()


def test_a_source_chosen_with_its_article_is_the_actor_already_there(desk):
    actors = len(desk.notes.actors)
    desk.do({"do": "words", "words": [place("source", "The gulls"), place("cue", "were")]})
    key = desk.notes.actors.set_index("name").loc["gulls", "id"]
    words = [place("source", "The gulls"), place("cue", "loud")]
    desk.do({"do": "words", "words": words})
    assert row(desk, "attributions", f"a{TEXT.index('loud')}")["source"] == key
    assert len(desk.notes.actors) == actors + 1


def test_the_day_of_publication_moves_what_is_reckoned_from_it(desk):
    desk.do({"do": "date", "day": "2026-04-01"})
    assert desk.notes.article.published_from == "correction"
    assert "2026-03-30" in set(desk.notes.times["earliest"])


def test_undo_and_redo_go_back_and_forth_and_never_erase_a_line(desk):
    first = said(desk)[0]
    for what in ("reject", "undo", "redo", "undo"):
        desk.do({"do": what, "id": first})
    assert first in said(desk)
    assert [line["op"] for line in log(desk)] == ["drop", "undo", "drop", "undo"]
    with pytest.raises(ValueError, match="nothing is left to undo"):
        desk.do({"do": "undo"})


def test_what_another_reader_decided_is_read_and_not_undone(desk):
    other = Review(desk.article, desk.path, by="bob")
    first, second = said(desk)[:2]
    other.do({"do": "reject", "id": first})
    desk.do({"do": "reject", "id": second})
    assert not {first, second} & set(said(desk))
    desk.do({"do": "undo"})
    with pytest.raises(ValueError, match="nothing is left to undo"):
        desk.do({"do": "undo"})
    assert first not in said(desk)


@pytest.mark.parametrize("keep", [True, False])
def test_a_stale_decision_is_kept_or_let_go(desk, keep):
    first = said(desk)[0]
    old = {"op": "set", "table": "attributions", "id": first, "values": {"manner": "mixed"}}
    old |= {"seen": {"manner": "direct"}, "article": desk.article.sha256}
    desk.path.write_text(json.dumps(old) + "\n", encoding="utf-8")
    desk.read()
    assert "manner was 'direct' when corrected, the rules now say 'indirect'" in desk.notes.stale[0]
    desk.do({"do": "stale", "line": "log.jsonl, line 1", "keep": keep})
    assert desk.notes.stale == ()
    assert row(desk, "attributions", first)["manner"] == ("mixed" if keep else "indirect")


def test_a_stale_decision_on_what_is_no_longer_found_can_only_be_let_go(desk):
    old = {"op": "drop", "table": "attributions", "id": "a9999"}
    desk.path.write_text(json.dumps(old) + '\n{"op": "se', encoding="utf-8")
    desk.read()
    for number in (1, 2):
        with pytest.raises(ValueError, match="no longer found"):
            desk.do({"do": "stale", "line": f"log.jsonl, line {number}", "keep": True})
        desk.do({"do": "stale", "line": f"log.jsonl, line {number}", "keep": False})
    assert desk.notes.stale == ()


def test_the_log_of_another_article_is_not_applied(desk):
    other = read_text(TEXT.replace("gulls", "terns"), published="2026-03-04")
    desk.do({"do": "reject", "id": said(desk)[0]})
    there = Review(other, desk.path, by="ann")
    assert "made on another text" in there.notes.stale[0]
    assert len(there.notes.attributions) == len(desk.notes.attributions) + 1


@pytest.fixture
def bench(desk):
    return widgets.review(desk.article, desk.path, by="ann").children[0]


def tell(bench, **asked):
    bench._handle_custom_msg(asked, [])
    return bench.state


def test_the_bench_lists_the_least_certain_first_and_what_is_decided(bench):
    work = [row for row in bench.state["work"] if row["table"] == "attributions"]
    assert work == sorted(work, key=lambda row: row["certain"])
    state = tell(bench, do="accept", id=work[0]["id"])
    assert {row["id"]: row["decided"] for row in state["work"]}[work[0]["id"]] == "accepted"
    assert state["message"].startswith(f"Saved: accept {work[0]['id']}")


def test_the_bench_answers_what_cannot_be_saved_with_a_sentence(bench):
    assert tell(bench, do="undo")["message"] == "Not saved: nothing is left to undo"
    assert "'a9' is no longer found" in tell(bench, do="accept", id="a9")["message"]


def test_the_bench_explains_the_finding_looked_at(bench):
    first = bench.state["work"][0]["id"]
    tell(bench, do="look", id=first)
    assert bench.why.startswith(f"{first}: ")


def test_a_rejected_finding_stays_in_the_list_as_rejected(bench):
    first = bench.state["tables"]["attributions"][0]["id"]
    state = tell(bench, do="reject", id=first)
    assert first not in {row["id"] for row in state["tables"]["attributions"]}
    assert {row["id"]: row["decided"] for row in state["work"]}[first] == "rejected"


def test_every_finding_of_every_layer_can_be_explained(bench):
    for row in bench.state["work"]:
        tell(bench, do="look", id=row["id"])
        assert bench.why.startswith(row["id"])


def test_a_desk_opened_anew_finds_every_decision(desk, bench):
    first = bench.state["work"][0]["id"]
    tell(bench, do="accept", id=first)
    again = widgets.review(desk.article, desk.path, by="ann").children[0]
    assert [row["id"] for row in again.state["work"] if row["decided"]] == [first]
    assert again.state["undo"]
