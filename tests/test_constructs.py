"""Every construct of attribution in one sentence, read by the real parser: source, cue, content."""

import pytest

from onrecord import annotate, find_lines, read_text
from onrecord.language import parse
from onrecord.sourcing import find_claims

pytestmark = pytest.mark.model
LEAD = "The harbour sale divides the town\n\nThe town is divided over it.\n\n"
CASES = [  # sentence, [(source, cue, content pieces)], why it is read so
    ("Reyk said that the ferry had sunk.", [("Reyk", "said", "that the ferry had sunk")], "that"),
    ("Reyk said the ferry had sunk.", [("Reyk", "said", "the ferry had sunk")], "no that"),
    ("Maro promised to go to court.", [("Maro", "promised", "to go to court")], "infinitive"),
    ("Maro asked whether it had been read.", [("Maro", "asked", "whether it had been read")], "wh"),
    ("Maro denied hiding the report.", [("Maro", "denied", "hiding the report")], "gerund"),
    (
        "Maro condemned what she called “a sell-out”.",
        [("Maro", "condemned", "what she called “a sell-out”"), ("she", "called", "“a sell-out”")],
        "a clause as object, and the words in it are the same speaker's",
    ),
    (
        "The union criticised the mayor for his haste.",
        [("union", "criticised", "the mayor for his haste")],
        "the object and the charge are what is said",
    ),
    (
        "Maro accused the mayor of fraud.",
        [("Maro", "accused", "the mayor of fraud")],
        "accused X of",
    ),
    (
        "Maro blamed the delay on the council.",
        [("Maro", "blamed", "the delay on the council")],
        "blamed X on",
    ),
    (
        "The Kremlin described uprisings, including that one, as led by fools.",
        [("Kremlin", "described", "uprisings, including that one, as led by fools")],
        "described X as, though words stand between",
    ),
    (
        "Maro called the sale “a gift wrapped in our own money.”",
        [("Maro", "called", "the sale “a gift wrapped in our own money.”")],
        "called X Y",
    ),
    (
        "Dahl urged the council to wait.",
        [("Dahl", "urged", "the council to wait")],
        "the addressee is told with the order",
    ),
    (
        "Arnesen praised Norvik for its yard.",
        [("Arnesen", "praised", "Norvik for its yard")],
        "praised",
    ),
    ("The board rejected the plan.", [("board", "rejected", "the plan")], "rejected"),
    ("Solt warned of delays.", [("Solt", "warned", "delays")], "warned of"),
    (
        "According to Solt, 41 boats still use the quay.",
        [("Solt", "According", "41 boats still use the quay")],
        "according to, in front",
    ),
    (
        "The pier, according to Solt, will not be ready.",
        [("Solt", "according", "The pier … will not be ready")],
        "according to, inside: two pieces",
    ),
    (
        "The board believes that the pier is safe, according to Solt.",
        [
            ("board", "believes", "that the pier is safe"),
            ("Solt", "according", "The board believes that the pier is safe"),
        ],
        "according to at the end is the outer word, and stands in no other's content",
    ),
    (
        "In the words of Falk, the keeper “was never alone.”",
        [("Falk", "In", "“was never alone.”")],
        "in the words of",
    ),
    (
        "Per the harbour office, two boats were lost.",
        [("office", "Per", "two boats were lost")],
        "per",
    ),
    (
        "For Maro, the sale is a betrayal.",
        [("Maro", "For", "the sale is a betrayal")],
        "for X, it is",
    ),
    (
        "Her warning of a flood was ignored.",
        [("Her", "warning", "a flood")],
        "a noun can attribute; who ignored it said nothing",
    ),
    (
        "The minister doubted Maro's claim that the books had been burnt.",
        [
            ("minister", "doubted", "Maro's claim that the books had been burnt"),
            ("Maro", "claim", "that the books had been burnt"),
        ],
        "the claim is Maro's, the doubt the minister's",
    ),
    (
        "A report found that the quays were worth twice as much.",
        [("report", "found", "that the quays were worth twice as much")],
        "a document speaks",
    ),
    (
        "“We are ready to go,” Reyk wrote on Harbourgram.",
        [("Reyk", "wrote", "“We are ready to go,”")],
        "a post: where it was written is not said",
    ),
    ("The haste was criticised by Maro.", [("Maro", "criticised", "The haste")], "passive, by X"),
    (
        "The damage was blamed on visitors.",
        [("", "blamed", "The damage … visitors")],
        "passive without by-phrase: no source is invented",
    ),
    (
        "Two boats have been reported lost.",
        [("", "reported", "Two boats … lost")],
        "hearsay: somebody reported, we are not told who",
    ),
    ("The pier seemed to be empty.", [("", "seemed", "to be empty")], "the pier says nothing"),
    (
        "Asked who would pay, Reyk said nothing was settled.",
        [
            ("", "Asked", "who would pay"),
            ("Reyk", "said", "nothing was settled"),
        ],
        "who asked is not told",
    ),
    (
        "Reyk left the hall, saying that he had seen enough.",
        [("Reyk", "saying", "that he had seen enough")],
        "a participle",
    ),
    (
        "Reyk shook his head and said that he would stay.",
        [("Reyk", "said", "that he would stay")],
        "conjoined verbs share their subject",
    ),
    ("“It is over,” said the singer.", [("singer", "said", "“It is over,”")], "inverted"),
    (
        "“It is over,” the singer said, “and I am glad.”",
        [("singer", "said", "“It is over,” … “and I am glad.”")],
        "a cue between two pieces: one attribution",
    ),
    (
        "Because the tide was low, Solt said, the boats could not leave.",
        [("Solt", "said", "Because the tide was low … the boats could not leave")],
        "what stands before “, she said,” belongs to what follows it",
    ),
    (
        "As Solt told the Courier, the boats could not leave.",
        [("Solt", "told", "the boats could not leave")],
        "as X said: the clause it hangs on",
    ),
    (
        "The council wrote: “The pier is closed.”",
        [("council", "wrote", "“The pier is closed.”")],
        "a colon",
    ),
    (
        "“The harbour is safe and will stay open.” — Tomas Reyk",
        [("Reyk", "—", "“The harbour is safe and will stay open.”")],
        "a dash and a name",
    ),
    (
        "REYK: We have read the report.\n\nMARO: You have read nothing.",
        [("REYK", ":", "We have read the report."), ("MARO", ":", "You have read nothing.")],
        "an interview labels its speakers",
    ),
    (
        "Arnesen suggested a compromise, noting:\n\n“The yard will close, but the jobs remain.”",
        [("Arnesen", "suggested", "a compromise … “The yard will close, but the jobs remain.”")],
        "a quotation in a paragraph of its own goes on with who spoke before the colon",
    ),
    (
        "“They left in spring,” said Vitt. “Then came a fence.\n\n“Nobody asked us. Nobody does.”",
        [
            (
                "Vitt",
                "said",
                "“They left in spring,” … “Then came a fence. … “Nobody asked us. Nobody does.”",
            )
        ],
        "a quotation that runs over paragraphs opens anew and closes once",
    ),
    (
        "“Come and see it,” she said. Then she left. “I will not wait another day for you.”",
        [("she", "said", "“Come and see it,” … “I will not wait another day for you.”")],
        "a quotation without a cue is the running speaker's",
    ),
    (
        "“He told me ‘go home’ twice,” Vitt said.",
        [("Vitt", "said", "“He told me ‘go home’ twice,”")],
        "a quotation inside a quotation does not cut the outer one",
    ),
    ("Critics gave “The Keeper” two stars.", [], "a title is not speech"),
    ("The so-called “experts” stayed away.", [], "scare quotes are not speech"),
    ("Nobody asked us.", [], "a pronoun alone is not said by anybody"),
    (
        "Solt was unsure whether the ferry would return.",
        [("Solt", "unsure", "whether the ferry would return")],
        "an adjective can attribute",
    ),
    (
        "Reyk has not commented on the fire, similar to his silence on the leak.",
        [("Reyk", "commented", "the fire"), ("his", "silence", "the leak")],
        "a loose comparison is not what the comment would be on; silence is told too",
    ),
    (
        "Maro condemned Belmark's threat to close the quay as “blackmail.”",
        [
            ("Maro", "condemned", "Belmark's threat to close the quay as “blackmail.”"),
            ("Belmark", "threat", "to close the quay"),
        ],
        "“blackmail” is Maro's word, not part of the threat",
    ),
    (
        "Maro accused “outside forces”, which she did not name, of wanting to “wreck” the sale.",
        [
            (
                "Maro",
                "accused",
                "“outside forces”, which she did not name, of wanting to “wreck” the sale",
            ),
            ("forces", "wanting", "to “wreck” the sale"),
        ],
        "who is accused of wanting wants, also behind a clause and in quotation marks",
    ),
    (
        "“My apologies to the crew,” Reyk said.",
        [("Reyk", "said", "“My apologies to the crew,”")],
        "a noun in the quotation is not its speaker",
    ),
    (
        "Police said that two boats sank; organisers said that nobody was hurt.",
        [
            ("Police", "said", "that two boats sank"),
            ("organisers", "said", "that nobody was hurt"),
        ],
        "each has said only what follows, not what the other said before",
    ),
    (
        "Maro told the Courier in a letter that the pier was safe.",
        [("Maro", "told", "that the pier was safe")],
        "the clause may hang on what it was told in",
    ),
    (
        "“The roof is gone,” added another carpenter.",
        [("carpenter", "added", "“The roof is gone,”")],
        "inverted, and the speaker read as an object",
    ),
    (
        "Dahl, the former mayor of Lindmoor, said that the pier was safe.",
        [("Dahl", "said", "that the pier was safe")],
        "an apposition stands between subject and cue",
    ),
    (
        "Reyk greeted the reporters before saying that the yard would stay.",
        [("Reyk", "saying", "that the yard would stay")],
        "who is greeted before does not speak",
    ),
    (
        "Dahl sent a letter saying that the yard would stay.",
        [("Dahl", "saying", "that the yard would stay")],
        "who sends the letter says what it says",
    ),
    (
        "Maro praised the crew for its courage as a model for the town.",
        [("Maro", "praised", "the crew for its courage as a model for the town")],
        "all that is said of the crew",
    ),
    (
        "From the point of view of the union, Dahl said, “nothing has changed since May”.",
        [("Dahl", "said", "From the point of view of the union … “nothing has changed since May”")],
        "what stands before “, he said,” belongs to what follows, quoted or not",
    ),
    (
        "Reyk said, “It was close.\n\nWe will train harder.” Then he left.",
        [("Reyk", "said", "“It was close. … We will train harder.”")],
        "a quotation over two paragraphs that does not open anew",
    ),
    ("They were denied visas.", [], "what is denied to somebody is not disputed"),
    (
        "Advisers to Reyk are quick to point out that the yard makes money.",
        [("Advisers", "point", "that the yard makes money")],
        "quick to, likely to: the subject of the adjective speaks",
    ),
    (
        "Falk predicted by June, melting ice and rising tides would flood the yard.",
        [("Falk", "predicted", "melting ice and rising tides would flood the yard")],
        "a clause read as a second main clause, though nothing joins them",
    ),
    (
        "The guild notes, “Salt does more harm to boats than any storm.”",
        [("guild", "notes", "“Salt does more harm to boats than any storm.”")],
        "a verb read as a noun",
    ),
    (
        "The carpenter came home, certain that the roof would hold.",
        [("carpenter", "certain", "that the roof would hold")],
        "an adjective set loosely beside its subject",
    ),
    (
        "Local brewers are concerned the council will raise the duty on malt.",
        [("brewers", "concerned", "the council will raise the duty on malt")],
        "a participle that is an adjective",
    ),
    (
        "A village without a baker, as Falk put it, is only a road.",
        [("Falk", "put", "A village without a baker … is only a road")],
        "as X put it",
    ),
    (
        "Dahl asked the two divers if the hull had moved.",
        [("Dahl", "asked", "if the hull had moved")],
        "the parser takes an if after an object for a condition",
    ),
    (
        "The guild has called for the harbour master to resign.",
        [("guild", "called", "for the harbour master to resign")],
        "called for X to, a clause and no noun",
    ),
    (
        "Falk called on the brewers to resign.",
        [("Falk", "called", "the brewers to resign")],
        "who is urged stands behind a preposition",
    ),
    (
        "Dahl vowed on Monday to leave the yard.",
        [("Dahl", "vowed", "to leave the yard")],
        "a day behind the same preposition is not urged",
    ),
    (
        "The wall, which Solt vowed to tear down, still stands.",
        [("Solt", "vowed", "which … to tear down")],
        "what is promised stands in front: the promise is no part of it",
    ),
    (
        "“Is the tide in yet?“ he asked.",
        [("he", "asked", "“Is the tide in yet?“")],
        "a quotation closed by the mark that opens one",
    ),
    (
        "The guild sells a map called “The Harbour in Thirteen Easy Walks”. Its boats rot. Rusk "
        "said that the yard is closed.",
        [("Rusk", "said", "that the yard is closed")],
        "a title two sentences before a cue is not what is said",
    ),
    (
        "“Not while I am harbour master,” Solt shot back.",
        [("Solt", "shot", "“Not while I am harbour master,”")],
        "a verb of throwing that speaks only beside a quotation",
    ),
    (
        "Police said three boats had sunk; the guild said that only two were missing.",
        [
            ("Police", "said", "three boats had sunk"),
            ("guild", "said", "that only two were missing"),
        ],
        "what stands before a semicolon is another's",
    ),
    (
        "He said that he would try again and insisted that the hull was sound.",
        [
            ("He", "said", "that he would try again"),
            ("He", "insisted", "that the hull was sound"),
        ],
        "a second cue in a content is the same speaker's, and ends the first",
    ),
    (
        "Some sailors, like Dahl from the yard, said they were tired:\n\n"
        "“I have slept beside the engine for a week. My back will never forgive me.”",
        [
            ("sailors", "said", "they were tired"),
            (
                "Dahl",
                ":",
                "“I have slept beside the engine for a week. My back will never forgive me.”",
            ),
        ],
        "many do not say I: the one who is named does",
    ),
]


@pytest.mark.parametrize("sentence, expected, why", CASES)
def test_a_construct_is_read_as_a_person_reads_it(sentence, expected, why):
    article = read_text(LEAD + sentence + "\n")
    claims = find_claims(parse(article.text, find_lines(article)))
    found = [
        (
            claim["source"].text if claim["source"] is not None else "",
            claim["cue"].text,
            " … ".join(article.text[start:end] for start, end in claim["content"]),
        )
        for claim in sorted(claims, key=lambda claim: claim["cue"].i)
    ]
    assert found == expected, why


def test_a_source_has_the_clause_that_says_who_it_is_and_its_actor_a_short_name():
    article = read_text(LEAD + "Sailors hired in May said the mast was rotten.\n")
    notes = annotate(article)
    assert notes.spans.query("role == 'source'")["text"].tolist() == ["Sailors hired in May"]
    assert "Sailors" in notes.actors["name"].tolist()


def test_an_aside_is_no_part_of_the_source():
    article = read_text(LEAD + "Dahl, hired in May, said the mast was rotten.\n")
    notes = annotate(article)
    assert notes.spans.query("role == 'source'")["text"].tolist() == ["Dahl"]


def test_two_reports_on_the_way_are_a_chain_of_three():
    article = read_text(
        LEAD + "Falk told the Courier that the board informed the capital that the lamp failed.\n"
    )
    outer, inner = find_claims(parse(article.text, find_lines(article)))
    assert (outer["source"].text, inner["source"].text) == ("Falk", "board")
    assert inner["within"] is outer
    assert outer["within"] is None
