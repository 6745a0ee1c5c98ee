"""The whole course as a line with stations, and the journeys as short numbered ways, both from the outline.

```{course-map}```    every chapter, the concepts that it introduces, the chapters that it builds on
```{journeys}```      each journey as a section of its own, its minutes summed from the pages
```{ways}```          each journey in one cell, with its title, its reader and its time
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import escape

from docutils import nodes
from drawings.marks import WIDTH, dot, line, path, text
from lesson_map import FILE, sentences, term_address
from map_drawing import CHARACTER
from nodes_of_the_book import link, paragraph
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ftdecide.course.outline import Journey, Outline

LINE_AT, TEXT_AT = 74, 92
NAME_HIGH, CONCEPT_HIGH, BETWEEN = 26, 24, 20
WORTH_AN_ARC = 2  # shared ideas: with one, every chapter hangs together with every other


class course_map_place(nodes.General, nodes.Element):
    """Where the map will stand once the addresses of all pages are known."""


class CourseMap(SphinxDirective):
    def run(self):
        self.env.note_dependency(str(FILE))
        return [course_map_place()]


class Journeys(SphinxDirective):
    def run(self):
        journeys = self.env.app.outline.journeys
        note_times(self.env, journeys)
        return [self._section(journey) for journey in journeys]

    def _section(self, journey: Journey) -> nodes.section:
        spent = minutes_of_steps(journey, self.env.app.minutes)
        steps = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", classes=["journey"])
        for step, minutes in zip(journey.steps, spent, strict=True):
            to = pending_xref(
                "", nodes.inline("", "", classes=["doc"]), refdomain="std", reftype="doc", reftarget=f"/{step.page}",
                refdoc=self.env.docname, refexplicit=False, refwarn=True,
            )  # fmt: skip
            steps += nodes.list_item("", paragraph(to, f" ({minutes} minutes). {step.do}"))
        title = nodes.title(text=journey.title)
        label = f"journey-{journey.name}"
        self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, journey.title)
        section = nodes.section("", title, ids=[label], names=[journey.title])
        section += paragraph(journey.who)
        section += paragraph(nodes.strong(text=length(spent)))
        section += steps
        section += paragraph(nodes.strong(text="At the end: "), journey.outcome)
        return section


class Ways(SphinxDirective):
    def run(self):
        note_times(self.env, self.env.app.outline.journeys)
        ways = nodes.bullet_list(bullet="-", classes=["ft-ways"])
        for journey in self.env.app.outline.journeys:
            spent = nodes.inline("", length(minutes_of_steps(journey, self.env.app.minutes)), classes=["ft-minutes"])
            to = link(journey.title, f"journey-{journey.name}", self.env.docname)
            ways += nodes.list_item("", paragraph(to), paragraph(journey.who), paragraph(spent))
        return [ways]


def note_times(env: BuildEnvironment, journeys: Iterable[Journey]) -> None:
    """The page is written anew when the outline changes, or a page that says how long it takes."""
    env.note_dependency(str(FILE))
    for page in {step.page for journey in journeys for step in journey.steps}:
        env.note_dependency(env.doc2path(page))


def minutes_of_steps(journey: Journey, known: Mapping[str, int]) -> list[int]:
    """The time of each step: its own, else that of its page."""
    return [step.minutes or known[step.page] for step in journey.steps]


def length(spent: Collection[int]) -> str:
    """
    >>> length([10, 35])
    '2 steps, about 45 minutes.'
    """
    return f"{len(spent)} steps, about {in_words(sum(spent))}."


def in_words(minutes: int) -> str:
    """To the next five minutes.

    >>> in_words(47), in_words(62), in_words(120)
    ('50 minutes', '1 hour 5 minutes', '2 hours')
    """
    hours, rest = divmod(-(-minutes // 5) * 5, 60)
    said = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    return " ".join(said + ([f"{rest} minutes"] if rest else []))


def builds_on(outline: Outline) -> dict[str, Counter]:
    """For each chapter, the earlier ones whose concepts it uses, and how many of them."""
    introduced = outline.introduced()
    return {
        page: Counter(introduced[concept] for concept in lesson.concepts if introduced[concept] != page)
        for page, lesson in outline.maps.items()
    }


def course_svg(outline: Outline, address_of_page: Callable[[str], str], address_of_term: Callable[[str], str]) -> str:
    """The line, its stations with the concepts introduced there, and an arc between two that share at least two."""
    introduced = outline.introduced()
    middles, marks, y = {}, [], 14.0
    for page, lesson in outline.maps.items():
        middles[page] = y
        name = text(TEXT_AT, y + 5, lesson.short, "strong")
        marks.append(f'<a href="{escape(address_of_page(page))}">{name}</a>')
        rows = list(_rows([concept for concept in lesson.concepts if introduced[concept] == page]))
        for number, row in enumerate(rows, 1):
            words = " \N{MIDDLE DOT} ".join(
                f'<a href="{escape(address_of_term(one))}">{escape(one)}</a>' for one in row
            )
            marks.append(f'<text x="{TEXT_AT}" y="{y + 5 + CONCEPT_HIGH * number:g}">{words}</text>')
        y += NAME_HIGH + CONCEPT_HIGH * len(rows) + BETWEEN
    ends = list(middles.values())
    arcs = [
        _arc(middles[earlier], middles[page], shared, ends[-1] - ends[0])
        for page, used in builds_on(outline).items()
        for earlier, shared in used.items()
        if shared >= WORTH_AN_ARC
    ]
    stations = [dot(LINE_AT, middle, 6, "station") for middle in ends]
    drawn = [*arcs, line(LINE_AT, ends[0], LINE_AT, ends[-1], "wire"), *stations, *marks]
    return f'<svg viewBox="0 0 {WIDTH} {y:g}">{"".join(drawn)}</svg>'


def _arc(upper: float, lower: float, shared: int, longest: float) -> str:
    """A curve left of the line, the further apart the wider, the more they share the thicker."""
    bulge = 16 + 54 * (lower - upper) / longest
    curve = f"M{LINE_AT} {upper:g}C{LINE_AT - bulge:g} {upper:g} {LINE_AT - bulge:g} {lower:g} {LINE_AT} {lower:g}"
    return path(curve, f"arc shared-{min(shared, 4)}")


def _rows(concepts: list[str]) -> Iterator[list[str]]:
    """Concepts in lines that fit beside the stations."""
    row: list[str] = []
    for concept in concepts:
        if row and TEXT_AT + CHARACTER * len(" · ".join([*row, concept])) > WIDTH:
            yield row
            row = []
        row.append(concept)
    if row:
        yield row


def course_html(app: Sphinx, docname: str) -> str:
    """The drawing and the same as a list, chapter by chapter."""
    term = term_address(app, docname)

    def page(name: str) -> str:
        return app.builder.get_relative_uri(docname, name)

    used = builds_on(app.outline)
    parts = []
    for name, lesson in app.outline.maps.items():
        title = f'<a href="{page(name)}">{escape(app.env.titles[name].astext())}</a>'
        earlier = ", ".join(f'<a href="{page(one)}">{escape(app.outline.maps[one].short)}</a>' for one in used[name])
        on = f"<p>Builds on: {earlier}.</p>" if earlier else ""
        said = "".join(f"<li>{sentence}</li>" for sentence in sentences(lesson, term))
        parts.append(f"<li><p>{title}</p>{on}<ul>{said}</ul></li>")
    return (
        f'<div class="ft-drawing ft-map-drawn ft-course">{course_svg(app.outline, page, term)}</div>'
        '<details class="ft-map"><summary>The same as a list, with every link</summary>'
        f"<ol>{''.join(parts)}</ol></details>"
    )


def place(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the map where it was asked for, now that every address is known."""
    for node in list(doctree.findall(course_map_place)):
        node.replace_self(nodes.raw("", course_html(app, docname), format="html"))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(course_map_place)
    app.add_directive("course-map", CourseMap)
    app.add_directive("journeys", Journeys)
    app.add_directive("ways", Ways)
    app.connect("doctree-resolved", place)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
