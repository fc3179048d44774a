"""Counts of the list before them, and rows of numbered items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.numbering import numbering_checks
from restore.figures.tables import groups_table
from restore.text.characters import ONE_TO_TEN


def outcomes(text: str, rule: str) -> list[str]:
    checks = check_figures([FigureSource("a", text)]).checks
    return [check.outcome for check in checks if check.rule == rule]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推动东北、西北、西南、东南四个片区内城市互通。", ["verified"]),
        ("推动黄河、淮河、海河、长江四大流域治理。", ["verified"]),
        ("推动黄河、淮河、海河、长江八大流域治理。", ["failed"]),
        ("实施新建布局、优化提升、整合重组“五大行动”，成效明显。", ["failed"]),
        ("细化经济发展、创新驱动、绿色低碳、安全保障六大类指标。", ["failed"]),
        ("推动东北、西北、西南、东南六个片区内城市互通。", ["failed"]),
        ("从创新、协调、绿色、开放、共享、安全6个维度设置指标。", ["verified"]),
        ("从创新、协调、绿色、开放、共享、安全8个维度设置指标。", ["possible"]),
        ("在“巩固、增强、提升、畅通”四个方面下功夫。", ["verified"]),
        ("在“巩固、增强、提升、畅通”五个方面下功夫。", ["failed"]),
        ("激活改革、开放、创新二大动力。", ["failed"]),
        ("经济发展、创新驱动、民生福祉、绿色低碳等三大类指标。", ["failed"]),
        # 等 leaves some out, and what stands before is of another list.
        ("经济发展、创新驱动、民生福祉、绿色低碳等六大类指标。", []),
        ("分为高峰、平段、低谷三个时段或高峰、低谷、深谷三个时段。", ["verified"]),
        # 和 joins the last item: two of one make are two items.
        ("设国际展、消费品展和商品常年展三个展区。", ["verified"]),
        ("设国际展、消费品展和商品常年展九个展区。", ["possible"]),
        ("设国际展、消费品展和商品常年展2个展区。", ["possible"]),
        ("形成公共大屏、电视和手机八类终端。", ["failed"]),
        ("共建和平、安宁、繁荣、美丽、友好六大家园。", ["failed"]),
        # What leads to a list may give a date or a number; a heading may stand above it.
        ("11月将在香港、澳门、广州、深圳三个城市举行。", ["failed"]),
        ("第一个“4”是指旅游业、服务业、新技术产业、热带农业六大产业。", ["possible"]),
        ("在2省的水稻、玉米、大豆六类作物上推广。", ["failed"]),
        ("产业壮大\n建成新材料、现代金融、现代商贸5个集群，大项目落地。", ["possible"]),
        ("履行刑事、民事、行政、公益诉讼“九大检察”职能。", ["possible"]),
        ("将西安、咸阳、渭南、杨凌1个城市连接起来。", ["possible"]),
        ("用壮文、蒙古文、藏文共九种文字出版。", ["possible"]),
        ("打通烟台、潍坊、威海五市。", ["failed"]),
        ("在刘集乡、石塬镇、柳沟乡五个乡镇设点。", ["failed"]),
        ("重点发展基础设施、设备更新、城市建设六大领域。", ["failed"]),
        # Items of a character each, where kinds are counted or quotation marks hold them.
        ("分东、中、西五条通道。", ["failed"]),
        ("分东、中、西三条通道。", ["verified"]),
        ("紧紧扭住“人、地、钱”六个关键点。", ["failed"]),
        ("建成“钾、钠、镁、锂、氯”六大产业集群。", ["failed"]),
        ("工、农、商、学、兵、政、党这六个方面。", ["failed"]),
        # 和 belongs to a word, 等 and 共 as well.
        ("遵循合作共赢、平等互利、和平共处六项主张。", ["failed"]),
        ("和田、喀什、阿克苏八个地区清零。", ["possible"]),
        # The head of an article is no item.
        ("第十一条自然保护区分为核心区、缓冲区、实验区九个功能区。", ["failed"]),
        # A thing and what is done to it is a deed; the list of these is counted.
        ("推动设备更新、以旧换新、回收循环利用、标准提升七大行动取得开局。", ["possible"]),
        ("推动设备更新、以旧换新、回收循环利用、标准提升四大行动取得开局。", ["verified"]),
        # 和 between the first mark and the last is part of an item; the last two that are alike are two.
        ("展出玩具、建材及家具、家庭用品三大板块。", ["verified"]),
        ("展出玩具、建材及家具、家庭用品四大板块。", ["possible"]),
        ("打造军民融合、东盟合作、科技创新和产业集聚三大平台。", ["failed"]),
        ("打造军民融合、东盟合作、科技创新和产业集聚四大平台。", ["verified"]),
        ("发展机器人、高档数控机床、增材制造及激光制造三类装备。", ["verified"]),
        ("部署整治拖欠账款、违规收费以及涉企执法五个专项。", ["failed"]),
        ("目前北京、延庆和张家口四个赛区就位。", ["possible"]),
        ("在电子信息、生物医药和新材料二大领域攻关。", ["possible"]),
        ("组建了铝、铜铅锌和稀有金属二大集团。", ["possible"]),
        # A word as short as the one before it is an item; so is 公共, and what both end with.
        ("推进产业、能源、交通、用地六大结构调整。", ["failed"]),
        ("抓牢谋划、招引、落地五个环节。", ["failed"]),
        ("完善疾病预防、应急救治、公共卫生应急保障五大体系。", ["possible"]),
        ("按照县城区、一般乡镇、中心村、一般村七种类型施策。", ["possible"]),
        ("从“载体、主体、业态、生态”八方面着手。", ["failed"]),
        ("形成太极拳、怀药、山水旅游七大200亿级产业集群。", ["possible"]),
        ("打造智能装备、5G、生物医药、节能环保3个百亿级集群。", ["possible"]),
        (
            "开发智能装备、新型显示及智能终端、新能源及网联汽车、节能环保3个百亿级集群。",
            ["possible"],
        ),
        # Two names, where what stands behind shows that they are counted.
        ("着力打造高端装备、绿色食品3个千亿级产业集群。", ["possible"]),
        ("着力打造高端装备、绿色食品2个千亿级产业集群。", ["verified"]),
        ("形成钢铁、金融、物流等7个产业集群和高新区、经开区4个千亿园区。", ["possible"]),
        ("新增鄂州花湖机场、宜昌三峡机场5个国际机场。", ["possible"]),
        ("建成景德镇至鹰潭、南康至大余3条高速公路。", ["possible"]),
    ],
)
def test_a_count_behind_its_list(text: str, found: list[str]) -> None:
    assert outcomes(text, "list-length") == found


@pytest.mark.parametrize(
    "text",
    [
        "国家技术创新中心、新兴产业创新中心、制造业创新中心达到8家。",
        "见证科技、卫生、清洁能源、知识产权等领域7项协议的签署。",
        "目前建成、在建、预研7个大科学装置。",
        "单板滑雪、跳台滑雪、越野滑雪和冬季两项都已开赛。",
        "先后深入兴安盟、通辽市、赤峰市8个基层委员之家。",
        "要就业、要增收，在稳就业、稳企业、稳预期八个字上下功夫。",
        "主要包括工业软件、大数据、\n数字孪生、区块链、云计算七个部分。",
        "与高校、院所、企业共建13个基地。",
        "推进物流、商贸、文旅一大批项目建设。",
        "老艺术家、友谊使者、大国工匠张连钢、歌唱演员和蓝天卫士空军某团飞行二大队获奖。",
        "国务院决定对1部行政法规和2个国务院决定的部分条款予以修改：一是修改条例；二是修改办法；三是修改决定。",
        "东、中、西部四大通关口岸全面扩能。",
        "推进河湖保护工程、机场改造工程、“六个现代化灌区”覆盖工程、算力工程。",
        "组织民主党派、工商联和沿黄7个盟市开展监督。",
        "对国家能源局、国家林业和草原局2个部门督察。",
        "受降雪影响，山西、黑龙江和新疆共封闭路段7个。",
        "按照男子、女子组，青年男子、青年女子组和公开组五个组别举行。",
        "涉及药物球囊、泌尿介入两大类和其他耗材5种。",
        "完成《选读》第一卷、第二卷蒙古文、藏文等三种文版。",
        "是以团结为主线、完整准确全面贯彻方略、深入落实“五大战略定位”、更好凝聚人心的五年。",
        "足球、板球、现代五项、赛艇都已开赛。",
        "在北京、上海、广州各设1个站点。",
        "在旧址、故居、四县边办事处旧址展出。",
        "武汉、南京、成渝地区2个中心加快建设。",
        "参加国际会议、主题活动、圆桌会议的大洋洲和五大湖地区代表。",
        "保障水、电、气5个项目用地。",
        "从国家到省、市、县五个层级联动。",
        "国家确定的一、二、三类城市。",
        "加快产业、人才、文化全面提升五大行动。",
        "推进农业、工业、服务业转型升级五大行动。",
        "提升企业、院所、高校创新五大能力。",
        "从事省、自治区、直辖市行政区域内跨2个县级以上行政区域客运经营的。",
        "支持了南水北调、引江济淮、云南九大高原湖泊保护治理。",
        # 各 and 分别 say of each; a verb and a number stand in each item.
        "博乐市、精河县、温泉县各选择2个乡镇场。",
        "海口市、三亚市、儋州市分别新增2个站点。",
        "提出“咬定一个目标、发力五个突破、聚力八大攻坚”工作思路。",
        # The list began clauses before, or an item is a list of characters.
        "钟祥循环磷化工和农产品加工，东宝电子信息、绿色建材和装配式建筑，荆门循环化工、再生资源利用与环保、新能源动力电池九大产业入选。",
        "围绕特殊钢、精品钢材、板管线型材深加工和钢构七大板块。",
        "古城内珍珠泉与城外趵突泉、黑虎泉、五龙潭四大泉群。",
        "包括财税政策、金融政策、保供政策、外贸政策以及用地、用能和环境政策等五方面18项内容。",
        "持续推动大健康、现代金融、会展商贸和文化体育等四大产业。",
        "商务部、中国人民银行、国家外汇局联合出台5方面11条措施。",
        # Two places may have several.
        "加快格尔木、德令哈3座光热电站。",
        "河北保定、涿州4个乡镇降雨。",
        "甲县、乙县3个县城。",
        "实施内地居民赴港澳团队旅游签注“全国通办”、内地居民申办赴港澳地区探亲、工作、学习证件“全国通办”等三项措施。",
        "菌种分为下列三类：\n一类：鼠疫菌、霍乱菌；艾滋病毒；\n二类：布氏菌、炭疽菌、麻风杆菌；\n三类：链球菌、结核杆菌。\n",
    ],
)
def test_what_counts_no_list(text: str) -> None:
    assert "failed" not in outcomes(text, "list-length")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支持江西、湖南、湖北三省发展。", ["verified"]),
        ("支持江西、湖南、湖北七省发展。", ["failed"]),
        ("支持甘肃、广西7省区防汛。", ["failed"]),
        ("支持河北省和天津市3省（市）防汛。", ["failed"]),
        ("涉及江苏、安徽、山东6省124个县。", ["failed"]),
        ("涵盖上海、江苏、浙江、安徽三省一市。", ["verified"]),
        ("涵盖上海、江苏、浙江、安徽五省一市。", ["failed"]),
        ("位于上海、江苏、浙江一市两省交界处。", ["verified"]),
        # A character for each.
        ("举办皮划艇赛、闽浙赣皖四省四市艺术节。", ["verified"]),
        ("举办皮划艇赛、闽浙赣皖七省四市艺术节。", ["failed"]),
        ("深化粤港澳三地合作。", ["verified"]),
        ("北京、河北五地联动。", ["failed"]),
        ("深化京津冀五地合作。", ["failed"]),
        ("沪苏浙皖三省一市携手。", ["verified"]),
        ("山西、京津冀四省市联动。", []),
        # 京津冀 is three, 等 leaves some out, cities lie in provinces.
        ("支持京津冀及黑龙江、吉林5省（市）防汛。", []),
        ("支持长三角、山东、江苏6省。", []),
        ("支持江西、湖南等六省发展。", []),
        ("河北、山西4市开通班列。", []),
    ],
)
def test_a_count_of_provinces(text: str, found: list[str]) -> None:
    assert outcomes(text, "list-length") == found


@pytest.mark.parametrize(
    "text",
    [
        "（一）学习。\n（二）调研。\n（五）提案。\n（四）视察。\n",
        "一是学习；二是调研；七是提案；四是视察。",
        "一是学习；三是调研；三是提案。",
        "（一）学习。\n（二）调研。\n（四）提案。\n（四）视察。\n（五）办案。\n",
        # The first is lost, but six are in order around it.
        "（二）学习。\n（三）调研。\n（五）提案。\n（五）视察。\n（六）办案。\n（七）联谊。\n（八）宣传。\n",
        "一、学习\n内容。\n八、调研\n内容。\n三、提案\n内容。\n",
        "第一，学习。第四，调研。第三，提案。",
        "1.学习\n2.调研\n9.提案\n4.视察\n",
    ],
)
def test_a_number_that_breaks_its_row(text: str) -> None:
    assert outcomes(text, "numbering") == ["failed"]
    assert "编号顺序" in groups_table(check_figures([FigureSource("a", text)]))


@pytest.mark.parametrize(
    "text",
    [
        "一是学习；二是调研：一是实地；二是座谈；三是提案；四是视察。",
        "（一）学习。\n（三）提案。\n（四）视察。\n",
        "（一）学习。\n（二）调研。\n（一）提案。\n（四）视察。\n",
        "（一）学习。\n（三）提案。\n（三）视察。\n",
        "（二）学习。\n（四）提案。\n（四）视察。\n（五）办案。\n",
        "二是调研；二是提案；四是视察。",
        "（二）学习。\n（三）调研。\n（五）提案。\n（五）视察。\n（六）办案。\n（七）联谊。\n",
        "常委会会议第一次、第五次、第三次。十届一次会议。",
        # Chapters of three laws, the headings between them lost.
        "第五章附则\n第六十条本条例自公布之日起施行。\n第三章管理\n第十二条市民应当爱护公物。\n第七章附则\n",
    ],
)
def test_rows_that_say_nothing(text: str) -> None:
    assert outcomes(text, "numbering") == []


@pytest.mark.parametrize(
    "text",
    [
        "（一）学习。\n（二）调研。\n（二）提案。\n（四）视察。\n",
        "一、学习\n内容。\n三、调研\n内容。\n三、提案\n内容。\n四、视察\n内容。\n",
    ],
)
def test_a_short_row_with_a_number_twice_is_doubted(text: str) -> None:
    assert outcomes(text, "numbering") == ["possible"]


@pytest.mark.parametrize(
    "between",
    ["第十三条　内容包括：\n", "五、促进发展\n关键是转变方式。\n", "应符合如下条件：\n"],
)
def test_a_list_begins_anew_below_a_heading_or_behind_a_colon(between: str) -> None:
    rows = "（一）甲。\n（二）乙。\n（三）丙。\n（四）丁。\n{}（四）戊。\n（六）己。\n"

    def found(text: str) -> list[str]:
        checks = check_figures([FigureSource("a", text)]).checks
        return [check.rule for check in checks if check.outcome == "failed"]

    assert found(rows.format("")) == ["numbering"]
    assert found(rows.format(between)) == []


@given(st.integers(3, 10), st.data())
def test_any_number_in_the_middle_of_a_row(length: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, length - 2))
    rows = list(ONE_TO_TEN[:length])
    told = data.draw(st.sampled_from(ONE_TO_TEN))
    rows[place] = told
    text = "".join(f"（{number}）做好工作。\n" for number in rows)
    found = [check.outcome for check in numbering_checks(FigureSource("a", text))]
    twice = told in {ONE_TO_TEN[place - 1], ONE_TO_TEN[place + 1]}
    kept = told in {"一", ONE_TO_TEN[place]} or (twice and length - 1 < 3)
    doubted = "possible" if twice and length - 1 == 3 else "failed"
    assert found == ([] if kept else [doubted])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Three short names and more before digits, but not of what each may have several of.
        ("挂牌建设金凤、嘉陵江、明月湖3个重庆实验室，重组更多。", ["verified"]),
        ("挂牌建设金凤、嘉陵江、明月湖9个重庆实验室，重组更多。", ["possible"]),
        ("挂牌建设金凤、嘉陵江、明月湖9个重点项目，重组更多。", []),
        # A noun that goes on in a bracket, and one that sums up the list before more is said.
        ("举全市之力，泾川、灵台、崇信、华亭5县（市）脱贫摘帽。", ["possible"]),
        ("泾川、灵台、崇信、华亭的农家乐增加了5家（户）。", []),
        ("充分发挥安阳、商丘、信阳、三门峡八个端点城市对内联动、对外开放作用。", ["possible"]),
        ("加大对三农、基础设施、灾后恢复重建、民生八大工程、生态环境、节能减排等领域的投入。", []),
        # Two names of what has a level.
        ("支持平泉食用菌、兴隆板栗2家省级外贸转型示范基地做大做强。", ["verified"]),
        ("支持平泉食用菌、兴隆板栗4家省级外贸转型示范基地做大做强。", ["possible"]),
        ("支持平泉食用菌、兴隆板栗1家省级外贸转型示范基地做大做强。", []),
        ("新开通、延伸6条市区公交线路。", []),
        # Marks around a list show where it ends, marks around an item do not.
        ("实施科技型企业“登高、升规、晋位、上市”八大工程。", ["failed"]),
        ("实施登高、升规、晋位、“小企业上市”八大工程。", ["possible"]),
        ("在登高、升规、晋位、“百企上市”等领域实施八大工程。", []),
        # Two places, branches or houses.
        ("庄浪、静宁5县达到脱贫摘帽标准。", ["possible"]),
        ("受强降雨影响，河北保定、涿州4个乡镇降雨量超过400毫米。", []),
        ("科力远、威领股份5家上市公司总部迁址郴州。", ["possible"]),
        ("重点支持化工、建材6家企业技改。", []),
        ("突出发展文化旅游、餐饮住宿5个特色产业。", ["possible"]),
        ("突出发展文化旅游、餐饮住宿5个特色产业园。", []),
        # An item that ends as a place or a verb, made as the one before it.
        ("大力实施生态立市、工业强市、县域富市“六大战略”，开展行动。", ["failed"]),
        ("深入实施产业提升、基础突破、扶贫攻坚、和谐创建“七项工程”，突出培植产业。", ["failed"]),
        # What is done, each item of it.
        ("实施国土绿化、水土保持、生物多样性保护“六大工程”，深化治理。", ["possible"]),
        # Lines, but two of them are no list by themselves.
        ("续建桦南公路至神树村、乌伊岭至茅兰沟、南岔至梧桐村5条旅游公路。", ["possible"]),
        ("成都至罗兹、西安至杜伊斯堡全程时刻表班列已累计开通5条线路。", []),
        # A quoted name that goes on, and one that is the object of the last item.
        ("继续抓好旅游、房地产、热带特色农产品“五大促销”活动，创新方式。", ["possible"]),
        ("出台促进实体经济发展、提高经济首位度、加快“五个标准”建设的措施。", []),
        ("水质达标率、环境质量达标率、垃圾处理率“五个100％”，获得好评。", ["possible"]),
    ],
)
def test_lists_that_the_words_around_their_number_close(text: str, found: list[str]) -> None:
    told = [outcome for outcome in outcomes(text, "list-length") if outcome != "unmade"]
    assert told == found
