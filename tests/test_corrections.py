"""The correction log: nothing is lost, nothing is applied that no longer fits."""

import json
import subprocess
import sys

import pytest

from onrecord import annotate, read_article, read_text
from onrecord.corrections import correct as correct_layer
from onrecord.corrections import read_corrections, usable, write_correction
from onrecord.tables import table

from .conftest import ARTICLES

ROW = {
    "id": "a4", "source": "p0", "cue": "say", "cue_class": "neutral", "negated": False,
    "manner": "mixed", "within": "", "rule": "verb+clause",
}  # fmt: skip
SET = {"op": "set", "table": "attributions", "id": "a4", "values": {"manner": "direct"}}


def correct(kind, found, decisions):
    table, _, stale = correct_layer(kind, found, None, decisions, "")
    return table, stale


@pytest.fixture
def found():
    return table("attributions", [ROW])


def test_a_set_changes_the_row_and_says_that_a_hand_did(found):
    corrected, stale = correct("attributions", found, [SET])
    assert corrected.loc[0, ["manner", "rule"]].tolist() == ["direct", "hand"]
    assert stale == []
    assert found.loc[0, "manner"] == "mixed"


def test_a_drop_takes_the_row_away(found):
    corrected, _ = correct(
        "attributions", found, [{"op": "drop", "table": "attributions", "id": "a4"}]
    )
    assert corrected.empty


def test_an_added_row_fills_the_columns_it_leaves_out(found):
    added = {
        "op": "add",
        "table": "attributions",
        "id": "a90",
        "values": {"cue": "say", "manner": "direct", "cue_class": "neutral"},
    }
    corrected, stale = correct("attributions", found, [added])
    assert corrected.set_index("id").loc["a90", ["source", "rule", "negated"]].tolist() == [
        "",
        "hand",
        False,
    ]
    assert stale == []


@pytest.mark.parametrize(
    "decision, message",
    [
        (
            SET | {"seen": {"manner": "indirect"}},
            "manner was 'indirect' when corrected, the rules now say 'mixed'",
        ),
        (SET | {"id": "a5"}, "a5 is no longer found"),
        (SET | {"op": "add"}, "a4 is there already; use op 'set'"),
        (SET | {"values": {"manner": "shouted"}}, "manner: 'shouted'; write one of"),
    ],
)
def test_a_decision_that_no_longer_fits_is_stale_and_not_applied(found, decision, message):
    corrected, stale = correct("attributions", found, [decision])
    assert message in stale[0]
    assert corrected.equals(found)


def test_a_decision_the_rules_have_caught_up_with_is_not_stale(found):
    caught_up = SET | {"values": {"manner": "mixed"}, "seen": {"manner": "indirect"}}
    assert correct("attributions", found, [caught_up])[1] == []


def test_decisions_are_applied_in_the_order_of_the_log(found):
    later = SET | {"values": {"manner": "indirect"}}
    assert correct("attributions", found, [SET, later])[0].loc[0, "manner"] == "indirect"


def test_a_log_that_does_not_exist_yet_is_empty(tmp_path):
    assert read_corrections(tmp_path / "none.jsonl") == []


def test_what_is_written_is_read_back_with_its_line(tmp_path):
    log = tmp_path / "log.jsonl"
    write_correction(log, SET | {"note": "“Türkiye” 🚢"})
    (read,) = read_corrections(log)
    assert len(read.pop("key")) == 12
    assert read == SET | {"note": "“Türkiye” 🚢", "line": "log.jsonl, line 1"}


@pytest.mark.parametrize(
    "decision, message",
    [
        (
            SET | {"op": "rename"},
            r"op 'rename' on table 'attributions'; use \['accept', 'add', 'drop', 'set', 'undo'\]",
        ),
        (SET | {"table": "quotes"}, "op 'set' on table 'quotes'"),
        (SET | {"values": {"maner": "direct"}}, "its columns are"),
        (SET | {"id": 4}, "needs an id and values"),
        (SET | {"values": {}}, "needs an id and values"),
        ({"opp": "set"}, "a decision is an object with some of"),
        ({"op": "undo"}, "op 'undo' on table None"),
        (
            {"op": "set", "table": "article", "id": "article", "values": {"published": "May"}},
            "published='May' is not a date",
        ),
    ],
)
def test_a_decision_nobody_could_follow_is_refused_before_it_is_written(
    tmp_path, decision, message
):
    with pytest.raises(ValueError, match=message):
        write_correction(tmp_path / "log.jsonl", decision)
    assert not (tmp_path / "log.jsonl").exists()


def test_a_truncated_last_line_is_reported_and_the_rest_kept(tmp_path):
    log = tmp_path / "log.jsonl"
    write_correction(log, SET)
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(SET)[:20])
    good, bad = read_corrections(log)
    assert good["id"] == "a4"
    assert "not a whole JSON object" in bad["problem"]


def test_a_line_written_after_a_truncated_one_is_whole(tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text('{"op": "se')
    write_correction(log, SET)
    assert [d.get("op") for d in read_corrections(log)] == [None, "set"]


def writer(log, number, many):
    """Start a process that saves ``many`` decisions and says of each when it is on the disk."""
    code = f"""
from onrecord.corrections import write_correction
for n in range({many}):
    note = f"{number}.{{n}}"
    write_correction({str(log)!r}, {SET!r} | {{"note": note}})
    print(note, flush=True)
"""
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_kill_9_in_the_middle_of_a_thousand_saves_loses_none_that_was_acknowledged(tmp_path):
    log = tmp_path / "log.jsonl"
    process = writer(log, 1, 1000)
    acknowledged = [process.stdout.readline().strip() for _ in range(300)]
    process.kill()
    acknowledged += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    assert 300 <= len(acknowledged) < 1000
    saved = [decision.get("note") for decision in read_corrections(log)]
    assert saved[: len(acknowledged)] == acknowledged
    assert len(saved) <= len(acknowledged) + 1


def test_two_who_write_at_once_lose_nothing(tmp_path):
    log = tmp_path / "log.jsonl"
    processes = [writer(log, number, 200) for number in (1, 2)]
    said = [note for process in processes for note in process.communicate()[0].split()]
    saved = [decision["note"] for decision in read_corrections(log)]
    assert len(saved) == 400
    assert sorted(saved) == sorted(said)
    assert [note for note in saved if note[0] == "1"] == said[:200]


def test_an_undo_is_a_further_line_and_takes_back_all_lines_of_one_decision(tmp_path):
    log, article = tmp_path / "log.jsonl", read_text("Reyk said so.")
    cell = SET | {"values": {"cue": "claim"}, "key": "k1"}
    write_correction(log, SET | {"key": "k1"}, cell)
    write_correction(log, SET | {"key": "k2", "values": {"negated": True}})
    write_correction(log, {"op": "undo", "key": "k1"})
    good, stale = usable(read_corrections(log), article)
    assert ([d["key"] for d in good], stale) == (["k2"], [])
    assert len(log.read_text(encoding="utf-8").splitlines()) == 4


def test_a_line_written_by_hand_has_a_key_and_can_be_undone(tmp_path):
    log, article = tmp_path / "log.jsonl", read_text("Reyk said so.")
    log.write_text(json.dumps(SET) + "\n", encoding="utf-8")
    key = read_corrections(log)[0]["key"]
    write_correction(log, {"op": "undo", "key": key})
    assert usable(read_corrections(log), article) == ([], [])


def test_an_accepted_row_stays_as_it_is_until_the_rules_say_otherwise(found):
    accepted = {"op": "accept", "table": "attributions", "id": "a4", "seen": {"manner": "mixed"}}
    corrected, stale = correct("attributions", found, [accepted])
    assert corrected.equals(found)
    assert stale == []
    changed = table("attributions", [ROW | {"manner": "direct"}])
    assert "the rules now say 'direct'" in correct("attributions", changed, [accepted])[1][0]


@pytest.mark.model
class TestInAnArticle:
    TEXT = "Reyk said the harbour was empty. He laughed.\n"

    def test_a_dropped_attribution_takes_its_spans_along(self):
        notes = annotate(
            read_text(self.TEXT, published="2026-03-04"),
            [{"op": "drop", "table": "attributions", "id": "a5"}],
        )
        assert notes.attributions.empty
        assert not (notes.spans["owner"] == "a5").any()

    def test_a_moved_span_quotes_the_article_again(self):
        moved = {
            "op": "set",
            "table": "spans",
            "id": "a5.content.10",
            "values": {"start": 14, "end": 31},
        }
        notes = annotate(read_text(self.TEXT, published="2026-03-04"), [moved])
        assert notes.spans.set_index("id").loc["a5.content.10", "text"] == "harbour was empty"

    def test_a_corrected_line_is_seen_by_every_later_layer(self):
        furniture = {"op": "set", "table": "lines", "id": "l0", "values": {"kind": "furniture"}}
        notes = annotate(read_text(self.TEXT, published="2026-03-04"), [furniture])
        assert notes.attributions.empty
        assert notes.tone.empty

    def test_another_articles_log_is_not_applied_but_reported(self):
        foreign = {"op": "drop", "table": "attributions", "id": "a5", "article": "0" * 64}
        notes = annotate(read_text(self.TEXT, published="2026-03-04"), [foreign])
        assert len(notes.attributions) == 1
        assert "made on another text" in notes.stale[0]

    def test_a_bad_line_of_the_log_is_reported_with_its_number(self, tmp_path):
        log = tmp_path / "log.jsonl"
        log.write_text('{"op": "rename", "table": "attributions", "id": "a5"}\n')
        notes = annotate(read_text(self.TEXT, published="2026-03-04"), read_corrections(log))
        assert notes.stale == (
            "log.jsonl, line 1: op 'rename' on table 'attributions'; use ['accept', 'add', 'drop', "
            "'set', 'undo'] on ['actors', 'article', 'attributions', 'events', 'lines', 'spans', "
            "'stances', 'times', 'tone']",
        )


LOGS = sorted((ARTICLES.parent / "corrections").rglob("*.jsonl"))


@pytest.mark.model
@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_the_rules_still_say_what_every_shipped_decision_saw(log):
    article = read_article(ARTICLES / f"{log.name.partition('.')[0]}.txt")
    assert annotate(article, read_corrections(log)).stale == ()
