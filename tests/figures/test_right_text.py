"""Wordings of right texts that look like a sum, a list or a repetition that does not come out."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def said(text: str) -> list[str]:
    """Return the rules of the checks that fail or are doubtful, and a word for each conflict."""
    report = check_figures([FigureSource("a", text, title="2024年工作报告")])
    checks = [c.rule for c in report.checks if c.outcome in {"failed", "possible"}]
    return checks + ["conflict"] * len(report.conflicts)


@pytest.mark.parametrize(
    "text",
    [
        # What a bracket divides is no further part, and what a bracket closes ends with it.
        "新增病例13例，其中6例涉及甲园区（东城区4例、西城区2例）、4例关联乙酒店（东城区1例、西城区3例）、3例涉及其他区域。",
        "新增病例5例，其中境外输入4例（缅甸2例、老挝2例）；本土1例。",
        "新增境外输入病例8例（其中2例为无症状感染者转确诊），广州报告3例，深圳报告5例。",
        # 甲和乙，其中…: the whole is both.
        "新增2例确诊病例和1例核酸检测阳性者，其中2例确诊病例在海淀区，1例核酸检测阳性者在朝阳区。",
        "机上379名乘客及16名机员中，有25人受伤。",
        # Yearly amounts, and the first two of three.
        "许可费总额为110万元，其中前三年许可费总额为30万元，2013年起每年许可费20万元。",
        "每月扣税45元，实际给付4955元，共计89190元。",
        "已开展三次采样，其中已对封控区完成了三次采样，前两次检测结果均为阴性。",
        # The list goes on behind its last figure, or began before its first.
        "共有649家机构参与，包括113家基金、38家证券、135家私募、28家保险、196家海外机构和合格投资者等。",
        "共安排6次重大任务，其中两次货运飞船、两次神舟飞船和实验舱Ⅰ、实验舱Ⅱ发射。",
        "赔偿款（含土地补偿费、安置补助费495600元、青苗补偿费7080元、附着物补偿费66563.68元）共计584243.68元。",
        "餐桌单价12000元、茶几单价7000元、六把餐椅单价3000元、五幅挂画单价200元、台灯1000元，总价共计44000元。",
        # One of the parts is told again.
        "代表团总人数为217人，其中运动员96人，85名运动员为首次参加。",
        # What is told beside the first part counts some of it again.
        "本次世界杯赛共设置9个项目，其中中国队获得了所参赛的8个奥运项目的全部金牌，同时在4个单人项目上包揽了冠亚军。",
        # 其中 never says that the parts are all.
        "成果1339个，其中成交项目类513个、投资类175个、首发类173个、权威发布类82个。",
        "卫生技术人员468万人，其中执业医师204万人，注册护士147万人。",
        "床位618万张，其中医院458万张，乡镇卫生院113万张。",
        "机构973597个，其中医院24720个，乡镇卫生院36978个，村卫生室649080个，卫生监督所2994个。",
        "机构3.1万个，其中养老机构2.8万个，儿童机构713个。",
        "亿元以上项目1000个，其中，新开工400个、新竣工350个。",
        # They may overlap.
        "出境16792万人次，其中因私出境16166万人次，赴港澳台出境11271万人次。",
        # A little is left out of a long list.
        "发电装机容量124738万千瓦，比上年末增长9.3%。其中，火电装机容量86238万千瓦，增长5.7%；水电装机容量28002万千瓦，增长12.3%；核电装机容量1461万千瓦，增长16.2%；并网风电装机容量7548万千瓦，增长24.5%；并网太阳能发电装机容量1479万千瓦，增长3.4倍。",
        "减税降费20868亿元。其中，支持科技创新的政策减税降费8937亿元，支持制造业的政策减税降费8107亿元，支持企业的政策减税降费3025亿元。",
        # Some of a part, one taken off another, one thing twice.
        "新增确诊病例231例。其中境外输入病例56例，含10例由无症状感染者转为确诊病例；本土病例175例，含1例由无症状感染者转为确诊病例。",
        "国际货物和服务贸易顺差604亿美元。其中，货物贸易顺差684亿美元，服务贸易逆差80亿美元。",
        "编制增加至2389130人，其中，军事人员数量从132万人增加至150万人。",
        "指数总共上升1.4点。其中，综合经营指数上升2.1点，投入指数上升1.9点。",
        # 共 may begin to count something else.
        "亚运会共设22个大项、564个小项，共有44个国家参加。",
        "新增159种，修订1101种，总共6385种。",
        "招标发行155亿元国债。其中，2年期、3年期、5年期、15年期分别发行50亿元、50亿元、45亿元和10亿元，发行利率分别为1.4%。",
        # The whole is of the sentence before, and what 分号 parts may be something else.
        "企业100家，其中国企40家，民企50家；新增民宿20户，农家乐30户。",
        # What stands far behind the word is no part.
        "一次性付清转让资金总额20000元，自签订之日起享受甲方一切政策、包括配水时间等。如违约，应付20000元本金及20000元利息。",
    ],
)
def test_sums_that_are_none(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # A rate of something else than what was counted.
        "整治排污口98个，开工建设2个污水处理厂，城市生活污水集中处理率达到90%。",
        "城镇新增就业2.8万人，各类失业人员再就业2.1万人，登记失业率为3.47%。",
        "完成4座污水处理厂提标改造和4座污水处理厂管网配套，城镇污水处理率达到85%。",
        "城镇新增就业2万人，就业困难人员实现就业5000人，高校毕业生就业率85%。",
        # A share that is cut off, or of what was told at first, or of another whole.
        "工业投资完成1075亿元、增长7%，其中三大产业完成投资438亿元、占工业投资的40%。",
        "总人口136072万人，比上年末增加668万人，其中城镇常住人口73111万人，占总人口比重为53.73%。",
        "我市现有委员400名，其中女委员120名，占全市的36%。",
        "对东盟进出口1571亿元，其中，民营企业进出口1065.4亿元，占比超六成。",
        "企业100家，其中国企40家，占40%；规上民宿60户，占30%。",
        # Growth over ten years, the first of which is counted.
        "规模从2015年的712亿元跃升至2024年的5367亿元，年均增长22%。",
    ],
)
def test_rates_that_are_of_something_else(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # One figure begins its clause, the other ends it: they are of two lists.
        "新增入库项目104个，其中总投资100亿元项目4个，180个市重大结转项目完成投资846亿元。",
        "新增10所幼儿园，其中9所完工并招生，城区幼儿园危房改造工程已完成8所。",
        "新建20座车站，其中15座建成通车，老城区车站改造工程已完成12座。",
        # What was not done is none of what was.
        "37件民生实事有31件完成，其中超额完成8件，取消1件，其余5件正在推进。",
        "50项任务有44项落实，其中提前落实9项，终止2项，其余4项正在推进。",
        # Parts that leave most of their total out, and round numbers.
        "重点项目完成投资325亿元，其中工业、农业、文旅重点项目分别完成投资80亿元、25亿元和20亿元。",
        "重点项目完成投资415亿元，其中工业、农业、文旅重点项目分别完成投资80亿元、25亿元和10亿元。",
    ],
)
def test_parts_of_something_else(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "37件民生实事，其中完成31件，取消1件，其余15件正在推进。",
        "重点项目完成投资125亿元，其中工业、农业、文旅重点项目分别完成投资80亿元、25亿元和30亿元。",
        "重点项目完成投资185亿元，其中工业、农业、文旅重点项目分别完成投资80亿元、25亿元和20亿元。",
    ],
)
def test_parts_of_the_whole(text: str) -> None:
    assert said(text) == ["sum"]


def test_values_with_bounds_in_a_list() -> None:
    right = "农业、规模以上工业、服务业增加值分别增长6.5%、12%以上、10%左右；投资增长。"
    assert said(right) == []
    assert said("农业、规模以上工业、服务业增加值分别增长6.5%左右、12%以上；投资增长。") == [
        "respective"
    ]
    assert said(right.replace("左右；", "左右、约8%；")) == []


def test_an_anniversary_that_is_coming() -> None:
    lead = "2016年是开局之年，也是迎接自治区成立{}周年的重要一年。"
    place = "内蒙古自治区某市政府工作报告\n内蒙古的发展。内蒙古的明天。内蒙古的项目。\n"
    assert said(place + lead.format(70)) == []
    assert said(place + lead.format(76)) == ["anniversary"]
    assert said(place + lead.format(70).replace("迎接", "")) == ["anniversary"]


def test_sums_that_are_some() -> None:
    assert said(
        "新增病例13例，其中6例在甲园区（东城区4例、西城区2例）、5例在乙酒店、3例在其他区域。"
    ) == ["sum"]
    assert said("委员120人、专家30人、群众50人，共210人。") == ["sum"]


@pytest.mark.parametrize(
    "text",
    [
        "航班最多的4家航司均来自美国，分别是斯皮里特航空公司、联合航空公司、达美航空公司和美国航空公司。",
        "敲击乐器主要分为鼓、锣、钹和板四类型：鼓类包括单皮鼓、大鼓、大堂鼓、小堂鼓、怀鼓、花盆鼓；锣类有大锣、小锣。",
        "共分为两个地区版本：亚太版本在香港以外的内地、澳门、新加坡、马来西亚及澳洲收看；泰国版本仅在泰国收看。",
        "调整之前为19个村、2个社区，分别为路口村、中华村、锦绣村、花桥村、长春村，路口、麻林2个社区。",
        "甲岛、乙岛是群岛内的四大岛屿，其他较重要的岛包括：牛肉岛、库柏岛、薑岛、茅屋岛、瓜勒岛。",
        "县中医院、复兴街居委会、李友成六大户各持一份。",
        "分别建立了企业经营管理、农业、乡镇企业、化工等行业、专业七个专业性人才市场。",
        "服用降糖药物（格列吡酯片、白糖平、二甲双胍，但血糖、血压、心率一直上到9点左右。",
        "第一套辅币面值分别为1、5、10、25、50、100法郎。甲属西非和乙属非洲第一套辅币面值分别为1、5、10、25、50、100法郎。",
    ],
)
def test_lists_that_are_not_counted(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # Each item has a number of its own.
        "突出发挥“五个优势”、推进“五项举措”、加快“五大发展”，即突出优势。",
        "坚定“两个维护”、树牢“四个意识”、增强“四个自信”，坚持新发展理念。",
        "咬定一个目标、发力五个突破、聚力八大攻坚，实现跨越。",
        "重点实施“334”工程：加快“三化进程”、抓好“三大行动”、提升“四项指数”，推动工作。",
        "把握“三个关键”、落实“三个注重”、实现“三增目标”、实施“六个突破”，推动发展。",
        "落实养老服务三年行动、留守儿童和困境儿童关爱服务“五大提升行动”，建成福利院。",
        # Digits behind kinds of things count the pieces.
        "新认定国家、自治区级科技企业孵化器、众创空间8家，示范基地1家。",
        "建成国家级重点实验室、工程实验室、工程技术研究中心、企业技术中心7个。",
        "新增绿色、有机、地理标志农产品8个。",
        "新引进保险、期货、证券机构6家，新增小额贷款公司6家。",
        "探索建立海外城市展厅、经贸服务站、海外仓和独立站6个。",
        "新建学校、医院、养老院8家以上，改造5家（含民办2家）。",
        "新建、改造、提升中心城区农贸市场5个，完善建设。",
        "落实简政放权、放管结合、转变政府职能8类49项任务。",
        "抓好岚山、莒县、五莲4个光伏发电、2个生物质发电项目。",
        "抓好岚山、莒县、五莲4个光伏发电项目。",
        "重点支持装备、化工、建材、食品6家企业技改。",
        "帮扶岚皋、紫阳、平利5个贫困村，建成五里、石泉、双龙6个社区工厂。",
        "提高新农合、城乡低保、养老金和工伤保险7项标准。",
        # Names that hold a number, or what is short for several.
        "推进通山县大幕山抽水蓄能电站、“南三县”天然气长输管线工程、主城区高速。",
        "融入湘赣边区域合作示范区、大南昌都市圈、新宜吉六县转型合作示范区建设。",
        "加快新基湾、高要金利、封开长岗、德庆九市等作业区码头建设。",
        "完善各县区与丰樟高、鄱余万、奉靖永9个县市结对合作机制。",
        "加强与泛珠三角地区及川滇黔十地州市间的区域合作。",
        "实施崮河流域“治、用、保”八项工程，抓好综合整治。",
        "争取市民中、平坝一中、紫云民中创建省级二类示范性高中。",
        "重组应理集团、建投（旅游）集团、供销集团、高新集团4大国有集团公司。",
        "融入“一带一路”、京津冀协同发展、长江经济带“三大战略”，参与分工。",
        # A list inside another, or one that goes on.
        "建设集种草、养殖、加工、销售、牧旅为一体的现代化牧场试点6个。",
        "实施城市更新、环境保护、基础设施等体现导向性、引领性、带动性和示范性的“十大工程”建设。",
        "加大对三农、重大基础设施、灾后恢复重建、民生八大工程、生态环境、节能减排等领域的投入。",
        "打造绿心、商贸中心、滨河商务中心＋主城区六大片区＋历史文化轴。",
        # Verbs before the list, and 和 in its items.
        "进一步规范、完善土地使用权出让、建设工程招投标、政府采购、产权交易四项制度。",
        "统筹部署、协同推进产业、人才、文化、生态、组织“五个振兴”。",
        "打好产业基础再造、产业结构优化和产业基础高级化、产业链现代化“四大攻坚战”，建成基地。",
        "推进扶贫车间、农业产业园区、合作组织和农业托管组织“三个全覆盖”，开发岗位。",
        "推动太谷玛钢、祁县玻璃器皿、平遥牛肉和推光漆器3个省级特色专业镇发展。",
        "工作中把握四个坚持：一是坚持稳中求进、以进促稳、先立后破。二是坚持完整。三是坚持系统。四是坚持实干。",
        # The last of many slogans, a verb before a name, a class of water, a body with its own number.
        "具体为“突出三个重点，打好三大会战，加强三项建设”：\n一、突出发展\n甲。\n二、打好会战\n乙。\n",
        "要突出三个重点，打好三大会战，深化三项改革，加强三项建设：\n"
        "一、突出发展\n甲。\n二、打好会战\n乙。\n三、深化改革\n丙。\n四、加强建设\n丁。\n",
        "自觉肩负起建设区域中心城市、推动绿色循环发展、打造“四个在汉中”的使命任务，勇于担当。",
        "加快实施乡村振兴、推进城乡融合发展、实现“五个翻番”的目标，勇于担当。",
        "中心城区城西、城北和沙窝污水处理厂达到准地表四类水标准。",
        "甲河、乙河、丙河水质稳定达到地表二类标准。",
        "向浙江、辽宁两省和中央五大国有企业，向驻地部队致敬。",
        "向甲县、乙县、丙县三县和省内八大高校致敬。",
        # The number counts numbers.
        "实施粮食、生猪、茶叶、蔬菜“3个100工程”，做精单品。",
        "实施粮食、生猪、茶叶、蔬菜“三个一百”工程，做精单品。",
        # One more name with its number.
        "推进“八个园”、“八个一”和十大文化旅游工程建设。",
    ],
)
def test_numbers_that_are_not_those_of_the_list(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "推动太谷玛钢、祁县玻璃器皿、平遥牛肉7个省级特色专业镇发展。",
        "重点发展装备、化工、建材、食品6个行业，推进甲县、乙县、丙县5个县试点。",
        "统筹部署、协同推进产业、人才、文化、生态、组织“八个振兴”。",
        "打通烟台、潍坊、威海五市。",
        "加强与河源、汕尾、潮州6市帮扶协作。",
        "抓好产业发展、项目建设、改革开放“八大工程”，实现跨越。",
        "新建东山水库、西河大桥、北岭电厂8个水利工程。",
        "宁安华电、东宁哈电、林口奥丰7个风电项目开工建设。",
        "建成现代化工、铝工业、轻工纺织1个500亿级产业集群。",
        "开展“十四五”、黄河流域、国土空间、城市一体化9大规划、65项专项规划编制。",
        "具体为“突出重点，加强三项建设”：\n一、突出发展\n甲。\n二、打好会战\n乙。\n",
        "要打好三大会战，深化三项改革，加强三项建设：\n一、甲\n二、乙\n三、丙\n四、丁\n五、戊\n",
        "形成粮食、生猪、茶叶、蔬菜3个100亿级产业集群。",
        "水体分为甲、乙、丙四类水标准。",
        "向浙江、辽宁、中央五大国有企业，向驻地部队致敬。",
    ],
)
def test_numbers_of_the_list(text: str) -> None:
    assert set(said(text)) == {"list-length"}


def test_a_text_that_breaks_off_in_a_list() -> None:
    items = "".join(f"（{n}）抓好发展\n" + "推动工业经济发展。\n" * 22 for n in "一二三")
    text = f"重点做好九个方面工作。\n{items}"
    assert said(text) == []
    # A text that ends, or goes on behind the list, says how many there are; so does one that names more.
    assert said(f"{text}各位代表，让我们奋斗。\n") == ["list-length"]
    assert said(f"{text}三、加强自身建设\n") == ["list-length"]
    assert said(text.replace("九个", "两个")) == ["list-length"]
    assert said(text[: -len("推动工业经济发展。\n") * 10]) == ["list-length"]


def test_lists_that_are_counted() -> None:
    assert said("有5家航司，分别是甲航空公司、乙航空公司、丙航空公司和美国航空公司。") == [
        "list-length"
    ]


@pytest.mark.parametrize(
    "text",
    [
        # A share of what the whole itself is a share of, and a share of the country.
        "60岁及以上人口为778088人，占12.09%，其中65岁及以上人口为538231人，占8.37%。",
        "全市上市企业共618家，其中，科创板公司有59家，占比16%，排名全国第二。",
        # A province has not all the branches there are.
        "去年全省38个工业大类行业中，有28个行业利润增长。",
    ],
)
def test_shares_and_names_of_another_whole(text: str) -> None:
    assert said(text) == []


def test_shares_of_one_whole() -> None:
    assert said("老年人778088人，占12.09%，其中高龄人口538231人，占5.37%。") == ["share"]


@pytest.mark.parametrize(
    "text",
    [
        "2024年，支付豫R12345号车辆施救费200元，支付陕A23456号车辆施救费100元。",
        "2024年，未完成工作任务发放基本工资1100元，完成工作任务发放基本工资1200元，超额完成工作任务发放基本工资1300元。",
        "2024年，甲方投入营业场地、实物黄金100公斤；乙方投入交易通道、实物黄金200公斤。",
        "2024年，融资金额达3098亿元，惠及企业1.5万家，其中1000万元以下的普惠性贷款惠及企业1.1万家。",
        "2024年，从甲方累计进货金额达10万元，奖励装修费2万元，乙方累计进货金额达20万元，返奖励4%。",
        "2024年，甲通过农村商业银行账户向乙11转账支付借款本金24万元，甲通过邮政银行账户向乙11转账支付借款本金26万元。",
        # Words that lead to a figure of many projects, and say of none which it is.
        "2024年，抓好云中心等4个项目，力争完成投资85.2亿元。抓好科技示范园等10个项目，力争完成投资80.2亿元。",
        "2024年，35个新能源项目完成投资62.5亿元。十件民生实事全部兑现，完成投资22.5亿元。",
        "2024年，重点交通项目完成投资143亿元，建成通车。职教城建设完成投资1.44亿元。",
        "2024年，筹措资金16.4亿元，其中自治区财政安排2.1亿元，用于教育。筹措资金4.8亿元，其中自治区财政安排1.2亿元，用于低保。"
        "筹措资金5.2亿元，其中自治区财政安排2.3亿元，用于饮水。",
        "2024年，抓好一批项目建设，力争全年完成投资163亿元。\n2024年，抓好交通项目，力争全年完成投资113亿元。",
        "2024年，产值超亿元企业635家、新增43家。\n2024年，新增产值超亿元企业335家。",
        "2024年，木材产业新增规上工业企业19家。\n2024年，新增“一县一业”规上工业企业18家。",
        "2024年，工业增加值达到89.01亿元，增长13.7%。规模以上工业增加值达到80.01亿元，增长13.9%。",
        # Last year's and this year's, where nothing tells them apart.
        "2024年，城镇新增就业3.2万人。\n做好重点群体就业，城镇新增就业3.1万人。",
        "2024年，新建、改造公厕32座，完成改造。\n新购置公交车200辆。新建、改造公厕34座。",
        # Two companies of one kind; and more than a digit apart.
        "力争富蕴金山矿业年产200万吨铁矿项目、榕辉矿业年产100万吨铁矿技改项目建成达产。",
        "建设甲河科技有限公司年产20万吨铝材项目、乙山科技有限公司年产30万吨铝材项目。",
        "2024年，争取设备更新超长期特别国债资金87亿元。\n2024年，争取设备更新超长期特别国债资金8.9亿元。",
        # What is in a bracket is of the indicator before it.
        "2024年主要预期目标是：全州地区生产总值增长7.6%（州直增长7.5%、塔城地区增长8.5%、阿勒泰地区增长7%），规模以上工业增加值增长10.8%（州直增长12%、塔城地区增长8.5%、阿勒泰地区增长4%），一般公共预算收入增长11.3%（州直增长12%、"
        "塔城地区增长11%、阿勒泰地区增长11%），固定资产投资增长18.2%（州直增长16%、塔城地区增长25%、阿勒泰地区增长20%）。",
        # Who is poor is said with another number after some years.
        "人均纯收入1500元以下的低收入村全部消除。\n全部消除年人均纯收入2500元以下的低收入村。",
        "集体经济年经营性收入50万元以下的欠发达村实现摘帽。\n集体经济年经营性收入30万元以下的欠发达村全部摘帽。",
    ],
)
def test_what_is_said_of_two_things(text: str) -> None:
    assert said(text) == []


def test_what_is_said_of_one_thing() -> None:
    assert said("2024年，凤岭校区占地面积423亩。\n2024年，凤岭校区占地面积453亩。") == ["repeated"]
    assert said(
        "2024年，在监测的339个地级及以上城市中，空气质量达标。\n2024年，在监测的389个地级及以上城市中，细颗粒物下降。"
    ) == ["repeated"]
    assert said("年经营性收入80万元以上的行政村占九成。\n年经营性收入60万元以上的行政村过半。") == [
        "repeated"
    ]
    assert said("力争榕辉矿业年产200万吨铁矿投产。\n建设榕辉矿业年产100万吨铁矿。") == ["repeated"]
    assert said(
        "2024年，争取设备更新超长期特别国债资金8.7亿元。\n2024年，争取设备更新超长期特别国债资金8.9亿元。"
    ) == ["repeated"]
    assert said("建设刚察沙柳河东49.5兆瓦风电项目。\n刚察沙柳河东41.5兆瓦集中式风电顺利推进。") == [
        "repeated"
    ]


def conflicts(*texts: str) -> int:
    report = check_figures(FigureSource(f"d{n}", text) for n, text in enumerate(texts))
    return len(report.conflicts)


@pytest.mark.parametrize(
    "text",
    [
        # What is new is no part of what there is.
        "新增建筑业一级资质企业4家、二级资质企业313家，资质企业总数达859家。",
        "新增省级专精特新中小企业46家，认定高新技术企业136家、总数达411家。",
        "19个镇上榜全国千强镇，集体经济收入亿元村居再添7个、总数达87个。",
        "规模以上工业企业新增130家，其中新投产企业29家，总数达到550家。",
        "新增“小巨人”企业5户、省级企业49户，新增规模以上工业企业140户、总数达1524户。",
        "净增市场主体2.47万户、总数达21.87万户，其中企业总数达4.56万户。",
        "新增“四上”企业918家、总数达2080家，其中新增规上工业企业429家、总数达1201家。",
        "新增境内外上市公司47家，其中科创板上市8家，上市公司总数达578家。",
        "新缔结国际友城1个、国际友好合作城市3个，总数达30个。",
        "新增上市企业12家、挂牌企业30家，企业总数达44家。",
        "现有甲类企业12家、乙类企业30家，企业总数80家。",
        # Other stages, of other years.
        "全年新开工建设各类保障性住房5530套，建成6444套，完成分配2150套。",
        "新竣工33892套，其中中心城区新开工49608套、新竣工10884套。",
        "新入园项目100个、开工63个，其中工业项目97个、开工60个。",
        "新开工建设42件骨干水源工程，建成40万件水利工程。",
        "新签约项目51个，累计落地动工项目62个。",
        "棚户区改造新开工3859套、建成7203套、分配入住7008套。",
        "新入园项目12个，其中新开工15个、竣工7个。",
        # A part of what stands before, which is called as it is; and a loss.
        "完成投资300亿元，实现税收50亿元，其中工业投资120亿元。",
        "净利润为负30万元，其中主业亏损20万元。",
        "新增国家级企业13家、省级企业5家，共有58家。",
        # 负 as a part of a word, and a bound.
        "为企业减负23.64亿元，其中减税19.3亿元，降费4.34亿元。",
        "建材、食品两大产业产值过200亿元，其中建材产业216亿元、食品产业210亿元。",
        # Area and yield of other things; a rate of an area that is not told.
        "核心区102万亩地块平均亩产1589.8公斤，建成全国首个百万亩示范区，全年粮食总产157.5亿斤。",
        "新建高标准农田31.2万亩，粮食总产量达127.2万吨，杂交稻创亩产1018.8公斤新纪录。",
        "完成13.78万平方米建筑节能改造，新增及改造绿地131万平方米，绿地率达到37.8%。",
        "种植小麦20万亩，平均亩产520公斤，粮食总产量达127.2万吨。",
        # Values of several each.
        "铝材、纺织、医药、食品、新能源产业分别打造两个200亿级、三个100亿级产业集群。",
        # A rank rises when its number falls.
        "城市综合信用指数从全国223名提升到53名。",
        "综合实力由全国53名下降到223名。",
        "企业开办时间由15天提升到3天。",
        # Balances of banks: growth is told for the same banks in both years.
        "全部金融机构各项存款余额95698亿元，比上年末增加13402亿元，增长16.1％。",
        # Some of a whole, that comes near it by chance.
        "社会融资规模新增1455亿元，其中新增本外币贷款496.3亿元，企业直接融资858.7亿元。",
        # A goal of five years and one of a year; a mean and a year.
        "今后五年目标：出口总额年均增长15%；一般公共预算收入和地方财政收入年均增长8%；城镇化率58%。\n"
        "2024年目标：出口总额增长10%；一般公共预算收入和地方财政收入均增长6%；失业率4.6%。",
        "实现国内生产总值年均增长11.8%，其中一、二、三产业增加值分别增长8%、12.9%和12.4%。完成全社会固定资产投资300亿元。\n"
        "实现国内生产总值1002.7亿元，比上年增长12.4%，其中一、二、三产业增加值分别增长2.6%、17%和12.4%。",
    ],
)
def test_reports_that_are_right(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("新增一级企业4家、二级企业313家，合计319家。", "sum"),
        ("获得26枚金牌、18枚银牌、26枚铜牌，奖牌总数71枚。", "sum"),
        ("新开工项目63个，其中新开工工业项目97个。", "part-of-whole"),
        ("新开工项目63个，其中工业项目97个。", "part-of-whole"),
        ("完成投资300亿元，实现税收50亿元，其中增值税收120亿元。", "part-of-whole"),
        ("小麦面积20万亩，亩产650公斤，小麦总产18万吨。", "product"),
        ("产值200亿元，其中建材产业216亿元。", "part-of-whole"),
        ("种植玉米20万亩，亩产650公斤，总产18万吨。", "product"),
        ("就业人数由全市53万人提升到23万人。", "direction"),
        ("贷款余额110亿元，比年初增加10亿元，增长18%。", "step"),
        ("粮食、油料产量分别为50万吨、5万吨、3万吨。", "respective"),
    ],
)
def test_errors_like_them_are_told(text: str, rule: str) -> None:
    assert said(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        # A city or prefecture has the name of a province, and its congresses numbers of their own.
        "在吉林市第十七届人民代表大会第一次会议上。",
        "出席吉林市政协第十七届委员会第一次会议。",
        "出席吉林市第十七次党代会。",
        "在海南州第十七届人民代表大会第一次会议上。",
        "在河南县第十八届人民代表大会第一次会议上。",
        "在天津市河北区第十八届人民代表大会第一次会议上。",
        "在青海湖区第十七届人民代表大会第一次会议上。",
        # 城乡 and the like stand for two.
        "社会消费品零售总额、城乡常住居民人均可支配收入年均分别增长7.9%、8%和9%。",
        "外贸总额、进出口分别增长7.9%、8%和9%。",
        "在校生、中小学教师分别增加700名、80名和90名。",
        # What stands behind 占 is the list.
        "绿色食品、医药健康、旅游、矿产新材料和现代服务业“五大产业”占地区生产总值和财政收入比重分别达到62.1%和55.2%。",
        "食品、医药、旅游对经济增长和财政收入的贡献率分别达到62.1%和55.2%。",
        "积极开展新时代文明实践“四会一课”活动。",
        # What is first is among the first three.
        "12项主要经济指标增速全部高于全省平均，其中11项前三、4项第一。",
        "12项主要经济指标增速高于全省平均，其中11项居全省前列、4项居首位。",
        "12项主要经济指标增速高于全省平均，其中排名前三的11项、第一的4项。",
        # So much for each.
        "县4名领导各抓5000亩以上示范点，乡4名领导各抓1000亩以上示范点。",
        "县级领导干部每抓5000亩以上示范点，乡级领导干部每抓1000亩以上示范点。",
        # One company makes two things.
        "大冶有色30万吨阳极铜投产。\n加快大冶有色40万吨电解铜建设。",
    ],
)  # fmt: skip
def test_reports_of_cities_that_are_right(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("在吉林省第十七届人民代表大会第一次会议上。", "occasion"),
        ("在天津市第二十一届人民代表大会第一次会议上。", "occasion"),
        ("在宁夏回族自治区第十六届人民代表大会第一次会议上。", "occasion"),
        ("社会消费品零售总额、城乡居民人均可支配收入分别增长7.9%、8%、9%和6%。", "respective"),
        ("食品、医药、旅游占地区生产总值比重分别达到62.1%和55.2%。", "respective"),
        ("严格落实“四会一课”。", "fixed"),
        ("执行“四会一课”制度。", "fixed"),
        ("12项主要指标高于全省，其中11项居前三、4项居末位。", "sum"),
        ("大冶有色30万吨阳极铜投产。\n加快大冶有色40万吨阳极铜建设。", "repeated"),
        ("建成大冶有色30万吨铜。\n加快建设大冶有色40万吨铜、金、银项目。", "repeated"),
    ],
)  # fmt: skip
def test_errors_in_reports_of_cities_are_told(text: str, rule: str) -> None:
    assert rule in said(text)


_NEWS = "广东省今年的活动在广东举行。广东有许多企业，来自广东各地。\n"


def test_a_file_of_many_articles_has_no_province() -> None:
    one = "甲公司预计2021年净利润21亿元，增长较快。"
    two = "乙公司预计2021年净利润26亿元，增长较快。"
    assert conflicts(f"{_NEWS}\f\n{one}\n\f\n{two}") == 0
    assert (
        conflicts(f"{_NEWS}2021年全省粮食总产量21亿斤。", f"{_NEWS}2021年全省粮食总产量26亿斤。")
        == 1
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("甲科技公告，预计2021年净利润1.05亿元，同比增长131%。", "乙科技公告，预计2021年净利润1.68亿元，同比增长131%。"),
        ("中国金茂(00817.HK)：2021年取得销售金额2356.03亿元。", "中国金茂(00817.HK)：2021年取得销售金额219.85亿元。"),
        ("罗8以甲公司未能及时足额支付劳动报酬、未签订书面的劳动合同为由，2013年5月7日提出解除劳动关系。",
         "罗3以甲公司未能及时足额支付劳动报酬、未签订书面的劳动合同为由，2013年5月7日提出解除劳动关系。"),
        ("电视专题片《永远吹冲锋号》今晚播出第一集。", "电视专题片《永远吹冲锋号》今晚播出第二集。"),
    ],
)  # fmt: skip
def test_conflicts_that_are_none(one: str, two: str) -> None:
    assert conflicts(one, two) == 0
    assert conflicts(f"{one}\n{two}") == 0


def test_bounds_of_a_scale_are_no_conflict() -> None:
    text = "2015年毛鸡回收价格：≥2.9-<3.2公斤回收价格每公斤10.4元，≥2.3-<2.9公斤回收价格每公斤10.4元，≥2.1-<2.3公斤回收价格每公斤10.2元。"
    assert conflicts(text) == 0


def test_numbers_of_traditional_text_are_read_whole() -> None:
    report = check_figures(
        [FigureSource("a", "逮捕超過二萬五千人，其中八千二百人獲釋，損失3.5億元。")]
    )
    assert [int(claim.value) for claim in report.claims] == [25000, 8200, 350000000]


def series(*texts: str) -> int:
    report = check_figures(FigureSource(f"d{n}", text) for n, text in enumerate(texts))
    return len(report.series)


def test_months_of_guessed_years_make_no_series() -> None:
    told = ["{}1—3月，全国快递业务量达242.3亿件。", "{}1—3月，全国快递业务量达317.1亿件。"]
    assert (
        series(*(text.format(year) for text, year in zip(told, ("2022年", "2023年"), strict=True)))
        == 1
    )
    guessed = ("2012年是起点，2012年很重要。\n", "2021年是终点，2021年很重要。\n")
    assert series(*(year + text.format("") for text, year in zip(told, guessed, strict=True))) == 0


def test_what_one_party_did_is_no_indicator() -> None:
    assert (
        series("2015年3月6日，被告向原告借款70000元。", "2016年8月9日，被告向原告借款20000元。")
        == 0
    )
