"""Every reason, every way out and every stage of the planner has words, in each language."""

import pytest
from django.utils import translation

from lonja.algorithms.scheduling import ChangeKind, Reason, Stage
from lonja.meetings import reasons, tasks


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_a_sentence(reason, language):
    with translation.override(language):
        sentence = reasons.reason_sentence(reason.value, who="Ana Ruiz")

    assert sentence.endswith(".")
    assert "%(" not in sentence


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("change", ChangeKind)
def test_each_way_out_names_its_slot(change, language):
    with translation.override(language):
        sentence = reasons.remedy_sentence(change.value, slot="15/11 09:00", who="Ana Ruiz")

    assert "15/11 09:00" in sentence
    assert "%(" not in sentence


def test_no_way_out_is_no_sentence():
    assert reasons.remedy_sentence("") == ""


@pytest.mark.parametrize("stage", Stage)
def test_each_stage_has_words(stage):
    assert str(tasks.STAGES[stage.value])
