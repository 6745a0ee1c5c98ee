"""The text to run in the next experiment: the rung's own, or the sheet that counts what is not known yet."""

from __future__ import annotations

import re

from ftdecide.evidence import Rung
from ftdecide.findings import Verdict
from ftdecide.plan import Plan

NO_TASK = "[describe the task in a sentence]"
SHEETS = {  # by what is to be found out, or by the decision
    "gap": """Task: {task}
Below are 20 wrong answers, each with its input and the right answer. For each name the one thing that was missing:
FACTS it could not know, FORM or tone, a STEP or rule not followed, the wrong CATEGORY, or nothing but PRICE or SPEED.
One line each: number, word, reason. Then the count of each word.
[paste the 20]""",
    "clean_examples": """Task: {task}
Below are 50 examples drawn at random. Check each against this rule: [what “right” means, in a sentence or two]
One line each: number, CLEAN or MEND or DROP, reason. Do not mend them here. Then the three counts.
[paste the 50; then check ten of the lines yourself before you believe the counts]""",
    "requests_per_month": """-- Task: {task}
SELECT date_trunc('month', asked_at) AS month, count(*) AS requests, count(DISTINCT [caller]) AS callers
FROM [request log] WHERE [what marks this task] GROUP BY 1 ORDER BY 1 DESC LIMIT 3;
-- No log: tally on paper for one whole week, everyone who does it, and enter the week.""",
    "rule_expressible": """Task: {task}
From the 20 examples below write the rule as at most ten numbered sentences that a new colleague could follow.
Then apply it, and nothing else you know, to the 10 inputs after them.
Last, list every example that your rule does not explain.
[paste 20 examples with right answers; then 10 inputs alone]""",
    "failure_cost": """Task: {task}
The last ten wrong answers, one line each:
date | what was wrong | who noticed, after how long | minutes to put right | money or customers lost
Sum of the minutes at your hourly cost, plus the money, divided by ten: [cost of one wrong answer]""",
    "has_eval_set": """Task: {task}
{"input": "[as it came in]", "expected": "[right answer]", "source": "[customer, document or author]", "slice": "[language, kind]"}
One such line for each of 50 to 100 real inputs: every k-th of last month, not the interesting ones.
Two people write the right answer apart; where they differ, settle it and write down by which rule. Then nobody edits the file.""",
    "pass_rate": """Task: {task}
You grade one answer. Rule: [what “right” means, in a sentence or two]
Input: [paste]  Right answer: [paste]  Answer to grade: [paste]
First quote the part that decides it, then say PASS or FAIL.
[grade 50 so, with the prompts’ names hidden; grade ten of them yourself first and go on only if you agree on nine]""",
    "retrieval_hits": """Task: {task}
For each of 50 questions, one line:
question | passage that holds the answer | fetched, and at which place? | answer right?
Not fetched: mend the index, the cutting or the search words. Fetched and still wrong: mend the prompt.""",
    "prices": """Task: {task}
From last month's bill, and from one offer for the tuned model:
one prompted request: [tokens in, tokens out, US dollars] | one tuned request: [US dollars]
hosting that is paid without requests: [US dollars a month] | examples: [hours of work, US dollars an hour] | months until the next training: [ ]""",
    "another_base": """Task: {task}
For each model that could take its place, one line:
model and version | tunable by us today? | licence allows this use? | retired on | our best prompt passes, of the same 50 inputs | price for 1,000 requests""",
    "why_training_failed": """Task: {task}
Below are 50 failures of the tuned model, each beside the three training examples nearest to its input.
For each say which it is: the NEAREST EXAMPLE IS WRONG, NO EXAMPLE IS NEAR, the model FOLLOWS THE EXAMPLES and they ask for something else, or OTHER.
Then the four counts.
[paste]""",
    "collect": """Task: {task}
{"input": "[as it came in]", "output": "[the answer you would sign]", "source": "[customer, document or author]", "checked_by": ""}
One such line an example, in the proportions in which inputs come in, borderline ones included.
No answer written by the model unless a person has mended and signed it.""",
    "good_enough": """Task: {task}
Each month, and after each change of model or prompt, one line:
date | model version | prompt version | items | passed | new kinds of failure""",
}


def rung_template(verdict: Verdict, rung: Rung) -> str:
    """The text that tries a rung on the gap that is stated."""
    return _filled(verdict, rung.template_for(verdict.profile.gap))


def rung_texts(verdict: Verdict, rung: Rung) -> tuple[tuple[str, str], ...]:
    """Every text of a rung with its title, the rung's own first."""
    texts = ((rung.template_title, rung.template), *((each.title, each.template) for each in rung.variant))
    return tuple((title, _filled(verdict, template)) for title, template in texts)


def counting_sheet(verdict: Verdict, name: str) -> str:
    """One of the sheets by name."""
    return _filled(verdict, SHEETS[name])


def measure_template(verdict: Verdict) -> str:
    """The sheet that counts what is missing; where that is a first pass rate, the prompt that it is counted on."""
    match verdict.decision, verdict.judgement.measure:
        case "fix_data", _:
            short = verdict.facts_of_too_few is not None
            return _filled(verdict, SHEETS["collect" if short else "clean_examples"])
        case "good_enough", _:
            return _filled(verdict, SHEETS["good_enough"])
        case _, "near_miss":
            return rung_template(verdict, verdict.evidence.rung("prompt"))
        case _, measure:
            return _filled(verdict, SHEETS.get(measure or "", SHEETS["pass_rate"]))


def _filled(verdict: Verdict, template: str) -> str:
    """The template with the task and the settings of a run put in; other braces stay as they are."""
    task = " ".join((verdict.profile.task or "").split()) or NO_TASK
    facts = {"task": task, **Plan(verdict).settings()}
    return re.sub(r"\{([a-z_]+)\}", lambda found: facts[found[1]], template).strip()
