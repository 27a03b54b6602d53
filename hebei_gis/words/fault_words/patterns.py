"""English phrases with values in them, and their Chinese, by what they are about."""

from __future__ import annotations

import re

_PYDANTIC = (
    (r"greater than or equal to (\S+)", "不小于 {0}"),
    (r"greater than (\S+)", "大于 {0}"),
    (r"less than or equal to (\S+)", "不大于 {0}"),
    (r"less than (\S+)", "小于 {0}"),
    (r"a multiple of (\S+)", "{0} 的倍数"),
    (r"a valid (\w+), .*", "{0:valid}"),
    (r"a valid dictionary or .*", "表"),
    (r"a valid (?:date|datetime)\b.*", "日期(年-月-日)"),
    (r"String should match pattern '(.*)'", "符合格式 {0} 的文字"),
    (r"String should have at least (\d+) characters?", "至少 {0} 个字符的文字"),
    (r"String should have at most (\d+) characters?", "至多 {0} 个字符的文字"),
    (
        r"\w+ should have at least (\d+) items? after validation, not (\d+)",
        "至少 {0} 项(实际 {1} 项)",
    ),
    (
        r"\w+ should have at most (\d+) items? after validation, not (\d+)",
        "至多 {0} 项(实际 {1} 项)",
    ),
    (r"('[^']*'(?:, '[^']*')*) or ('[^']*')", "{0} 或 {1}"),
)

_READING = (
    (r"a whole (.+)", "完整的 {0} 文件"),
    (r"a zip with (.+)", "内含 {0:zh} 的 zip"),
    (r"XML with (<.*>)", "以 {0} 为根的 XML"),
    (r"JSON that begins (.+)", "以 {0} 开头的 JSON"),
    (r"bytes ((?:[0-9a-f]{2} ?)+)", "以 {0} 开头的内容"),
    (r"a damaged file \((.+)\)", "损坏的文件({0:zh})"),
    (r"no JSON \((.+)\)", "不是 JSON({0})"),
    (r"no WKT: (.+)", "不是 WKT:{0:zh}"),
    (r"no position: (.+)", "坐标无法识别:{0}"),
    (r"no (Point|LineString|Polygon|Track|LinearRing|\w+): (.+)", "不是有效的 {0}:{1:zh}"),
    (r"(.+), (.+) is no position", "{0}、{1} 不是坐标"),
    (r"a curve of more than (\d+) segments", "曲线超过 {0} 段"),
    (r"its key geo: (.+)", "geo 元数据:{0}"),
    (r"geometry as (.+)", "以 {0} 存放的几何"),
    (r"the layer (.+) is a missing table", "图层 {0} 没有对应的表"),
    (r"the layer (.+) is a view", "图层 {0} 是视图"),
    (r"the layer (.+) is a (\S+)", "图层 {0} 不是普通的表({1})"),
    (r"the member (.+) climbs out", "成员 {0} 的路径越出压缩包"),
    (r"the member (.+) is a link", "成员 {0} 是链接"),
    (r"(.+) is encrypted", "{0} 已加密"),
    (r"(.+) stands twice", "{0} 出现两次"),
    (r"(.+) grows from (\S+) to (\S+) bytes", "{0} 由 {1} 字节解压为 {2} 字节"),
    (r"at most (\S+) times its size", "不超过原大小的 {0} 倍"),
    (r"more than (\d+) elements within each other", "元素嵌套超过 {0} 层"),
    (r"more than (\S+) s", "超过 {0} 秒"),
    (r"more than (\S+) (\w+)", "超过 {0} {1:word}"),
    (r"depth (\S+) \(depth\)", "{0} 层以内(depth)"),
    (r"(\d\S*) (\w+) \((\w+)\)", "{0} {1:word}({2})"),
    (r"more than (\S+)", "超过 {0}"),
    (r"the \.shp has (\d+) bytes and (\d+) whole shapes", ".shp 有 {0} 字节、{1} 个完整几何"),
    (r"the \.dbf has (\d+) whole rows", ".dbf 有 {0} 个完整行"),
    (r"the \.dbf has (\d+) rows and the \.shp (\d+) shapes", ".dbf 有 {0} 行,.shp 有 {1} 个几何"),
    (r"perhaps another encoding", "可能是其他编码"),
    (r"perhaps (.+)", "可能是 {0}"),
    (r"the encoding of the file, perhaps (.+)", "文件的编码,可能是 {0}"),
    (r"(.*): ends within a character", "{0}:末尾字符不完整"),
    (r"(\d+) characters in (.+); cut to (\d+)", "{1} 有 {0} 个字符,已截为 {2} 个"),
    (r"a (\S+) file", "{0} 文件"),
    (r"'?(.+?)'? not recognized as (?:being in )?a supported file format.*", "{0} 的格式无法识别"),
    (r"Bad magic number for (.+)", "文件标记有误({0})"),
    (r"Illegal character (.+)", "不允许的字符 {0}"),
    (r"(.+) \(at line (\d+), column (\d+)\)", "第 {1} 行第 {2} 列:{0:zh}"),
    (r"(.+) \(at end of document\)", "文件末尾:{0:zh}"),
    (r"'([\w-]+)' codec can't decode .* in position (\d+).*", "第 {1} 字节处不是 {0} 文字"),
    (r"version (\S+)", "版本 {0}"),
    (r"sidecar (.+)", "说明文件 {0}"),
    (r"part (.+)", "部分 {0}"),
    (r"a sidecar of the kind (.+)", "{0} 类的说明文件"),
    (r"(.+?) beside it", "同处的 {0}"),
    (r"one (\*\S+)", "一个 {0}"),
    (r"row (\d+) has (\d+) cells, the heading (\d+)", "第 {0} 行有 {1} 格,表头有 {2} 格"),
)

_PLACES = (
    (r"an EPSG code, or one of (.+)", "EPSG 代码,或 {0}"),
    (r"coordinates in (.+)", "{0:zh} 坐标"),
    (r"coordinates (\(.+|\[.+|\S+)", "坐标 {0}"),
    (r"a CRS of its own in (.+)", "自定义坐标系({0} 偏移)"),
    (r"(\S+) in (GCJ-02|BD-09)", "{0}({1} 偏移)"),
    (r"positions within (.+)", "在 {0} 之内的坐标"),
    (r"rows within (.+)", "全部在 {0} 之内的行"),
    (r"rows (.+) reach", "第 {0:list}"),
    (
        r"the shapes of rows (.+) can be mended in more than one way",
        "第 {0:list}的几何有不止一种修复方式",
    ),
    (
        r"the shapes of rows (.+) mix points, lines and areas in one shape",
        "第 {0:list}的几何混有点、线、面",
    ),
    (
        r"the shapes of rows (.+) cross themselves so often that they cannot be mended",
        "第 {0:list}的几何自相交过多,无法修复",
    ),
    (
        r"read as (.+), (\S+, \S+) lies nowhere on Earth, endlessly far from here",
        "按 {0:zh} 读取,{1} 不在地球上",
    ),
    (
        r"read as (.+), (\S+, \S+) lies nowhere on Earth, endlessly far from where (.+) "
        r"would put it",
        "按 {0:zh} 读取,{1} 不在地球上;可试 {2}",
    ),
    (r"read as (.+), (\S+, \S+) lies (\S+) m from here", "按 {0:zh} 读取,{1} 距此地 {2} 米"),
    (
        r"read as (.+), (\S+, \S+) lies (\S+) m from where (.+) would put it",
        "按 {0:zh} 读取,{1} 与采用 {3} 的位置相距 {2} 米",
    ),
    (
        r"(\d+) features named as here lie (\S+) m \(median\) from their known positions; "
        r"read as (\S+) it is (\S+) m",
        "{0} 个同名要素距已知位置的中位数为 {1} 米,按 {2} 读取则为 {3} 米",
    ),
    (r"(.+) \(no datum\)", "{0}(没有基准)"),
    (
        r"The CRS (.+) is not known\. Expected an EPSG code such as (\S+), or (.+?) or (.+?)\.",
        "坐标系 {0} 无法识别。应为 EPSG 代码(如 {1}),或 {2}、{3}。",
    ),
    (
        r"The CRS (.+) is not known\. Expected an EPSG code such as (\S+), or (.+)\.",
        "坐标系 {0} 无法识别。应为 EPSG 代码(如 {1}),或 {2}。",
    ),
    (
        r"The parameters (.+) cannot be used\. Expected 3 shifts in metres .*",
        "转换参数 {0} 不可用。应为 3 个平移量(米,各不超过 2000),"
        "或另加 3 个旋转角(角秒)与尺度(ppm),各不超过 100。请向数据提供单位索取。",
    ),
    (
        r"The CRS (.+) has no ellipsoid, so no parameters fit it\.",
        "坐标系 {0} 没有椭球,不能用参数。",
    ),
    (
        r"No CGCS2000 zone holds (\S+)° E; they reach (\S+)° to (\S+)°\.",
        "东经 {0}° 不在 CGCS2000 的分带内({1}° 至 {2}°)。",
    ),
    (
        r"(\S+) needs no parameters\. Leave them out, or correct the CRS\.",
        "{0} 不需要转换参数。请去掉参数,或改正坐标系。",
    ),
    (r"The datum (.+) is not known\. Expected one of (.+)\.", "基准 {0} 无法识别。应为 {1}。"),
    (r"(CGCS2000, WGS84) or (.+)", "CGCS2000、WGS84 或 {1}"),
)

_ROWS = (
    (r"row (\S+|\S+(?:, \S+)* and \d+ more)", "第 {0:list}"),
    (r"(.+) and (\d+) more", "{0} 等(另有 {1} 个)"),
    (r"(\d+) rows have no key of their own: (.+)", "{0} 行没有唯一的键:{1:keys}"),
    (r"each value of (.+) once", "{0} 的值各不相同"),
    (r"repeats the row with the key (.+)", "与键为 {0} 的行完全相同"),
    (r"\(empty\) → (.+)", "(空) → {0}"),
    (r"(.+); left out, as accepted", "{0:zh},已按确认略去"),
    (r"(.+); nothing is left; left out", "{0:zh},修复后没有剩余,已略去"),
    (
        r"(.+); nothing is left after the repair, the row is left out",
        "{0:zh},修复后没有剩余,该行已略去",
    ),
    (r"(.+); repaired, area unchanged", "{0:zh},已修复,面积不变"),
    (r"(.+); repaired, area (\S+) % of the mended one", "{0:zh},已修复,面积变化 {1} %"),
    (r"(.+); repaired", "{0:zh},已修复"),
    (r"([A-Z][\w -]+)\[(.+)\]", "{0:zh}[{1}]"),
    (
        r"a sliver: (\S+) m², (\S+) m wide on average; kept",
        "狭长碎面:{0} 平方米,平均宽 {1} 米,已保留",
    ),
    (
        r"(\d+) cells: control characters or endless numbers removed",
        "{0} 个单元格去掉了控制字符或无穷大数值",
    ),
    (r"its WKT is longer than (\d+) characters", "WKT 超过 {0} 个字符"),
    (r"written as (.+)", "写作 {0}"),
)

_REGISTER = (
    (r"one of none", "无可选项"),
    (r"one of (.+) \(([\w.]+)\)", "{0} 之一(见 {1})"),
    (r"one of (.+)", "{0} 之一"),
    (r"a layer of: (.+)", "以下图层之一:{0}"),
    (r"a key of: (.+)", "以下键之一:{0}"),
    (r"an id of its own; it is (.+)", "未用过的标识(已属于 {0})"),
    (r"a place with a position given by hand: none yet", "手工落图的地点(目前没有)"),
    (r"a place with a position given by hand: (.+)", "手工落图的地点:{0}"),
    (r"(\d+) places", "{0} 个地点"),
    (r"(\d+) signs", "{0} 个字符"),
    (r"(<= \S+) bytes", "不超过 {0:least} 字节"),
    (r"(<= \S+) bytes unpacked", "解压后不超过 {0:least} 字节"),
    (r"(<= \S+)", "不超过 {0:least}"),
    (r"(\S+) bytes of white space", "{0} 字节的空白"),
    (r"(\S+) bytes unpacked", "解压后 {0} 字节"),
    (r"(\d\S*) bytes of (.+) unpacked", "{1} 解压后 {0} 字节"),
    (r"bytes of (.+) unpacked", "字节({0} 解压后)"),
    (r"(\S+) bytes of (.+)", "{1} 字节中的 {0} 字节"),
    (r"公式 (.+) \(a formula\)", "公式 {0}"),
    (r"(.+) \(an error\)", "{0}(错误值)"),
    (r"(.+) \(true or false\)", "{0}(逻辑值)"),
    (r"日期 (.+) \(a date\)", "日期 {0}"),
    (r"百分比 (.+) \(a share, shown as %\)", "百分比 {0}"),
    (r"数字 (.+) \(a number\)", "数字 {0}"),
    (r"1 to (\d+) criteria", "1 至 {0} 个指标"),
    (
        r"each of our columns once, and none called (.+) or (.+) "
        r"\(those come from \[shape\]\); not (.+)",
        "每个字段只对应一次,且不用 {0}、{1}(二者来自 [shape]);而不是 {2}",
    ),
    (
        r"each of our columns once, and none called (.+) "
        r"\(those come from \[shape\]\); not (.+)",
        "每个字段只对应一次,且不用 {0}(来自 [shape]);而不是 {1}",
    ),
    (r'formula "(.+)" with (.+)', "公式“{0}”须有 {1}"),
    (r'formula "(.+)" without (.+)', "公式“{0}”不带 {1}"),
)

_TEXTS = (
    (r"an Excel workbook \((.+)\)", "Excel 工作簿({0})"),
    (r"a PowerPoint presentation \((.+)\)", "PowerPoint 演示文稿({0})"),
    (r"a picture \((.+)\)", "图片({0})"),
    (r"(.+), called (\S+)", "{0:zh},后缀却是 {1}"),
    (r"(.+) locked by a password", "{0:zh},有密码"),
    (r"a file that cannot be opened \((.+)\)", "无法打开({0})"),
    (r"a zip archive without (.+)", "没有 {0} 的 zip 压缩包"),
    (r"a \.docx packed by method (\S+)", "以方式 {0} 压缩的 .docx"),
    (r"a \.docx with a broken (.+)", ".docx 中的 {0} 已损坏"),
    (r"a PDF whose page (\S+) cannot be read", "PDF 第 {0} 页无法读取"),
    (r"a PDF that cannot be read \((.+)\)", "无法读取的 PDF({0})"),
    (r"a text cut off within a character \((.+)\)", "文本在字符中间被截断({0})"),
    (r"(\S+) text with a broken character at byte (\S+)", "{0} 文本在第 {1} 字节处有损坏的字符"),
    (
        r"UTF-8 text with (\S+) broken characters, the first at byte (\S+)",
        "UTF-8 文本有 {0} 个损坏的字符,首个在第 {1} 字节",
    ),
    (
        r"bytes that are neither UTF-8 nor GB18030 \(the first at (\S+)\)",
        "既非 UTF-8 也非 GB18030 的字节(首个在第 {0} 字节)",
    ),
    (r"a sign no text holds \((\S+)\) at character (\S+)", "第 {1} 个字符 {0} 不是文字"),
    (
        r"(\S+) pages with (\S+) characters of text, as in a scan",
        "{0} 页中只有 {1} 个字符,像是扫描件",
    ),
    (r"(\S+) lines of text and no heading of a chapter", "{0} 行文字中没有章标题"),
    (r"(\d[\d,.]*) (seconds of reading .*|files packed .*|pieces of .*|bytes of .*)", "{0} {1:zh}"),
    (r"(\d[\d,.]*) (\w+)", "{0} {1:word}"),
)

#: Regex of a whole English phrase -> Chinese with its groups. ``{0:zh}`` is translated itself,
#: ``{0:list}`` rows that may end in "and 3 more", ``{0}`` stays as it is.
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (*_PYDANTIC, *_READING, *_PLACES, *_ROWS, *_REGISTER, *_TEXTS)
)
