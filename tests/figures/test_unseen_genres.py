"""What right texts of newsreaders, analysts and companies say is not doubted, and the like that is wrong is."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def told(text: str) -> list[str]:
    """Return the rules of what is said of a text."""
    report = check_figures([FigureSource("a", text)])
    found = [c.rule for c in report.checks if c.outcome in {"failed", "possible"}]
    return found + ["conflict"] * len(report.conflicts)


@pytest.mark.parametrize(
    "text",
    [
        "制作工艺也从台积电7nm提升至6nm，性能提升的同时也降低了能耗。",
        "把测量海水温度的分辨率从现在的0.5度提高到0.1度。",
        "将年度交易限值由每人每年20000元提高至26000元，单次交易限值提高至5000元。",
        "销售额CR5、CR10从2015年的11%、14%增长到2019年的13%、20%。",
        "当日新增24例（其中当日新增境外输入确诊病例10例，北京6例，上海2例，山东1例，甘肃1例）。",
        "首批46人接受了检测，其中21人结果呈阳性，他们中19人为船员，2人为乘客。",
        "对49名企业人员和监察对象立案侦查，其中正厅级2人、副厅级7人、处级16人。",
        "中央财政共安排446亿元帮助560万户农村危房进行改造，今年户均补助标准由上年的6000元提高到7500元。",
        "辍学学生人数已经由2019年5月的29万人减少至6.5万人，其中建档立卡贫困家庭学生人数由15万人减少至2.7万人。",
        "本行共有员工174,406人（另有劳务派遣用工15,730人），其中控股子公司员工877人。其中大学本科及以上学历129,248人，占比74.11%。",
        "表明商务、旅游出行需求的汽油、航空煤油消费分别增长了5.9%和10.8%。",
        "到2020年，城市建成区20%以上的面积要达到目标要求，到2030年，城市建成区80%以上的面积要达到目标要求。",
        "庆祝中国共产党成立95周年大会举行。纪念中国共产党成立95周年。我坚信，中国共产党成立一百周年时，目标一定能够实现。",
        "江浙沪皖四地联合发布倡议。",
        "年度报告\n以停牌前一交易日（2014年12月10日）价格计算。\n为纪念中国共产党成立97周年，集团举办活动。",
        # Lists that begin or end inside what stands between two marks.
        "各级纪检机关、组织部门认真落实发扬民主、推进改革、严肃纪律三项关键举措。",
        "四川、重庆两地新开工建设南充至潼南、泸州至永川、开江至梁平、内江至大足4条高速公路。",
        "国家、省全面实施去产能、去库存、去杠杆、降成本、补短板五大任务。",
        "有色网金属交易中心、上港云仓以及入驻平台的首批4家大宗商品贸易企业签署协议。",
        "由中国国务院新闻办公室、中国驻塞尔维亚大使馆、中国外文局主办的中国主题图书展销月开始在贝尔格莱德6家主要书店同时举行。",
        "加快建设荷塘污水厂、杜阮污水厂、恩平污水处理厂、新会7个非中心镇污水处理厂。",
        "逐项报告了财政管理审计情况、预算执行审计情况、重点专项资金审计情况、推动打好三大攻坚战相关审计情况。",
        "在西非、北美和欧洲七个国家共发现了8399例。",
        "出动兰州、定西、天水7个支队500多名官兵。",
        "走访了和田、喀什、阿克苏8个偏远乡镇的15个村。",
        "推进“筹钱、清欠、转固、变现”和“主体健身、担保清理、非标突破、责任落实”八个专项。",
        "在“可靠性”、“易用性”、“维修水平”与“厂家响应、到达现场、修复速度”四项指标中得分。",
        "强化与“双区”“双城”产业、交通、市场、机制、创新资源“五个对接”。",
        # What counts nothing.
        "推动二倍体狂犬疫苗、抗肿瘤药、北方1类新药上市。",
        "黄州、团风、罗田、英山前进5个位次以上。",
        "海淀唐家岭、朝阳金盏、昌平北七家等城乡接合部地区改造。",
        "地下管廊用于容纳电力、通信、给水两类及以上工程管线。",
        "新建或改扩建幼儿园4所、中小学19所，其中标准化幼儿园2所、中小学7所。",
        "农村互助养老服务设施覆盖70%以上行政村。到明年农村互助养老服务设施覆盖80%以上行政村。",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("合格率由90%提高到80%。", "direction"),
        ("年度交易限值由每人每年26000元提高至20000元。", "direction"),
        ("累计确诊24例，其中北京11例、上海6例、山东4例、甘肃2例、广东9例。", "sum"),
        ("对149名企业人员立案侦查，其中正厅级42人、副厅级87人、处级2人。", "sum"),
        ("发放补助446亿元帮助560万户，户均补助6000元，共446亿元。", "product"),
        ("辍学学生29万人，其中建档立卡贫困家庭学生35万人。", "part-of-whole"),
        ("现有员工400人，其中本科学历120人，占36%。", "share"),
        ("汽油、煤油、柴油消费分别增长了5.9%和10.8%。", "respective"),
        ("城市建成区20%以上的面积要达到目标要求。城市建成区80%以上的面积要达到目标要求。", "repeated"),
        ("庆祝中国共产党成立95周年大会举行。纪念中国共产党成立95周年。纪念中国共产党成立92周年座谈会召开。", "anniversary"),
        ("认真落实发扬民主、推进改革、严肃纪律五项关键举措。", "list-length"),
        ("新开工建设南充至潼南、泸州至永川、开江至梁平6条高速公路。", "list-length"),
        ("全面实施去产能、去库存、去杠杆、降成本、补短板七大任务。", "list-length"),
        ("打好防范风险、精准脱贫、污染防治四大攻坚战。", "list-length"),
        ("推进“筹钱、清欠、转固、变现”五个专项。", "list-length"),
        ("强化产业、交通、市场、机制、创新资源“七个对接”。", "list-length"),
        ("江浙沪皖五地联合发布倡议。", "list-length"),
        ("工作报告\n（2014年12月10日）\n为纪念中国共产党成立97周年，集团举办活动。", "anniversary"),
    ],
)  # fmt: skip
def test_the_like_that_is_wrong_is_told(text: str, rule: str) -> None:
    assert rule in told(text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        # Items of one length behind the first, and a Chinese numeral.
        ("统筹推进经济、政治、文化、社会六项建设。", "failed"),
        ("统筹推进经济、政治、文化、社会三项建设。", "failed"),
        ("统筹推进经济、政治、文化、社会民生六项建设。", "possible"),
        ("统筹推进经济、政治、文化、社会6项建设。", "possible"),
        ("开展“学法规、守纪律、树新风、做表率”六项活动。", "failed"),
        ("开展“学法规、守纪律、树新风、争做表率”六项活动。", "failed"),
    ],
)
def test_how_sure_a_list_is(text: str, outcome: str) -> None:
    report = check_figures([FigureSource("a", text)])
    assert [check.outcome for check in report.checks if check.rule == "list-length"] == [outcome]
