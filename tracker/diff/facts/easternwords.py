"""Words of Chinese, Japanese, Korean and Arabic news by which `eastern` finds times, names, sources and hedges."""

from __future__ import annotations

from tracker.diff.facts.wordlist import word_set


def _table(rows: str) -> dict[str, str]:
    """Every word of each row after the first, which is their value."""
    return {word: row.split()[0] for row in rows.split("/") for word in row.split()[1:]}


_JOINED = "，"  # in place of the space in Korean "다음 주"
TIMES = {
    word.replace(_JOINED, " "): key.replace("_", " ")
    for word, key in _table(
        "last_week 上周 上週 上星期 先週 지난주 지난，주/this_week 本周 本週 这周 今週 이번，주/next_week 下周 下週"
        " 下星期 来週 다음，주/last_month 上月 上个月 先月 지난달 지난，달/this_month 本月 这个月 今月"
        " 이번，달/next_month 下月 下个月 来月 다음달 다음，달/last_year 去年 昨年 작년 지난해/this_year 今年"
        " 올해/next_year 明年 来年 내년/before_last_year 前年/yesterday 昨天 昨日 きのう 어제/today 今天 今日 きょう"
        " 오늘/tomorrow 明天 明日 あす あした 내일/before_yesterday 前天 一昨日 おととい 그저께/after_tomorrow 后天"
        " 後天 あさって 모레/last_night 昨晚 昨夜/tonight 今晚 今夜/same_day 当天 當天 当日 同日/next_day 次日"
        " 翌日/year_end 年底 年末 연말/year_start 年初 연초/month_end 月底 月末/weekend 周末 週末 주말/dawn 凌晨 清晨"
        " 未明 새벽/morning 早上 早晨 上午 午前 오전/noon 中午 正午 정오/afternoon 下午 午後 오후/evening 傍晚 晚上"
        " 晚间 晚間 夕方 저녁/night 夜间 夜間 深夜 半夜 밤/spring 春季 春天/summer 夏季 夏天/autumn 秋季 秋天/winter"
        " 冬季 冬天/half1 上半年/half2 下半年/q1 第一季度 一季度/q2 第二季度 二季度/q3 第三季度 三季度/q4 第四季度"
        " 四季度/weekday_1 월요일/weekday_2 화요일/weekday_3 수요일/weekday_4 목요일/weekday_5 금요일/weekday_6"
        " 토요일/weekday_7 일요일"
    ).items()
}
PLACES = word_set(
    """
    中国 中國 美国 美國 米国 英国 英國 法国 法國 德国 德國 日本 韩国 韓国 韓國 朝鲜 北朝鮮 俄罗斯 俄羅斯 乌克兰 烏克蘭
    印度 巴基斯坦 伊朗 伊拉克 以色列 叙利亚 土耳其 埃及 沙特 约旦 黎巴嫩 也门 加拿大 澳大利亚 新西兰 巴西 墨西哥 阿根廷
    智利 古巴 委内瑞拉 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 芬兰 丹麦 波兰 希腊 匈牙利 奥地利 越南 泰国 缅甸
    老挝 柬埔寨 马来西亚 新加坡 印尼 菲律宾 阿富汗 尼泊尔 斯里兰卡 蒙古 南非 尼日利亚 肯尼亚 苏丹 利比亚 台湾 台灣 香港
    澳门 澳門 欧盟 联合国 北约 北京 上海 天津 重庆 广州 深圳 南京 武汉 成都 西安 杭州 苏州 青岛 大连 沈阳 昆明 东京 東京
    大阪 京都 名古屋 横浜 神戸 福岡 札幌 仙台 広島 沖縄 首尔 釜山 平壤 莫斯科 基辅 伦敦 倫敦 巴黎 柏林 罗马 马德里
    华盛顿 華盛頓 纽约 紐約 洛杉矶 芝加哥 旧金山 悉尼 曼谷 河内 新德里 德黑兰 巴格达 开罗 ロシア ウクライナ アメリカ
    イギリス フランス ドイツ イタリア スペイン カナダ インド イラン イスラエル ロンドン パリ ベルリン モスクワ
    ニューヨーク ワシントン 서울 부산 대구 인천 광주 대전 울산 평양 도쿄 베이징 상하이 워싱턴 뉴욕 런던 파리 미국 중국
    일본 북한 러시아 우크라이나 영국 프랑스 독일
    """
)
TITLES = word_set(
    "总统 總統 主席 总理 總理 首相 部长 部長 市长 市長 省长 州长 议长 议员 議員 大使 外长 防长 秘书长 发言人 發言人"
    " 教授 博士 法官 检察官 将军 上校 警长 教练 董事长 总裁 经理 记者 记录 书记 局长 校长 导演 演员 歌手 球员 选手"
    " 大統領 国王 王子 公主 女王 律师 医生"
)
SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘于蒋蔣蔡余杜叶葉程苏蘇"
    "魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾韦夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习普特拜泽"
)
# What follows a short name and is no part of it: "said", "in", "will".
NO_NAMES = (
    "说說表访訪称稱在是于於对對将將和与與的了为為等及从從到被把向已就曾会會宣指辞去出来來今昨周认透强警告呼要求发也还都又再不没有当任因以而则给让"
    "随同率带担主接参签今早上下前后後，、。"
)
HONORIFICS = (
    "首相|大統領|さん|氏|容疑者|被告|選手|知事|社長|会長|監督|先生|女士|小姐|대통령|총리|장관|의원|시장|교수|씨"
)
NO_CITY = "城都股楼超夜全本该各地山灾社小景报知街首政两几数多我他她你这那"
ORGANISATIONS = "大学|大學|公司|集团|集團|银行|銀行|医院|法院|机场|空港"
VERBS = _table(
    "say 说 說 称 稱 表示 指出 透露/believe 认为/announce 宣布/warn 警告/admit 承认/deny 否认/confirm 证实 确认"
    "/claim 声称/report 报道/stress 强调"
)

ARABIC_TIMES = {
    word: key.replace("_", " ")
    for word, key in _table(
        "yesterday أمس امس/today اليوم/tomorrow غدا غداً/tonight الليلة/last الماضي الماضية/next المقبل المقبلة القادم"
        " القادمة/this الحالي الجاري الحالية الجارية/week الأسبوع أسبوع/month الشهر شهر/year العام عام السنة"
        " سنة/morning صباح صباحا/evening مساء/noon ظهر ظهرا/month_1 يناير/month_2 فبراير شباط/month_3 مارس آذار/month_4"
        " أبريل ابريل نيسان/month_5 مايو أيار/month_6 يونيو حزيران/month_7 يوليو تموز/month_8 أغسطس آب/month_9 سبتمبر"
        " أيلول/month_10 أكتوبر/month_11 نوفمبر/month_12 ديسمبر/weekday_1 الإثنين/weekday_3 الاربعاء/weekday_7 الاحد"
    ).items()
}
ARABIC_PLACES = word_set(
    "مصر سوريا العراق لبنان الأردن السعودية اليمن إيران تركيا إسرائيل فلسطين غزة ليبيا تونس الجزائر المغرب السودان قطر"
    " الكويت البحرين عمان الإمارات روسيا أوكرانيا فرنسا ألمانيا بريطانيا إيطاليا إسبانيا الصين الهند اليابان أمريكا"
    " القاهرة الإسكندرية دمشق حلب حمص بغداد الموصل البصرة بيروت الرياض جدة صنعاء عدن طهران أنقرة إسطنبول القدس رفح"
    " طرابلس بنغازي الخرطوم الدوحة دبي موسكو كييف باريس برلين لندن واشنطن نيويورك بكين"
)
ARABIC_TITLES = word_set(
    "الرئيس رئيس الوزير الوزيرة وزير السيد السيدة الأمير الملك الشيخ الدكتور القاضي الجنرال العقيد اللواء العميد"
    " المتحدث النائب المحامي السفير مدينة محافظة بلدة قرية ولاية"
)
ARABIC_SMALL = word_set(
    "إلى في من على عن مع أن إن الى بعد قبل خلال هو هي كان كانت قال قالت لم لن لا قد ثم أو حتى حول ضد بين"
)
ARABIC_VERBS = _table(
    "say قال قالت يقول تقول أضاف أضافت ذكر ذكرت صرح صرحت أشار أشارت أوضح أوضحت أفاد أفادت/announce أعلن أعلنت/confirm"
    " أكد أكدت/claim زعم زعمت ادعى/warn حذر حذرت/admit اعترف اعترفت أقر أقرت/reveal كشف كشفت/deny نفى نفت/according"
    " وفقا وفقاً بحسب حسب نقلا"
)
ARABIC_CUES = _table(
    "not لم لن لا ليس ليست غير/without بدون دون/perhaps ربما لعل/deny نفى نفت ينفي/refuse رفض رفضت يرفض/allegedly"
    " مزعوم المزعوم المزعومة يزعم"
)
ARABIC = frozenset({*ARABIC_TIMES, *ARABIC_PLACES, *ARABIC_TITLES, *ARABIC_VERBS, *ARABIC_CUES})
