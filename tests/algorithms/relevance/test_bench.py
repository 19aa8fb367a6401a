"""The benchmark runs on any folder of the right form, and says what it cannot do."""

import gzip
import json

import pytest

from lonja.algorithms.relevance.bench import main
from lonja.algorithms.relevance.bench.folder import Folder, held_out


def project(number, title, *orgs):
    people = [{"org": org, "role": ""} for org in orgs]
    return {
        "id": f"p{number}",
        "title": title,
        "text": "",
        "keywords": "",
        "start": "2020-01-01",
        "participants": people,
    }


def write_lines(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path):
    """Two fields, two partners each; one later project of each field, one short query in Spanish."""
    write_lines(
        tmp_path / "text_projects_train.jsonl.gz",
        [project(1, "cold chain for fruit", "A", "B"), project(2, "solar energy storage", "C", "D")],
    )
    write_lines(
        tmp_path / "text_queries_2021.jsonl.gz",
        [project(3, "fruit in the cold chain", "A", "B"), project(4, "storage of solar energy", "C", "D")],
    )
    write_lines(
        tmp_path / "text_orgs.jsonl.gz", [{"org": "A", "name": "Alfa", "country": "ES", "type": "PRC"}]
    )
    (tmp_path / "xl_partner_queries.tsv").write_text(
        "project\tlang\tquery\np3\ten\tcold chain\np3\tes\tcadena de frío\n", encoding="utf-8"
    )
    rows = ["rcn,start_date,role,pic,type,country,parts"]
    for rcn, year in (("1", 2018), ("2", 2018), ("3", 2019)):
        for place, pic in enumerate(("11", "12", "13")):
            role = "participant" if place else "coordinator"
            rows.append(f"{rcn},{year}-05-01,{role},{pic},PRC,ES,Health")
    with gzip.open(tmp_path / "graph_small.csv.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(rows) + "\n")
    return tmp_path


def test_quality_is_told_beside_the_baselines(folder, tmp_path, capsys):
    told = tmp_path / "figures.json"

    assert main([str(folder), "--json", str(told), "--only", "text", "--only", "graph"]) == 0

    figures = json.loads(told.read_text(encoding="utf-8"))
    assert figures["text"]["Lonja"]["ndcg10"]["mean"] == 1.0
    assert figures["text"]["short"]["es"]["mean"] == 1.0
    assert figures["graph"]["Lonja: walk by field"]["recall10"]["mean"] == 1.0
    assert "full text, one document per profile" in capsys.readouterr().out


def test_a_later_folder_takes_its_evidence_from_the_earlier_one(folder, tmp_path):
    later = tmp_path / "later"
    later.mkdir()
    write_lines(later / "text_queries_2023.jsonl.gz", [project(9, "cold fruit", "A", "B")])

    task = Folder(later, folder).text()

    assert [row["id"] for row in task.projects] == ["p1", "p2", "p3", "p4"]
    assert task.right == {"p9": {"A", "B"}}


def test_an_empty_folder_and_a_wrong_word_are_told(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "nothing to measure" in capsys.readouterr().err
    assert main([str(tmp_path / "nowhere")]) == 1
    assert main([str(tmp_path), "--only", "magic"]) == 2


def test_about_a_tenth_of_the_codes_is_held_out():
    held = sum(held_out(f"{number:08d}-{number % 10}") for number in range(0, 9_000_000, 1000))

    assert 0.05 < held / 9000 < 0.15
