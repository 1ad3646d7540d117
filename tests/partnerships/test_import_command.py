"""Tables imported by a command: the same as on the page."""

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import Organisation


@pytest.fixture
def bring_in(tmp_path, capsys):
    """Import a CSV and read what was said of it."""

    def do(content, by, *flags):
        (tmp_path / "places.csv").write_text(content, encoding="utf-8")
        call_command(
            "import_table", "organisation", tmp_path / "places.csv", "--by", by.email, *flags
        )
        return capsys.readouterr().out.strip()

    return do


def test_a_table_comes_in_once(bring_in, coordinator):
    table = "Naam,Land\nTarija,BO\n"
    said = [bring_in(table, coordinator, *flags) for flags in (["--preview"], [], [])]
    assert (said, Organisation.objects.filter(name="Tarija").count()) == (
        ["1 new, 0 changed, 0 unchanged"] * 2 + ["0 new, 0 changed, 1 unchanged"],
        1,
    )


def test_what_is_wrong_is_told_and_nothing_comes_in(bring_in, coordinator, capsys):
    with pytest.raises(CommandError, match="Nothing was imported"):
        bring_in("Name,Country\nTarija,BO\nCobán,Atlantis\n", coordinator)
    told = capsys.readouterr().err
    assert (
        told.startswith("3 B Country: "),
        Organisation.objects.filter(name="Tarija").count(),
    ) == (
        True,
        0,
    )


def test_who_may_not_is_refused(bring_in, editor):
    with pytest.raises(CommandError, match="may not import this there"):
        bring_in("Name,Country\nTarija,BO\n", editor)
