"""How long a report over 36 months takes on paper; by hand, on no database at all.

    STEDENBAND_MODE=test python -m tests.bench.report_pdf

Each of 36 months has a table and two reports of a page and a half together, as both sides of a
busy twinning would write them.
"""

import os
import time

MONTHS, SENTENCES = 36, 25


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
    import django

    django.setup()
    from partnerships.exports.report import write_docx, write_pdf

    document = long_document()
    for name, write in (("pdf", write_pdf), ("docx", write_docx)):
        begun = time.perf_counter()
        content = write(document)
        print(f"{name}: {time.perf_counter() - begun:.2f} s, {len(content) // 1024} KiB")


def long_document():
    from partnerships.reports.document import Document, Paragraph, Said, Section, Table

    text = "We weighed what was left on the market and told the neighbours. " * SENTENCES
    cells = tuple(Said(word) for word in ("M1", "Scales on the market", "Edegem", "Done"))
    table = Table("Milestones", ("Month", "Milestone", "Duty", "State"), (cells,) * 8)
    sections = []
    for month in range(1, MONTHS + 1):
        own = Paragraph(Said(text), "What happened")
        other = Paragraph(Said(text, "es", "Spanish"), "What happened")
        sections.append(Section(f"goal-{month}", Said(f"Month {month}"), "From…", (table,)))
        for side, block in (("flemish", own), ("partner", other)):
            key = f"{side}-{month}"
            sections.append(Section(key, Said(side), "From the report…", (block,) * 3, 2))
    return Document("Final report", "Edegem – San Jerónimo", "en", sections=tuple(sections))


if __name__ == "__main__":
    main()
