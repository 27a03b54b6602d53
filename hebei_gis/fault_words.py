"""The facts of messages in Chinese: what was found, what was expected, what became of a row.

The code gives its facts in English. :data:`PHRASES` knows whole phrases, :data:`PATTERNS` those
with values in them. What neither knows is a name, a number, a code or another program's word,
and stays as it is.
"""

from __future__ import annotations

import re
from typing import Any

#: English phrase -> Chinese.
PHRASES: dict[str, str] = {
    # Files and what is in them.
    "a DXF": "DXF 文件",
    "a TOML file": "TOML 文件",
    "UTF-8 text": "UTF-8 文本",
    "no UTF-8 text": "不是 UTF-8 文本",
    "bytes that are no text": "不是文本的内容",
    "a spatial file": "空间数据文件",
    "a file of the workspace": "工作区内的文件",
    "a file or a layer's id": "文件或图层标识",
    "a path within it": "工作区内的路径",
    "a folder with workspace.toml, layers/ and geodata/":
        "含 workspace.toml、layers/ 与 geodata/ 的文件夹",
    "a new or empty folder": "新的或空的文件夹",
    "something already there": "已有内容",
    "a list of files": "文件清单",
    "no files listed": "没有列出文件",
    "a declaration": "声明文件",
    "a zip with nothing": "空的 zip",
    "an empty zip": "空的 zip",
    "a whole zip": "完整的 zip",
    "a whole zip file": "完整的 zip 文件",
    "no end of a zip": "zip 没有结尾部分",
    "another kind of zip": "其他种类的 zip",
    "another kind of file": "其他种类的文件",
    "a whole workbook": "完整的工作簿",
    "a whole .dbf": "完整的 .dbf",
    "a whole .shp": "完整的 .shp",
    "a broken header": "文件头损坏",
    "no Shapefile header": "没有 Shapefile 文件头",
    "whole XML": "完整的 XML",
    "XML without a document type, entities or outside references":
        "不含文档类型、实体与外部引用的 XML",
    "fewer (depth)": "更少的层级(depth)",
    "a Parquet file without the key geo": "没有 geo 元数据的 Parquet 文件",
    "geometry as WKB": "以 WKB 存放的几何",
    "a plain table": "普通的表",
    "a table as text": "文本格式的表",
    "a table with headings": "带表头的表",
    "an Office file without sheets": "没有工作表的 Office 文件",
    "TopoJSON or Esri JSON": "TopoJSON 或 Esri JSON",
    "an old Excel or Word file (.xls, .doc); save it as .xlsx":
        "旧版 Excel 或 Word 文件(.xls、.doc),请另存为 .xlsx",
    "a DWG drawing; save it as DXF": "DWG 图形,请另存为 DXF",
    "a PDF": "PDF",
    "a RAR archive; pack it as zip": "RAR 压缩包,请改用 zip",
    "a 7z archive; pack it as zip": "7z 压缩包,请改用 zip",
    "a gzip archive; unpack it": "gzip 压缩文件,请先解压",
    "GeoJSON, GeoPackage, Shapefile (zip or parts), FlatGeobuf, GeoParquet, KML/KMZ, DXF, "
    "GPX, CSV or XLSX":
        "GeoJSON、GeoPackage、Shapefile(zip 或各部件)、FlatGeobuf、GeoParquet、KML/KMZ、DXF、"
        "GPX、CSV 或 XLSX",
    "one file, or the parts of a Shapefile": "一个文件,或一个 Shapefile 的各部件",
    "members within one folder, each once, neither links nor encrypted":
        "同一文件夹内、不重名、不是链接且未加密的文件",
    "no rows": "没有行",
    "no row": "没有行",
    "no row that is left": "没有剩余的行",
    "no entity": "没有图元",
    "no features": "没有要素",
    "points, lines or areas": "点、线或面",
    "a layer with rows": "有数据的图层",
    "the layer's id": "图层标识",
    "one of them": "其中之一",
    # Encodings.
    "neither UTF-8 nor GB18030": "UTF-8 或 GB18030",
    "an encoding you name": "您指定的编码",
    "text in the encoding it states": "与所注明编码一致的文本",
    # Coordinates.
    "a CRS or datum": "坐标系或基准",
    "a CRS of its own": "自定义坐标系",
    "it has no CRS of its own": "文件本身不带坐标系",
    "an EPSG code": "EPSG 代码",
    "an EPSG code that exists, such as EPSG:4490": "有效的 EPSG 代码,如 EPSG:4490",
    "a projected CRS in metres, such as EPSG:4548": "以米为单位的投影坐标系,如 EPSG:4548",
    "3 or 7 numbers": "3 个或 7 个数",
    "3 or 7 parameters to WGS 84": "3 个或 7 个到 WGS 84 的转换参数",
    "Both a CRS and a datum are given. Expected one of them.":
        "同时给出了坐标系和基准。请只给其中之一。",
    "columns for X and Y, or one of WKT": "X 与 Y 字段,或 WKT 字段",
    "one of --x and --y": "只有 --x 与 --y 之一",
    "positions in the workspace": "位于工作区内的坐标",
    "finite numbers": "有限的数值",
    "west, south, east, north in degrees": "以度为单位的西、南、东、北界",
    "degrees": "度",
    "a position with one number": "坐标只有一个数",
    # Rows and their shapes.
    "valid shapes of one kind": "同一类型的有效几何",
    "nothing is left after clipping": "裁剪后没有剩余",
    "no geometry; the row is left out": "没有几何,该行已略去",
    "no geometry; this format needs one": "没有几何,而该格式需要几何",
    "no shape; the row is left out": "没有几何,该行已略去",
    "an empty shape; left out": "几何为空,已略去",
    "coordinates that are no finite numbers; the row is left out":
        "坐标不是有限的数值,该行已略去",
    "not valid": "几何无效",
    "no place on Earth; left out": "坐标不在地球上,已略去",
    "heights (Z, M) are not kept": "高程(Z、M)未保留",
    "a ring was not closed; closed": "环未闭合,已闭合",
    "arcs are drawn as segments of 4°": "圆弧以 4° 的线段近似",
    "a collection of one kind; made a multi-part shape": "同类的几何集合,已合并为多部件",
    "a mixed collection; left out": "混合的几何集合,已略去",
    "a mixed collection; the parts of highest dimension are kept, as accepted":
        "混合的几何集合,已按确认保留最高维的部分",
    "outside the bounds of the workspace; left out, as accepted": "超出工作区范围,已按确认略去",
    "a track without two points": "轨迹不足两个点",
    "a line without two points": "线不足两个点",
    "as many of one as of the other": "两者数量相同",
    # Keys, ids, values.
    "a key on every row": "每行都有键",
    "one row a key": "每个键只对应一行",
    "a new id": "新的标识",
    "one of each id": "每个标识只出现一次",
    "none: the file's name is the id": "不写:文件名即为标识",
    "lower-case letters, digits and _, a letter first, at most 63":
        "小写字母、数字与 _,以字母开头,最多 63 个字符",
    "a-z, 0-9 and _": "a–z、0–9 与 _",
    "a number": "数",
    "a number of metres": "以米为单位的数",
    "0 or more metres": "不小于 0 米",
    "more than 0, up to 10,000 metres": "大于 0、不超过 10,000 米",
    "metres that hold the true position 95 times in 100":
        "以米为单位、真实位置有 95% 落在其内的半径",
    "how good the positions are": "位置精度",
    "where the positions come from": "位置依据",
    "from what the position is known": "位置的来源",
    "the group": "所属分组",
    "no tie yet": "尚无关联",
    "a sound layer": "已正常载入的图层",
    "a layer with a [source], not a [recipe]": "写有 [source] 而非 [recipe] 的图层",
    "a [recipe] instead of data": "以 [recipe] 派生,没有自己的数据",
    "no import": "没有正在进行的导入",
    "an entry with a place on the map": "已落图的条目",
    "an entry of its own": "自己的条目",
    # The plan's tables.
    "UTF-8 CSV": "UTF-8 编码的 CSV",
    "one place": "一个地点",
    "some text": "文字",
    "each once in the table": "表中不重复",
    "each column once": "每列只出现一次",
    "one sheet a table": "每个表只对应一张工作表",
    "changed meanwhile": "期间已被改动",
    "read the workbook again": "请重新读取工作簿",
    "chapter.section.paragraph": "章.节.段",
    "no XLSX; an .xls or a locked file?": "不是 XLSX,可能是 .xls 或已加密的文件",
    "XLSX (hebei-gis register export -o FILE.xlsx)":
        "XLSX(hebei-gis register export -o 文件名.xlsx)",
    "文本 (text)": "文本",
    "文本 (text): 5.10 → 5.1": "文本:5.10 → 5.1",
    "数 (a number)": "数",
    # The comparison of sites.
    "each pair once": "每对只比较一次",
    "1/9 to 9": "1/9 至 9",
    "no weight": "没有权重",
    "one weight above 0": "至少一个大于 0 的权重",
    "a saved comparison of sites": "保存的地块比选",
    "values of 0 or more (大于等于 0)": "大于等于 0 的值",
    "values above 0 where lower is better (越小越好者须大于 0)": "越小越好的指标须大于 0",
    # Exports.
    "a layer, or --all": "图层,或 --all",
    "either layers, or --all, or --entry ID": "图层、--all、--entry 标识三者之一",
    "more than one of them": "指定了不止一种",
    "a whole file": "完整的文件",
    "a smaller file": "较小的文件",
    "none of them": "一种也没有指定",
    "its own encoding only": "仅限其自身的编码",
    "no shapes": "没有几何",
    "the sidecar that exports carry inside": "导出文件内附的说明文件",
    # Declarations.
    "this combination": "此组合",
    "[quality] goes with [source]; a recipe takes it from its inputs":
        "[quality] 只与 [source] 同用;[recipe] 沿用其来源图层的质量",
    "either [source] or [recipe], not both and not neither":
        "[source] 与 [recipe] 有且只有其一",
    "either `crs` or `datum`, not both and not neither": "crs 与 datum 有且只有其一",
    "either `points` or `target`, not both and not neither": "points 与 target 有且只有其一",
    "`above` or `below`": "above 或 below",
    '`distance_m` goes with step "buffer", and only with it':
        'distance_m 与 step "buffer" 同用,且只与它同用',
    "`none_above` and `none_below` go with `target`": "none_above 与 none_below 须与 target 同用",
    "`none_above` greater than `target`": "none_above 大于 target",
    "`none_below` smaller than `target`": "none_below 小于 target",
    "`points` of rising values, at least two": "points 的值递增,且至少两个",
    "`target` needs `none_above` or `none_below`": "target 须与 none_above 或 none_below 同用",
    # The plan's text.
    "an empty file": "空文件",
    "nothing but white space": "只有空白",
    "a .docx without words": "没有文字的 .docx",
    "a folder": "是文件夹",
    "no such file": "没有这个文件",
    "a .docx whose end is missing": ".docx 缺少结尾部分",
    "a .docx with broken XML": ".docx 中的 XML 已损坏",
    "a .docx with declarations or nesting that Word never writes":
        ".docx 中有 Word 不会写出的声明或嵌套",
    "a PDF whose end (%%EOF) is missing": "PDF 缺少结尾(%%EOF)",
    "a PDF whose fonts do not say which characters they draw": "PDF 的字体没有文字对应关系",
    "a PDF without a page": "没有页的 PDF",
    "a PDF that cannot be opened": "无法打开的 PDF",
    "a web page (HTML)": "网页(HTML)",
    "a zip archive": "zip 压缩包",
    "a RAR archive": "RAR 压缩包",
    "a 7z archive": "7z 压缩包",
    "a gzip archive": "gzip 压缩文件",
    "a PostScript file": "PostScript 文件",
    "an RTF document": "RTF 文档",
    "an Office document": "Office 文档",
    "an OFD file": "OFD 文件",
    "an old Office document (.doc, .xls or .wps)": "旧版 Office 文档(.doc、.xls 或 .wps)",
    "an OpenDocument file (.odt, .ods)": "OpenDocument 文件(.odt、.ods)",
    "neither a Word document nor a PDF": "既不是 Word 文档也不是 PDF",
    "UTF-8 text cut off within a character": "UTF-8 文本在字符中间被截断",
    "GB18030 text cut off within a character": "GB18030 文本在字符中间被截断",
    "seconds of reading and no end": "秒仍未读完",
    "files packed in it": "个内含文件",
    "bytes unpacked": "字节(解压后)",
    "pieces of text": "段文字",
    "bytes of memory and more to unpack it": "字节以上的内存才能解压",
    # What libraries say.
    "File is not a zip file": "不是 zip 文件",
    "Truncated file header": "文件头不完整",
    "Invalid value": "值无效",
    "Invalid statement": "语句无效",
    "Unclosed array": "数组未闭合",
    "Unclosed inline table": "内联表未闭合",
    "Unterminated string": "字符串未结束",
    "Cannot overwrite a value": "同一个键重复赋值",
    "Expected '=' after a key in a key/value pair": "键后应为 =",
    "Expected newline or end of document after a statement": "语句后应换行",
    "Expected ']' at the end of a table declaration": "表头后应有 ]",
    "Self-intersection": "自相交",
    "Ring Self-intersection": "环自相交",
    "Too few points in geometry component": "点数过少",
    "Hole lies outside shell": "洞在外环之外",
    "Holes are nested": "洞相互嵌套",
    "Nested shells": "外环相互嵌套",
    "Nested holes": "洞相互嵌套",
    "Interior is disconnected": "内部不连通",
    "Duplicate Rings": "环重复",
    "Invalid Coordinate": "坐标无效",
    "Ring is not closed": "环未闭合",
    # pydantic's.
    "Field required": "必填",
    "a valid string": "文字",
    "a valid integer": "整数",
    "a valid number": "数",
    "a finite number": "有限的数",
    "a valid boolean": "true 或 false",
    "a valid list": "列表",
    "a valid tuple": "列表",
    "a valid array": "列表",
    "a valid dictionary": "表",
    "a valid date": "日期(年-月-日)",
}  # fmt: skip

#: Single words: of a fact that is a phrase, never of a name that reads the same.
WORDS: dict[str, str] = {
    "another": "其他编码",
    "both": "两者",
    "bytes": "字节",
    "cells": "个单元格",
    "characters": "个字符",
    "columns": "个字段",
    "empty": "空文件",
    "elements": "个元素",
    "files": "个文件",
    "members": "个成员文件",
    "none": "无",
    "nothing": "空",
    "pages": "页",
    "rows": "行",
    "text": "文字",
    "twice": "出现两次",
    "vertices": "个顶点",
}

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
_PLACE = re.compile(r"(?<=\S) (line|row) (\d+)(?= |$)")


class _Group(str):
    """A group of a pattern; how it is told stands after the colon."""

    def __format__(self, how: str) -> str:
        text = str(self)
        if how == "zh":
            return in_chinese(text)
        if how == "word":
            return WORDS.get(text, text)
        if how == "valid":
            return PHRASES.get(f"a valid {text}", text)
        if how == "least":
            return text.removeprefix("<= ")
        if how == "list":
            return re.sub(r"^(.+?)(?: and (\d+) more)?$", _rows, text)
        if how == "keys":
            return re.sub(r"(\(empty\)|[^,]+?) in row (\d+)", _key_in_row, text)
        return text


def _rows(found: re.Match[str]) -> str:
    return f"{found[1]} 行" + (f"(另有 {found[2]} 行)" if found[2] else "")


def _key_in_row(found: re.Match[str]) -> str:
    key = found[1].strip()
    return f" {'(空)' if key == '(empty)' else key}(第 {found[2]} 行)".lstrip()


def in_chinese(text: str) -> str:
    """A fact in Chinese; names, numbers, codes and what is not known stay as they are."""
    known = PHRASES.get(text) or WORDS.get(text)
    if known is not None:
        return known
    for pattern, chinese in PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            groups: list[Any] = [_Group(group) for group in found.groups()]
            return chinese.format(*groups)
    return text


def place_in_chinese(where: str) -> str:
    """Where a fault is, its lines and rows told in Chinese; files and columns as they are."""
    return _PLACE.sub(lambda found: f" 第 {found[2]} 行", where)
