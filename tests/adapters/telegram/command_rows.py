"""Every command with realistic values on an office at work, and part of what is read when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """*says*: part of what is read in the end; *asks*: a question put before; *refuses*: what it says no to, as the
    row is meant to show."""

    says: str
    values: Mapping[str, str] = field(default_factory=dict)
    asks: str = ""
    refuses: bool = False


def row(says: str, *, asks: str = "", refuses: bool = False, **values: str) -> Row:
    return Row(says, values, asks, refuses)


CLOSED = "are schools closed Wednesday?"
FAMILIES = {
    "start": row("Sacramento City Unified"),
    "ask": row("Closed", question=CLOSED),
    "today": row("March 22"),
    "topics": row("Meals"),
    "follow": row("follow", topic="buses"),
    "following": row("follow"),
    "settings": row("español", language="es"),
    "room": row("several people", answers="addressed", refuses=True),
    "link": row("/link"),
    "forget": row("delete", sure="yes"),
    "privacy": row("30"),
    "cancel": row("Nothing is being filled in"),
    "help": row("/today"),
    "helpful": row("Thank", asks=CLOSED),
    "wrong": row("Thank", asks=CLOSED),
    "stop": row("nothing more of this here", asks=CLOSED, about="school-open/2022-03-23//"),
    "person": row("answer you here", question="Can my daughter visit the planetarium?"),
    "role join": row("viewer", code="{code}"),
}
EDITORS = {
    "status": row("Thursday", status="closed", day="thursday"),
    "claim add": row("8 to 10", topic="meals", words="Bags at every school, 8 to 10.", days="tomorrow"),
    "claim edit": row("Published", claim="meals-wednesday", words="A bag for each child.", kind="wording"),
    "claim show": row("Bags", claim="meals-wednesday"),
    "claim list": row("meals-wednesday", topic="meals"),
    "claim settle": row("Published", condition="deal", state="met", status="open", days="wed"),
    "claim withdraw": row("Published", claim="meals-wednesday", reason="of another school"),
    "claim end": row("Published", claim="meals-wednesday", reason="all collected"),
    "claim schedule": row("Published", claim="meals-wednesday", moment="march 23 6:00 am"),
    "claim extend": row("Published", claim="meals-wednesday", moment="march 24 8 pm"),
    "claim verify": row("Published", claim="meals-wednesday"),
    "claim drafts": row("No buses run"),
    "claim approve": row("Published", draft="1"),
    "claim drop": row("Draft 2 is dropped", draft="2", reason="said too early"),
    "source list": row("ABC10"),
    "source end": row("Ends all that rests on article", source="article", reason="all of it is past"),
    "source withdraw": row("Takes back all that rests on article", source="article", reason="taken back by the outlet"),
    "article add": row("Article 3", text="All schools will be closed on Friday, the district said."),
    "article set": row("Corrects what article 1 is told to be", article="1", published="yesterday"),
    "article list": row("KQRV"),
    "article show": row("Pickets", article="1"),
    "article review": row("Piece 1", article="1"),
    "article piece": row("Paragraph 1", piece="1"),
    "article approve": row("Published", piece="2", topic="meals", words="Bags at Sutter."),
    "article edit": row("Published", piece="2", days="friday", topic="meals", words="Bags at Sutter."),
    "article agree": row("Published", piece="1", claim="closed-wednesday"),
    "article settle": row("Published", piece="1", condition="deal", state="met", status="open", days="wed"),
    "article days": row("Published", article="2"),
    "article drop": row("Piece 2: dropped", piece="2"),
    "article later": row("Piece 2: put off", piece="2"),
    "article recheck": row("address", article="1", refuses=True),
    "article newer": row("Nothing is in doubt", article="1", refuses=True),
    "article verify": row("Published", article="1"),
    "article close": row("article 1 that are let go: 2", article="1"),
    "event open": row("Opens Snow", template="snow", day="friday"),
    "event end": row("Ends strike", event="strike", status="open", days="friday", words="The strike is over."),
    "event list": row("strike"),
    "gaps": row("telescope"),
    "gaps show": row("planetarium", gap="1"),
    "gaps claim": row(
        "The planetarium serves no meals", gap="1", topic="meals", words="The planetarium serves no meals.", days="sat"
    ),
    "gaps phrasing": row("becomes a way to ask about The offer", gap="2", topic="offer", phrasing="borrow a telescope"),
    "gaps topic": row("New open question: The planetarium", gap="1", title="The planetarium", sort="service"),
    "gaps notours": row("Closes gap 2 as not ours", gap="2", reason="the library's"),
    "gaps proposals": row("There is no phrasing to propose"),
    "gaps people": row("planetarium"),
    "gaps reply": row("whoever asked will be told", inquiry="1", answer="Yes, her class can visit from May on."),
    "try": row("Closed", question=CLOSED),
    "try save": row("Kept as are-there-meals-on-wednesday", question="are there meals on Wednesday?"),
    "try all": row("0 of 1 saved questions"),
    "try saved": row("is there school on Wednesday?"),
    "try drop": row("Lets is-there-school-on-wednesday go", saved="is-there-school-on-wednesday"),
    "history": row("meals-wednesday", about="meals-wednesday"),
    "undo": row("Takes back change 1", change="1", reason="it was right before"),
    "undo to": row("stand again as in revision 1", about="meals-wednesday", revision="1"),
    "role list": row("telegram:76"),
    "role grant": row("editor", person="telegram:77", role="editor"),
    "role revoke": row("telegram:76", person="telegram:76"),
    "role invite": row("/role join", role="viewer"),
    "role log": row("role grant"),
    "announce": row("Announcement 4 is going out.", words="Schools open on Monday."),
    "announce send": row("Announcement 1 is going out.", number="1", loudness="urgent"),
    "announce progress": row("Buses run again.", number="2"),
    "announce pause": row("Announcement 3 is held back.", number="3"),
    "announce resume": row("Announcement 2 goes on.", number="2"),
    "announce cancel": row("Announcement 2 is cancelled.", number="2"),
    "stats": row("question"),
    "check": row("need looking after"),
}
ROWS = FAMILIES | EDITORS
# What changes nothing that the others read: they share a bot.
LOOKS = (
    *("start", "ask", "today", "topics", "following", "room", "privacy", "cancel", "help", "claim show", "claim list"),
    *("claim drafts", "source list", "article list", "article show", "article piece", "event list"),
    *("gaps", "gaps show", "gaps proposals", "gaps people", "try"),
    *("try all", "try saved", "history", "role list", "role log", "announce progress", "stats", "check"),
)
