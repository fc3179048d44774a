"""What is nearly a common expression is offered; what is right beside one is left alone."""

from __future__ import annotations

import msgspec
import pytest

from restore.correction.expression_candidates import FEATURES
from restore.correction.expressions import Weights, propose_expressions
from restore.language.model import LanguageModel
from restore.resources import model_path
from tests.correction.helpers import lexicon


def _read(text: str) -> str:
    model = LanguageModel.load()
    found = propose_expressions(text, model.char_scores(text), lexicon(), model)
    for item in reversed(found):
        text = text[: item.start] + item.after + text[item.end :]
    return text


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("深入推进全面从严党，营造风清气正的政治生态。", "全面从严治党"),
        ("充分发挥市场在资源配制中的决定性作用。", "资源配置中"),
        ("加强工业和信系化部门的协调配合。", "工业和信息化部门"),
        ("加快形农成绿色生产生活方式。", "加快形成绿色"),
        ("各位委员认真履行职能，实现良好开始局。", "良好开局"),
        ("坚持不懈用习平近新时代中国特色社会主义思想武装头脑。", "习近平新时代"),
    ],
)
def test_a_slip_in_an_expression(read: str, right: str) -> None:
    assert right in _read(read)


@pytest.mark.parametrize(
    "text",
    [
        "建设教育强区、科技强区、人才强区。",
        "建立长期护理险制度，发展铁海联运、水水联运。",
        "党的十七大以来，文化事业繁荣发展。",
        "推动有为政府和有效市场更好结合。",
        "完善基层群众自治机制，办好第十九届省运会。",
        "中国特色社会主义进入新时代，牢牢把握高质量发展这个首要任务。",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert _read(text) == text


def test_what_the_document_writes_again_and_again_is_meant() -> None:
    text = "加快形农成绿色生产生活方式。\n" * 3
    assert _read(text) == text


def test_the_weights_are_of_these_features() -> None:
    weights = msgspec.json.decode(model_path("expressions.json").read_bytes(), type=Weights)
    assert weights.features == FEATURES
    assert len(weights.weights) == len(FEATURES)
    assert weights.source
