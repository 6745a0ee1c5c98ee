"""Records as other people write them, for the finders to be tried on: mails, reviews, code, medicine, law, chat.

None of these texts is used to tune anything else; the numbers, names and things in them are drawn anew for each record.
"""

from __future__ import annotations

import random
from collections.abc import Callable

NAMES = (
    "Amara",
    "Bjarne",
    "Celeste",
    "Dmitri",
    "Eleni",
    "Farid",
    "Greta",
    "Hiroshi",
    "Imani",
    "Jorge",
    "Katya",
    "Leon",
)
TOWNS = (
    "Ghent",
    "Tampere",
    "Bilbao",
    "Pune",
    "Halifax",
    "Cork",
    "Nantes",
    "Graz",
    "Perth",
    "Tucson",
    "Lugano",
    "Busan",
)
THINGS = (
    "kettle", "backpack", "router", "tablet", "blender", "trampoline", "monitor", "drill", "stroller", "lawnmower",
    "printer", "guitar", "aquarium", "sewing machine", "heat pump", "rowing machine", "fish tank", "bookshelf",
)  # fmt: skip
WHENS = ("on Tuesday", "last night", "two weeks ago", "this morning", "in early March", "over the weekend", "yesterday")
DRUGS = (
    "warfarin",
    "prednisone",
    "gabapentin",
    "naproxen",
    "insulin glargine",
    "citalopram",
    "ramipril",
    "doxycycline",
)
SIGNS = ("fatigue", "joint swelling", "palpitations", "weight loss", "tinnitus", "ankle oedema", "reflux", "migraine")
TOOLS = ("pandas", "React", "PostgreSQL", "Docker", "Kubernetes", "Terraform", "Django", "Kafka", "Redis", "nginx")
CALLS = (
    "groupby",
    "useEffect",
    "rolling update",
    "left join",
    "volume mount",
    "state lock",
    "migration",
    "consumer lag",
)

# Of each domain what is asked, what is added and what is answered.
# {n} is a name, {t} a town, {x} a thing, {w} a time, {k} a number.
_DOMAINS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "mail": (
        ("The {x} you shipped to {t} came without its power cable", "Nobody picked up the {x} {w} although I waited",
         "I returned the {x} {w} and still see no money", "Could you move my delivery from {t} to my office",
         "Your invoice for the {x} lists {k} pieces and I ordered one", "The voucher from {n} is refused for the {x}",
         "My account shows somebody else's {x}", "How do I extend the guarantee of a {x} bought in {t}",
         "The assembly booklet of the {x} skips step {k}", "I would like to swap the {x} for a smaller one"),
        ("The shop in {t} sent me to you.", "I paid by bank transfer {w}.", "{n} signed for the parcel, not me.",
         "It is needed for a birthday in {k} days.", "I have kept the original carton.",
         "Nothing else was in the box."),
        ("We have booked a courier for the {x}; he comes {w} between nine and noon.",
         "The missing part of the {x} leaves our store in {t} today.", "Your refund was released {w}, ask your bank.",
         "{n} from the returns desk has taken over your case.", "Please photograph the label of the {x} for us.",
         "The guarantee of the {x} runs {k} months from the day in the receipt."),
    ),
    "review": (
        ("After {k} weeks with this {x} I still reach for my old one", "Bought the {x} for {n}, who adores it",
         "The {x} looks far cheaper than in the pictures", "Sturdy {x}, quiet enough for a flat in {t}",
         "I had doubts about a {x} at this price", "The hinge of the {x} snapped {w}",
         "Third {x} in {k} years, the best yet"),
        ("Cleaning it takes forever.", "The colour hides scratches nicely.", "Shipping to {t} took {k} days.",
         "Customer service was a pleasant surprise.", "Would not gift it again.", "{n} next door got one as well."),
        ("Thank you, {n}'s team in {t} will be glad to read this.",
         "We are sorry that the {x} let you down {w}.",
         "A newer hinge for the {x} is available free of charge.", "Do rinse the {x} right after use, that helps."),
    ),
    "code": (
        ("Why is {c} in {l} so slow once there are {k} rows", "{l} throws a timeout during {c} on our server in {t}",
         "What is the idiomatic way to test {c} with {l}", "After bumping {l} to release {k} the {c} hangs",
         "Can {c} in {l} run without a lock", "Our junior, {n}, wrote a {c} in {l} that leaks memory"),
        ("It worked fine {w}.", "The log only says exit code {k}.", "We cannot restart production.",
         "I have read the manual twice.", "A minimal example is attached.", "{n} suspects the driver."),
        ("Batch the {c} into chunks of {k} and measure again.", "That is a known limit of {l}; pin the older release.",
         "Wrap the {c} in a transaction and retry {k} times.", "Profile {l} first: the {c} is rarely the culprit.",
         "Give the {c} its own connection pool, as {l} recommends."),
    ),
    "medicine": (
        ("Patient aged {k} reports {s} since starting {d}", "Is {s} expected with {d} at a low dose",
         "Referred from {t} with {s} and raised markers", "{d} was stopped {w} because of {s}",
         "Can {d} be crushed for a patient who cannot swallow", "Follow-up of {s}, {k} days after discharge"),
        ("No allergies are known.", "Renal function was normal {w}.", "The carer mentions poor sleep.",
         "Family history is unremarkable.", "She lives alone in {t}.", "An ECG is pending."),
        ("Taper {d} over {k} days and review the {s}.", "{s} is listed as common; watch and wait.",
         "Order bloods and see the patient again in {k} weeks.", "Switch {d} to the evening and keep a diary.",
         "Refer to cardiology in {t} if the {s} persists."),
    ),
    "law": (
        ("May the landlord in {t} enter the flat without notice", "Does clause {k} survive the end of the contract",
         "{n} sold the {x} before title had passed", "Who bears the risk while the {x} is in transit to {t}",
         "Is a notice sent {w} by ordinary mail valid", "Can an heir in {t} refuse only the debts"),
        ("The lease is silent on this.", "Both parties are merchants.", "The deadline ended {w}.",
         "There is no arbitration clause.", "{n} acted under a power of attorney.", "Schedule {k} says otherwise."),
        ("Under the clause the seller keeps title until the {x} is paid in full.", "Notice takes effect on receipt.",
         "The court in {t} would likely read clause {k} narrowly.", "An heir accepts or refuses the whole estate.",
         "Entry needs consent or an emergency, {n} had neither."),
    ),
    "chat": (
        ("Plan a quiet evening in {t} for {k} people", "Wie lange dauert die Fahrt von {t} nach Hause",
         "Tell {n} a story about a {x}",
         "¿Qué puedo cocinar {w} con calabaza y arroz", "Explique-moi pourquoi mon {x} fait du bruit",
         "Suggest a name for a café run by {n}", "Was schenke ich {n} zum {k}. Geburtstag"),
        ("Bitte kurz.", "Sé breve, por favor.", "Keep it funny.", "It should rhyme.", "Sans jargon.",
         "{n} is vegetarian."),
        ("Start with soup at {n}'s, then walk along the river in {t}.", "Etwa {k} Minuten, mit Umstieg länger.",
         "Un guiso de calabaza con arroz y comino, listo en {k} minutos.", "Once a {x} dreamt of the sea near {t}.",
         "Sans doute un roulement usé ; faites vérifier le {x}.", "Call it The Patient Spoon, {n} will smile."),
    ),
}  # fmt: skip
DOMAINS = tuple(_DOMAINS)


def written(draw: random.Random, domain: str) -> tuple[str, str]:
    """A question and an answer of a domain."""
    asked, added, answered = _DOMAINS[domain]
    filled = _filled(draw)
    end = "?" if domain in {"code", "law"} else "."
    question = filled(draw.choice(asked)) + end
    for each in draw.sample(added, draw.choice((1, 1, 2))):
        question += " " + filled(each)
    return question, " ".join(filled(each) for each in draw.sample(answered, 2))


def _filled(draw: random.Random) -> Callable[[str], str]:
    values = {
        "n": draw.choice(NAMES), "t": draw.choice(TOWNS), "x": draw.choice(THINGS), "w": draw.choice(WHENS),
        "k": str(draw.randrange(2, 97)), "d": draw.choice(DRUGS), "s": draw.choice(SIGNS), "l": draw.choice(TOOLS),
        "c": draw.choice(CALLS),
    }  # fmt: skip

    def fill(text: str) -> str:
        filled = text.format(**values)
        return filled[0].upper() + filled[1:]

    return fill


def many(seed: int, count: int, domains: tuple[str, ...] = DOMAINS) -> list[tuple[str, str]]:
    """So many questions with answers, no two of which ask the same."""
    draw, found = random.Random(seed), dict[str, tuple[str, str]]()
    while len(found) < count:
        question, answer = written(draw, draw.choice(domains))
        found.setdefault(" ".join(sorted(question.split())), (question, answer))
    return list(found.values())
