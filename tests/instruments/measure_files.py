"""Files that a measurement reads, made here: an evaluation set, outputs, and results in the shape of other tools'.

Promptfoo's shapes follow `EvaluateResult`, `OutputFile` and `EvaluateSummaryV3` in its src/types/index.ts, Inspect's
`EvalLog`, `EvalSample` and `Score` in its src/inspect_ai/log/_log.py and scorer/_metric.py.
"""

from __future__ import annotations

import csv
import json
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

LABELS = ("billing", "delivery", "login", "refund")
WORDS = ("invoice", "parcel", "password", "card", "late", "twice", "open", "help", "cannot", "account", "box", "paid")


def tickets(count: int = 240, seed: int = 5) -> list[dict[str, str]]:
    """Items with an id, a text, a label and a language."""
    draw = random.Random(seed)
    return [
        {
            "id": f"t{place:03d}",
            "text": f"{' '.join(draw.choices(WORDS, k=draw.randint(3, 20)))} {place}",
            "label": draw.choice(LABELS),
            "language": draw.choice(("de", "en")),
        }
        for place in range(count)
    ]


def outputs(items: Sequence[Mapping[str, str]], right: float, seed: int, runs: int = 0) -> list[dict[str, Any]]:
    """Answers of which about this share is right; with `runs`, so many of each item, in a column of their own."""
    draw = random.Random(seed)
    rows = []
    for item in items:
        for run in range(max(1, runs)):
            wrong = draw.choice([label for label in LABELS if label != item["label"]])
            row = {"id": item["id"], "output": f"{item['label'].title()}." if draw.random() < right else wrong}
            row |= {"usd": 0.0004, "input_tokens": 120, "output_tokens": 3, "seconds": 0.5}
            rows.append(row | ({"run": run + 1} if runs else {}))
    return rows


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_jsonl(path: Path, rows: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def promptfoo_result(
    test: int, prompt: int, question: str, expected: str, answer: str | None, *, repeat: int = 0, new: bool = True
) -> dict[str, Any]:
    """One `EvaluateResult`; without an answer, the call failed.  `new` is the shape of format 3."""
    passed = answer == expected
    reason = "All assertions passed" if passed else f"Expected output “{answer}” to equal “{expected}”"
    result: dict[str, Any] = {
        "provider": {"id": "openai:gpt-4o-mini", "label": ""},
        "prompt": {"raw": f"Prompt {prompt}: {question}", "label": ("Answer: {{question}}", "few-shot")[prompt]},
        "vars": {"question": question, "topic": "sums" if test % 2 else "words"},
        "success": passed,
        "score": 1 if passed else 0,
        "namedScores": {},
        "latencyMs": 800 + 100 * prompt,
        "cost": 0.00005 * (1 + prompt),
    }
    usage = {"total": 53, "prompt": 50, "completion": 3, "cached": 0}
    if answer is None:
        result |= {"error": "API error: 429 Too Many Requests", "response": {"error": "API error: 429"}, "cost": 0}
    else:
        result |= {"response": {"output": answer, "tokenUsage": usage, "cached": False}, "tokenUsage": usage}
        result["gradingResult"] = {"pass": passed, "score": int(passed), "reason": reason, "componentResults": []}
        if not passed:
            result["error"] = reason
    if new:
        case = {"vars": result["vars"], "assert": [{"type": "equals", "value": expected}], "options": {}}
        result |= {"id": f"r{test}-{prompt}-{repeat}", "promptIdx": prompt, "testIdx": test, "testCase": case}
        result |= {"promptId": f"{prompt:064x}", "failureReason": 2 if answer is None else 0 if passed else 1}
    return result


def promptfoo_file(results: Sequence[Mapping[str, Any]], version: int = 3) -> dict[str, Any]:
    """The whole of `promptfoo eval -o results.json`."""
    summary: dict[str, Any] = {"version": version, "timestamp": "2026-10-01T08:00:00.000Z"}
    if version == 3:
        summary["prompts"] = [{"raw": "Answer: {{question}}", "label": "Answer: {{question}}", "provider": "openai"}]
    else:
        summary["table"] = {"head": {"prompts": [], "vars": ["question"]}, "body": []}
    summary |= {"results": list(results), "stats": {"successes": 1, "failures": 1, "errors": 0, "tokenUsage": {}}}
    return {"evalId": "eval-abc-2026-10-01T08:00:00", "results": summary, "config": {"tests": []}, "shareableUrl": None}


def inspect_sample(
    name: int | str, epoch: int, value: Any, *, error: str = "", answer: str = "4", scorer: str = "match"
) -> dict[str, Any]:
    """One `EvalSample`."""
    message = {"content": [{"type": "text", "text": answer}], "source": "generate", "role": "assistant"}
    sample = {
        "id": name,
        "epoch": epoch,
        "input": [{"role": "system", "content": "Be short."}, {"role": "user", "content": f"Question {name}?"}],
        "target": ["4"],
        "messages": [],
        "output": {
            "model": "llama3.1",
            "choices": [{"message": message, "stop_reason": "stop"}],
            "usage": {"input_tokens": 66, "output_tokens": 2, "total_tokens": 68},
            "time": 0.25,
        },
        "scores": {scorer: {"value": value, "answer": answer, "explanation": f"said {answer}"}},
        "metadata": {"level": "easy" if len(str(name)) % 2 else "hard", "confidence": 0.5},
        "model_usage": {"ollama/llama3.1": {"input_tokens": 66, "output_tokens": 2, "total_tokens": 68}},
    }
    if error:
        failed = {"message": error, "traceback": "Traceback …", "traceback_ansi": "…"}
        sample |= {"error": failed, "scores": {}, "output": {"model": "llama3.1", "choices": []}}
    return sample


def inspect_header(task: str = "sums") -> dict[str, Any]:
    return {
        "version": 2,
        "status": "success",
        "eval": {"run_id": "r1", "created": "2026-10-01T08:00:00+00:00", "task": task, "model": "ollama/llama3.1"},
        "plan": {"name": "plan", "steps": [{"solver": "generate", "params": {}}]},
        "stats": {"started_at": "", "completed_at": "", "model_usage": {}},
    }


def write_inspect(path: Path, samples: Sequence[Mapping[str, Any]], task: str = "sums") -> Path:
    """A log as `.json` or `.eval`, as the path's name ends."""
    if path.suffix == ".json":
        path.write_text(json.dumps({**inspect_header(task), "samples": samples}), encoding="utf-8")
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_journal/start.json", json.dumps(inspect_header(task)))
        for sample in samples:
            archive.writestr(f"samples/{sample['id']}_epoch_{sample['epoch']}.json", json.dumps(sample))
        archive.writestr("summaries.json", "[]")
        archive.writestr("header.json", json.dumps(inspect_header(task)))
    return path
