"""The parse: one Doc that quotes the article, cut at line ends, blind to furniture."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import language
from onrecord.article import Article, find_lines
from onrecord.language import is_gap, load_model, paragraphs, parse

pytestmark = pytest.mark.model

HEADLINE = "Council splits over harbour sale"
BODY = "The council voted on Monday. Mayor Reyk said that it was over."
LATER = "Ellen Maro disagreed."
WORDS = st.sampled_from(
    ["Reyk", "said", "the sale", "“", "”", "'", '"', ".", ". ", "?", "\n", "\n\n", " ", "\t",
     "\u00a0", "\u3000", "Share this article\n", "By Ada Lind\n", "🚢", "e\u0301", "עברית",
     "\u202e", "\u200b", "...", "www.x.y/z", "1,000"]
)  # fmt: skip


def parsed_text(text):
    return parse(text, find_lines(Article(text=text)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=5))))
def test_any_text_is_kept_whole_and_every_token_quotes_it(words):
    text = "".join(words)
    doc = parsed_text(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@pytest.mark.parametrize("text", ["", "\n", " \n ", "Share this article", f"\n\n{BODY}\n\n"])
def test_text_with_little_or_nothing_to_parse_is_kept_whole(text):
    doc = parsed_text(text)
    assert doc.text == text
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)


def test_no_sentence_runs_across_two_lines():
    text = f"{HEADLINE}\nwhich the town\nhas wanted for years {BODY}\n\n{LATER}"
    lines = find_lines(Article(text=text))
    sentences = [s for s in parse(text, lines).sents if not is_gap(s[0])]
    assert len(sentences) >= 4
    for sentence in sentences:
        inside = (lines["start"] <= sentence.start_char) & (sentence.end_char <= lines["end"])
        assert inside.sum() == 1, sentence.text


def test_furniture_and_credits_lie_in_space_tokens_that_no_rule_reads():
    text = (
        f"{HEADLINE}\nBy Ada Lind\nPhoto: Bo Ek\n{BODY}\nFollow us on Harbourgram\n{LATER}\nShare"
    )
    doc = parsed_text(text)
    between = [token for token in doc if is_gap(token)]
    assert [token.text.strip() for token in between] == [
        "By Ada Lind\nPhoto: Bo Ek",
        "Follow us on Harbourgram",
        "Share",
    ]
    assert {(token.pos_, token.ent_type_, len(list(token.children))) for token in between} == {
        ("SPACE", "", 0)
    }


def test_paragraphs_are_the_lines_between_line_ends_and_furniture():
    text = f"{HEADLINE}\nBy Ada Lind\n{BODY}\n\n  {LATER}\nShare"
    assert [p.text for p in paragraphs(parsed_text(text))] == [HEADLINE, BODY, LATER]


@pytest.mark.parametrize(
    "text, cuts",
    [
        (
            "One came. Two came! “Three came?” Four came.",
            ["One came. Two came! ", "“Three came?” Four came."],
        ),
        ("one came and two came and three came", ["one came and two ", "came and three came"]),
        ("one", ["one"]),
    ],
)
def test_an_over_long_line_is_cut_after_a_sentence_or_else_at_white_space(monkeypatch, text, cuts):
    monkeypatch.setattr(language, "PIECE", 24 if "." in text else 20)
    assert [text[a:b] for a, b in language._pieces(text, 0, len(text))] == cuts


def test_a_line_cut_for_its_length_keeps_its_sentences(monkeypatch):
    text = "The council voted. " * 20 + "The mayor left."
    whole = [sentence.text.strip() for sentence in parsed_text(text).sents]
    monkeypatch.setattr(language, "PIECE", 100)
    assert [sentence.text.strip() for sentence in parsed_text(text).sents] == whole
    assert len(whole) == 21


def test_an_endless_word_is_cut_wherever_it_stands():
    text = f"See {'x' * 1200} there."
    doc = parsed_text(text)
    assert doc.text == text
    assert max(len(token) for token in doc) == 500


def test_the_pipeline_is_loaded_once():
    assert load_model() is load_model()


def test_a_pipeline_that_is_not_installed_is_named_with_the_command_that_installs_it():
    message = r"'xx_none_lg' is not installed; run: python -m spacy download xx_none_lg"
    with pytest.raises(ValueError, match=message):
        load_model("xx_none_lg")


def test_without_any_pipeline_the_message_names_the_pinned_one(monkeypatch):
    monkeypatch.delenv("ONRECORD_MODEL", raising=False)
    monkeypatch.setattr(language, "MODELS", ("xx_none_sm", "xx_none_sm_repacked"))
    language._load.cache_clear()
    with pytest.raises(
        ValueError, match=r"'xx_none_sm' is not .* pip install xx_none_sm_repacked==3"
    ):
        load_model()
    language._load.cache_clear()


def test_the_environment_names_the_pipeline_for_every_call_that_names_none(monkeypatch):
    monkeypatch.setenv("ONRECORD_MODEL", "xx_none_md")
    with pytest.raises(ValueError, match="'xx_none_md' is not installed"):
        parsed_text(BODY)
    monkeypatch.setenv("ONRECORD_MODEL", "")
    assert parsed_text(BODY).text == BODY


@pytest.mark.parametrize(
    "code, pipes, message",
    [
        (
            "de",
            ["parser"],
            r"of language 'de' with \['parser'\]; name an English one with a parser",
        ),
        ("en", [], r"of language 'en' with \[\]; name an English one with a parser"),
    ],
)
def test_a_pipeline_of_another_language_or_without_parser_is_refused(
    tmp_path, code, pipes, message
):
    import spacy

    nlp = spacy.blank(code)
    for pipe in pipes:
        nlp.add_pipe(pipe)
    nlp.initialize()
    nlp.to_disk(tmp_path / "pipe")
    with pytest.raises(ValueError, match=message):
        load_model(str(tmp_path / "pipe"))
