"""The five documents end to end: what must be mended, what must stay, what must always hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.document import Document
from restore.core.edits import Decision
from restore.core.log import EditLog, decode_edits, encode_edits
from restore.pipeline import CorpusResult, Restored, restore_corpus
from tests.tools import SEEDS

NAMES = sorted(path.name for path in SEEDS.glob("*.txt"))


def _documents() -> list[Document]:
    return [Document.from_text((SEEDS / name).read_text("utf-8"), id=name) for name in NAMES]


@pytest.fixture(scope="module")
def result() -> CorpusResult:
    return restore_corpus(_documents())


@pytest.fixture(scope="module")
def again(result: CorpusResult) -> CorpusResult:
    return restore_corpus(
        [Document.from_text(item.text, id=item.document.id) for item in result.restored]
    )


def restored(result: CorpusResult, number: int) -> Restored:
    return result.restored[number]


def articles(item: Restored) -> list[str]:
    return item.text.rstrip("\n").split(f"\n{ARTICLE_BREAK}\n")


def test_nothing_fails(result: CorpusResult) -> None:
    assert result.failures == ()
    assert [item.document.id for item in result.restored] == NAMES


def test_replay_and_revert_are_exact(result: CorpusResult) -> None:
    for item in result.restored:
        log = EditLog.of(item.document.id, decode_edits(encode_edits(item.edits)))
        assert log.replay(item.document.source) == item.text
        assert log.revert(item.text) == item.document.source


def test_every_character_has_its_origin(result: CorpusResult) -> None:
    for item in result.restored:
        edits = {edit.id: edit for edit in item.edits}
        position = 0
        for origin in item.document.origins():
            here = item.text[origin.start : origin.end]
            if origin.source is not None:
                assert item.document.source[slice(*origin.source)] == here
            else:
                assert here in edits[origin.edit or ""].after
            assert origin.start == position
            position = origin.end
        assert position == len(item.text)


def test_clean_text_stays_as_it_is(again: CorpusResult) -> None:
    for item in again.restored:
        assert item.text == item.document.source


def test_two_runs_agree(result: CorpusResult) -> None:
    other = restore_corpus(_documents())
    for left, right in zip(result.restored, other.restored, strict=True):
        assert encode_edits(left.edits) == encode_edits(right.edits)
        assert left.articles == right.articles
    assert other.figures == result.figures


def test_blocks_are_the_lines(result: CorpusResult) -> None:
    for item in result.restored:
        lines = [line for line in item.text.split("\n") if line and line != ARTICLE_BREAK]
        assert [item.text[block.start : block.end] for block in item.blocks] == lines


def test_no_digit_is_changed_by_a_correction(result: CorpusResult) -> None:
    for item in result.restored:
        for edit in item.edits:
            if edit.stage == "correction" and edit.decision is not Decision.FLAGGED:
                assert re.findall(r"\d", edit.before) == re.findall(r"\d", edit.after)


def test_no_stray_space_is_left(result: CorpusResult) -> None:
    stray = re.compile("[一-鿿] [0-9]|[0-9] [一-鿿]|[，。、；：] | [，。、；：]|  ")
    for item in result.restored:
        for line in item.text.split("\n"):
            assert not stray.search(line), line


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "“京蒙协作 政协助力”"),
        (0, "自治区政协主席 张延昆"),
        (0, "“提升生态环境保护水平 筑牢我国北方重要生态安全屏障”"),
        (0, "“扎实开展主题教育 建功自治区两件大事——2023年内蒙古自治区十三届政协书画作品展”"),
        (0, "两地政协共同发起“京蒙协作 政协助力”，提出实施六个“倍增计划”"),
        (2, "以“新”为源 向“兴”而行"),
        (2, "“亮丽内蒙古 奋进新征程——学习宣传贯彻党的二十大精神”"),
        (3, "肩负起重大责任 履行好光荣使命"),
        (0, "我们的“村晚”欢乐开演"),
        (0, "学习贯彻习近平总书记近期重要指示精神 安排部署春节期间有关工作"),
    ],
)
def test_spaces_that_mean_something_stay(result: CorpusResult, number: int, words: str) -> None:
    assert words in restored(result, number).text


JOINED = [
    (0, "习近平总书记致北京交通大学肯尼亚留学生及校友代表的复信精神"),
    (0, "我代表中国人民政治协商会议第十三届内蒙古自治区委员会常务委员会，向大会报告工作"),
    (0, "围绕“把握战略定位，聚焦办好自治区‘两件大事’，奋力书写"),
    (0, "参与共建“扛稳粮食安全责任”十三省（区）政协协商座谈会机制"),
    (0, "此项工作入选自治区党委“创新成果和典型经验大起底”。"),
    (0, "全面落实全国统战部长会议精神"),
    (1, "深入开展委员履职“服务为民”活动"),
    (1, "关于加强和改进人民政协工作的重要思想，全面贯彻"),
    (1, "整条线路串联起阿尔山的冰雪风光"),
    (1, "行业性专业性调解组织28个、特色专业调解工作室60个"),
    (2, "切实扛起“落实下去”和“凝聚起来”的政治责任"),
    (3, "优化规范化农村牧区土地草原流转开展协商议政"),
    (3, "联合其他省区向全国政协提交联名提案"),
    (3, "全会期间开设委员通道，组织开放式采访"),
    (4, "筑牢我国北方重要生态安全屏障的有力体现。"),
    (4, "自治区政协领导同志深入各小组听取意见建议"),
    (4, "通过牵线搭桥、调研考察、建言献策"),
    (4, "双向赋能协作的关键要素，聚焦两地党政工作部署"),
]


@pytest.mark.parametrize(("number", "words"), JOINED)
def test_cut_sentences_are_joined(result: CorpusResult, number: int, words: str) -> None:
    assert words in restored(result, number).text


def test_the_paragraphs_of_the_wrapped_report(result: CorpusResult) -> None:
    main = articles(restored(result, 0))[0].split("\n")
    begins = [line[:8] for line in main]
    assert begins[:6] == [
        "中国人民政治协商",
        "——在政协第十三",
        "（2024年1月",
        "自治区政协主席 ",
        "各位委员：",
        "我代表中国人民政",
    ]
    assert sum(line.startswith("过去一年，我们") for line in main) == 8
    assert [line for line in main if re.match("[一二]、", line)] == [
        "一、2023年工作回顾",
        "二、2024年工作安排",
    ]
    assert [line[:3] for line in main if line.startswith("（")][1:] == [
        "（一）", "（二）", "（三）", "（四）", "（五）", "（六）",
    ]  # fmt: skip
    assert all(line.endswith(("。", "！")) for line in main[5:] if len(line) > 12)


@pytest.mark.parametrize(
    ("number", "titles"),
    [
        (
            0,
            [
                "中国人民政治协商会议内蒙古自治区委员会常务委员会工作报告",
                "我们的“村晚”欢乐开演",
                "学习贯彻习近平总书记近期重要指示精神 安排部署春节期间有关工作",
            ],
        ),
        (
            1,
            [
                "中国人民政治协商会议内蒙古自治区委员会常务委员会工作报告",
                "内蒙古自治区2026年春节团拜会在呼举行",
                "我区一线路跻身全国春节户外运动精品线路",
                None,
            ],
        ),
        (2, ["以“新”为源 向“兴”而行"]),
        (3, ["在建党百年交出政协履职有为答卷"]),
    ],
)
def test_articles_stand_apart(result: CorpusResult, number: int, titles: list[str | None]) -> None:
    item = restored(result, number)
    assert [article.title for article in item.articles] == titles
    assert [article.complete for article in item.articles[1:]] == [False] * (len(titles) - 1)
    assert len(articles(item)) == len(titles)


def test_no_other_story_stands_in_the_main_text(result: CorpusResult) -> None:
    first = articles(restored(result, 0))[0]
    assert "村晚" not in first
    assert "盐碱地" not in first
    second = articles(restored(result, 1))[0]
    for words in ("团拜会", "阿尔山", "李玉兰", "冰雪", "策马奔腾", "特色专业调解工作室"):
        assert words not in second
    assert second.rstrip().endswith("而团结奋斗！")


def test_furniture_is_out_of_the_text_and_in_the_log(result: CorpusResult) -> None:
    gone = {
        1: ["请扫二维码阅读", "上接第1版", "**"],
        2: ["内蒙古自治区政协十三届二次会议会场"],
        3: ["全 / 媒 / 体", "本版图片由", "内蒙古日报\n"],
        4: ["2024年9月27日，自治区政协召开“推进", "与会委员与相关部门进行互动交流"],
        0: ["上接第"],
    }
    for number, words in gone.items():
        item = restored(result, number)
        for word in words:
            assert word not in item.text
            assert any(word.strip() in edit.before for edit in item.edits if edit.applied)


def test_the_repeated_section_goes_and_its_heading_is_flagged(result: CorpusResult) -> None:
    item = restored(result, 3)
    assert item.text.count("全国政协主席汪洋多次强调") == 1
    assert item.text.count("用心学党史，真心办实事") == 1
    assert item.text.count("2021年，自治区政协对智库成员进行动") == 1
    assert "⑤ 坚持党建引领\n" in item.text
    flags = [edit.before for edit in item.edits if edit.reason.value == "lost_own_text"]
    assert flags == ["⑤ 坚持党建引领"]
    assert "一年来，自治区政协及时跟进学习习近平总书记最新重要讲话精神" in item.text
    assert restored(result, 2).text.count("一年砥砺深耕，一年春华秋实") == 1


def test_nothing_unique_is_lost(result: CorpusResult) -> None:
    """Every sentence of the sources is in the text, in the log as furniture, or kept elsewhere."""
    kept = "".join("".join(item.text.split()) for item in result.restored)
    for item in result.restored:
        for edit in item.edits:
            if edit.stage == "dedup" and edit.applied:
                for sentence in re.split("(?<=[。；！？])", "".join(edit.before.split())):
                    assert _survives(sentence, kept, item), sentence


def _survives(sentence: str, kept: str, item: Restored) -> bool:
    if sentence in kept:
        return True
    # The copy that was kept may have been corrected since.
    changed = sentence
    for edit in item.edits:
        if edit.stage == "correction" and edit.applied:
            changed = changed.replace(edit.before, edit.after)
    return changed in kept


MENDED = [
    (1, "领航舵舵", "领航掌舵"),
    (1, "铸铸牢", "铸牢"),
    (1, "防治防治", "水污染防治"),
    (1, "优秀奖奖", "优秀奖"),
    (1, "担当担当作为", "展现委员担当作为"),
    (3, "推进推进", "扎实推进党史学习教育"),
    (1, "专题商会会", "专题会商会"),
    (2, "稳粮粮食", "扛稳粮食安全责任"),
    (1, "做实主监督", "做实民主监督"),
    (1, "记律", "纪律作风党课"),
    (1, "中国蒙博览会", "第五届中蒙博览会"),
    (1, "常务副主委", "常务副主席"),
    (1, "出席会议成员", "主席会议成员和政协常委"),
    (1, "内蒙会议24次", "主席会议24次"),
    (4, "中国政治协商会议", "中国人民政治协商会议成立75周年"),
    (1, "务实履职基础", "夯实履职基础"),
    (3, "更加强定型", "更加成熟更加定型"),
    (1, "民主党派区委会", "各民主党派区委、自治区工商联"),
]


@pytest.mark.parametrize(("number", "wrong", "right"), MENDED)
def test_typos_are_mended(result: CorpusResult, number: int, wrong: str, right: str) -> None:
    text = restored(result, number).text
    assert wrong in restored(result, number).document.source.replace("\n", "")
    assert wrong not in text
    assert right in text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "增开一次专题议政性常委会会议。"),
        (0, "经自治区党委常委会会议审议"),
        (0, "促进政协协商向基层延伸工作经验交流会"),
        (0, "坚持把学习习近平新时代中国特色社会主义思想作为"),
        (0, "不灿洼村的村民们"),
        (0, "牢牢把握人民政协性质定位"),
        (1, "政协机关工作作风实现整体性提升"),
        (1, "赴乌兰察布市凉城县曹碾满族乡"),
        (2, "政协协商向基层延伸成色更足"),
        (2, "跟进学习习近平总书记最新重要讲话精神"),
        (4, "尼玛老人一家坚守信义为国守边"),
    ],
)
def test_what_looks_wrong_and_is_right_stays(result: CorpusResult, number: int, words: str) -> None:
    assert words in restored(result, number).text


def _agreeing(result: CorpusResult, names: set[str]) -> Iterator[object]:
    report = result.figures
    assert report is not None
    claims = {claim.id: claim for claim in report.claims}
    for group in report.groups:
        documents = {claims[identity].document for identity in group.claims}
        if names <= documents and group.verdict == "agree":
            yield group


def test_figures_agree_between_the_two_reviews_of_2023(result: CorpusResult) -> None:
    assert len(list(_agreeing(result, {NAMES[0], NAMES[2]}))) >= 15
    assert result.figures is not None
    assert [group for group in result.figures.groups if group.verdict == "conflict"] == []


def test_roles(result: CorpusResult) -> None:
    first = restored(result, 0)
    assert [block.role for block in first.articles[0].blocks[:4]] == [
        Role.TITLE,
        Role.SUBTITLE,
        Role.DATELINE,
        Role.BYLINE,
    ]
    assert first.articles[0].byline == "自治区政协主席 张延昆"
    assert first.articles[0].date == "（2024年1月29日）"
    third = restored(result, 3).articles[0]
    assert third.byline == "□ 同心"
    assert not third.complete
    assert restored(result, 2).articles[0].complete is False


def test_what_begins_a_sentence_or_a_section_is_told_apart(result: CorpusResult) -> None:
    roles = {
        item.text[block.start : block.end][:12]: block.role
        for item in result.restored
        for block in item.blocks
    }
    assert roles["2021年，自治区政协对"] is Role.BODY
    assert roles["2023年自治区政协认真"] is Role.BODY
    for words in ("——围绕中心、服务大局，", "——参与中心、助力发展，", "——融入中心、履职为民，"):
        assert roles[words] is Role.HEADING
    assert roles["各位委员，过去一年所取得"] is Role.BODY
