"""How people ask whether something is for them, and what to read next."""

from __future__ import annotations

import re

WE = r"(?:i|we|my (?:team|company|firm|boss|school|class|department)|our (?:team|company|firm|school|department))"
ME = r"(?:me|us|my|our|mine|ours|i|we)"
TRAIN = r"(?:fine-?\s?tun\w*|(?:re)?train(?:ing)?|tun(?:e|ing)|teach(?:ing)?)"
APPLIES = (
    rf"\b(?:does|do|would|will|can|could) (?:this(?: \w+)?|it|that|any of (?:this|it)|these|the (?:\w+ )?(?:conditions?|chapter|course|lesson|advice|rules?|drill)(?: \w+)?|{TRAIN}(?: \w+){{0,3}}) (?:even |really |also )?(?:apply|fit|work|hold|help|pay|make sense|concern|be worth|suit)\b.*\b{ME}\b",
    rf"\bdo (?:the )?(?:3|three) conditions\b.*\b{ME}\b",
    rf"\b(?:is|are) (?:this|it|that|{TRAIN}|these)(?: a model| one| the model)? (?:even |really |actually )?(?:relevant|right|for|worth|useful|suitable|meant|appropriate|a good (?:idea|fit|choice)|overkill|the right \w+)\b(?!.*\b(?:for|about) (?:the|this) (?:book|course)\b).*\b{ME}\b",
    rf"\bis it worth\b(?=.*\b(?:{ME}|{TRAIN})\b)(?=.*(?:\b{ME}\b|\d))",
    rf"\b(?:is|are|am) {ME}(?: \w+){{0,3}} (?:a )?(?:good |right |suitable )?(?:case|candidate|fit|ready)\b",
    rf"\b(?:do|does|would|will|could) {WE}(?: \w+){{0,4}} (?:qualify|benefit|meet the|need (?:to )?(?:a )?{TRAIN})",
    r"\b(?:what about|and for|how about) (?:my|our) (?:own )?(?:case|task|team|company|situation|project|use case|problem)\b",
    r"\b(?:my|our) (?:own )?(?:case|situation)\b.*\?",
    r"\b(?:what|how) about (?:me|us)\b|\bapply to (?:me|us)\b|\bwhat would the drill say\b",
    r"\b(?:is|are) (?:my|our) (?:\w+ ){1,3}enough\b",
    rf"\b(?:would|will|could|can) (?:\w+ )?{TRAIN}(?: \w+){{0,4}} (?:help|work for|pay for|be worth|make sense for|solve|fix|suit)\b.*\b{ME}\b",
    r"\b(?:give me|write me|i (?:want|need)|can i (?:get|have)) (?:a |my |the )?(?:own )?verdict\b",
)
DECIDES = (
    rf"(?<!when )(?<!how )(?<!why )(?<!where )(?<!on )(?<!with )(?<!model )(?<!for )(?<!often )(?<!which )\b(?:should|shall|must|ought) {WE}(?: \w+){{0,3}} (?:to )?(?:{TRAIN}|just prompt|keep prompting|prompt|stay with (?:a |the |my |our )?prompt\w*)\b",
    rf"\b{TRAIN}(?: (?!or)\w+){{0,4}},? or (?:just |keep |stay with |only |a )*prompt\w*",
    rf"\b(?:just |keep |only )*prompt\w*(?: it)?,? or (?:to )?{TRAIN}",
    rf"\b(?:do|does) {WE} (?:really |even |actually )?(?:need|have) to {TRAIN}",
    rf"\bwhether to (?:\w+ )?{TRAIN}",
    rf"\bcan {WE} (?:just|get away with|keep) (?:\w+ )?prompt",
    rf"\b(?:am|are|is) {WE} (?:right|wrong|ready|foolish|crazy) to {TRAIN}",
    rf"\b(?:wants?|asks?|proposes?|plans?|thinking|consider\w*|wonder\w*)\b.{{0,40}}\b{TRAIN}\b",
)
WHAT_NOW = re.compile(
    r"\b(?:what (?:now|next|should|can|do|would)|is (?:that|it|this) (?:enough|worth|ok)|enough\?|now what|should (?:i|we)|worth it|"
    r"does (?:that|it|this)|would (?:that|it|you)|which way|what'?s next|verdict|any advice|fine-?\s?tun\w*|train(?:ing)? (?:or|a model|one|it|our own|my own)|justified|train ?\?)"
)
OWN = re.compile(rf"\b{WE}\b|\b(?:my|our)\b")
ASIDE = re.compile(
    r"\b(?:what if|suppose|imagine|in general|generally|on average|does the book|the (?:course|book|author)|somebody|someone else|people)\b"
)
GENERAL = re.compile(r"\b(?:what (?:is|are|does) (?:an?|the)\b|who (?:is|are|was)\b|define\b|explain\b|meaning of\b)")
APPLIES_TO_ME = tuple(re.compile(form) for form in APPLIES)
DECIDES_FOR_ME = tuple(re.compile(form) for form in DECIDES)
NEXT = re.compile(
    r"\b(?:what(?: do| should| shall| can)? (?:i|we)? ?(?:read|do|learn|study|look at|open)? ?(?:next|now|first)"
    r"|what(?:'s| is| comes) next|what next|next (?:chapter|page|lesson|step for me)|where (?:do|should|shall|can|to) ?(?:i|we)? ?(?:start|begin|continue|go (?:next|now|from here))"
    r"|how (?:do|should) (?:i|we) (?:start|begin|use|read|go through|work through)(?: (?:with )?(?:this|the) (?:book|course|lesson|site))?"
    r"|(?:what|which (?:chapters?|pages?|parts?|lessons?|sections?|journey|way|path))\b.{0,30}\b(?:should|shall|do|can|must|to|would) (?:i |we |you )?(?:read|start|begin|study|take|open|recommend|suggest|skip)"
    r"|(?:recommend|suggest)\w* (?:me |us )?(?:a |the )?(?:chapter|page|journey|way|path|something|order|reading)"
    r"|how (?:should|do|can) (?:i|we) (?:continue|carry on|go on)|(?:reading|study) (?:order|plan|path))\b"
)
JOURNEYS = (
    ("teach", r"\b(?:teachers?|instructors?|lecturers?|professors?|tutor myself|trainers?|i teach|we teach|teaching (?:a|this|my) (?:class|course|group)|my (?:class|students|pupils|learners|course participants)|(?:run|give|hold|plan) a (?:class|workshop|seminar|session|lesson))\b"),
    ("team", r"\b(?:managers?|team lead(?:er)?|lead a team|head of|director|cto|ceo|cio|executive|product owner|decide for (?:a|my|our|the) (?:team|company|firm)|my team (?:wants|proposes|asks)|sign off|approve (?:the|a) (?:budget|money|spend\w*)|budget holder|in charge|decision[- ]maker|i manage|my boss)\b"),
    ("data", r"\b(?:(?:i|we) (?:have|own|sit on|got|collected) (?:\w+ ){0,3}(?:data|dataset|data set|archive|examples|folder|logs|transcripts|corpus)|(?:data (?:scientist|engineer|analyst)))\b"),
    ("task", r"\b(?:(?:i|we) have (?:a|one|this) (?:\w+ )?(?:task|job|problem|use case)|engineers?|developers?|programmers?|practitioners?|my (?:own )?task)\b"),
)  # fmt: skip
JOURNEYS = tuple((name, re.compile(form)) for name, form in JOURNEYS)
WHO = re.compile(
    r"\b(?:i'?m|i am|we are|we're|as an?|for an?|for|i teach|we teach|i manage|i (?:have|lead|run|am|must|own)|we (?:have|own|sit)|my)\b"
)
READING = re.compile(
    r"\b(?:read|start|begin|next|first|chapters?|pages?|course|book|journey|way through|path|lessons?|where|what now)\b"
)
ABOUT_THE_MATTER = re.compile(
    r"\b(?:clean\w*|collect\w*|evaluat\w*|measur\w*|cost\w*|verdict|ladder|rungs?|prompts?|prompting|lora|retrieval|rag|examples?|train\w*|fine-?\s?tun\w*|tun(?:e|ing)|"
    r"model\w*|deploy\w*|drift|retire\w*|dataset|labels?|test set|eval)\b"
)
