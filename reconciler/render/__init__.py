"""Plans, problems, run reports and answers as text, Markdown, JSON and HTML. Pure: they say only what the JSON holds.

Functions take the dicts of contract 4 and 5, fresh or read from a file, and return lines without line ends. Colour and
completeness are arguments; the caller prints.
"""

from typing import TYPE_CHECKING

from reconciler.faces import face

if TYPE_CHECKING:
    from .annotations import github_lines, github_notice, sarif
    from .as_json import json_pieces, to_json
    from .checklist import checklist_lines, submission_lines
    from .connections import connections_lines
    from .drift import drift_lines
    from .effective import effective_lines
    from .explanations import code_lines, explanation_lines
    from .fleet import fleet_harm, fleet_lines, fleet_verdict, state_words
    from .formatting import formatting_lines
    from .html import checklist_html, drift_html, effective_html, fleet_html, plan_html
    from .joined_problems import fleet_problems
    from .markdown import (
        Marker,
        checklist_markdown,
        connections_markdown,
        drift_markdown,
        effective_markdown,
        fleet_markdown,
        plan_markdown,
        report_markdown,
        sheet_markdown,
        submission_markdown,
        subscribers_markdown,
        validation_markdown,
        verification_markdown,
    )
    from .member_drift import MemberDrift, fleet_chat_text, fleet_fitted, fleet_notification
    from .member_metrics import MeasuredMember, fleet_metrics
    from .metrics import RunEnd, drift_metrics
    from .notifying import chat_text, fitted, notification, written
    from .plan import plan_lines, refusal_lines
    from .problems import problem_lines, validation_lines
    from .report import report_lines
    from .running import call_about, call_size, exposed_lines, open_exposures
    from .sheet import sheet_lines
    from .style import ANSI, PLAIN, Style, without_style
    from .subscribers import subscribers_lines
    from .verification import verification_lines
    from .words import clean

__all__ = [
    "ANSI",
    "PLAIN",
    "Marker",
    "MeasuredMember",
    "MemberDrift",
    "RunEnd",
    "Style",
    "call_about",
    "call_size",
    "chat_text",
    "checklist_html",
    "checklist_lines",
    "checklist_markdown",
    "clean",
    "code_lines",
    "connections_lines",
    "connections_markdown",
    "drift_html",
    "drift_lines",
    "drift_markdown",
    "drift_metrics",
    "effective_html",
    "effective_lines",
    "effective_markdown",
    "explanation_lines",
    "exposed_lines",
    "fitted",
    "fleet_chat_text",
    "fleet_fitted",
    "fleet_harm",
    "fleet_html",
    "fleet_lines",
    "fleet_markdown",
    "fleet_metrics",
    "fleet_notification",
    "fleet_problems",
    "fleet_verdict",
    "formatting_lines",
    "github_lines",
    "github_notice",
    "json_pieces",
    "notification",
    "open_exposures",
    "plan_html",
    "plan_lines",
    "plan_markdown",
    "problem_lines",
    "refusal_lines",
    "report_lines",
    "report_markdown",
    "sarif",
    "sheet_lines",
    "sheet_markdown",
    "state_words",
    "submission_lines",
    "submission_markdown",
    "subscribers_lines",
    "subscribers_markdown",
    "to_json",
    "validation_lines",
    "validation_markdown",
    "verification_lines",
    "verification_markdown",
    "without_style",
    "written",
]

__getattr__ = face(
    __name__,
    {
        ".annotations": "github_lines github_notice sarif",
        ".as_json": "json_pieces to_json",
        ".checklist": "checklist_lines submission_lines",
        ".connections": "connections_lines",
        ".drift": "drift_lines",
        ".effective": "effective_lines",
        ".explanations": "code_lines explanation_lines",
        ".fleet": "fleet_harm fleet_lines fleet_verdict state_words",
        ".member_metrics": "MeasuredMember fleet_metrics",
        ".member_drift": "MemberDrift fleet_chat_text fleet_fitted fleet_notification",
        ".joined_problems": "fleet_problems",
        ".formatting": "formatting_lines",
        ".html": "checklist_html drift_html effective_html fleet_html plan_html",
        ".markdown": "Marker checklist_markdown connections_markdown drift_markdown effective_markdown "
        "fleet_markdown plan_markdown report_markdown sheet_markdown submission_markdown "
        "subscribers_markdown validation_markdown verification_markdown",
        ".metrics": "RunEnd drift_metrics",
        ".notifying": "chat_text fitted notification written",
        ".plan": "plan_lines refusal_lines",
        ".problems": "problem_lines validation_lines",
        ".report": "report_lines",
        ".running": "call_about call_size exposed_lines open_exposures",
        ".sheet": "sheet_lines",
        ".subscribers": "subscribers_lines",
        ".style": "ANSI PLAIN Style without_style",
        ".verification": "verification_lines",
        ".words": "clean",
    },
)
