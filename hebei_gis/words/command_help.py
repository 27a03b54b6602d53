"""What the command says of itself: its help, and what argparse says of wrong options."""

from __future__ import annotations

from collections.abc import Mapping

from hebei_gis.words.facts import Fact, fill

_JSON = ("输出 JSON", "as JSON")
_DEGREES = ("度，WGS 84", "degrees, WGS 84")
_GROUP = ("workspace.toml 中分组的标识", "id of a group of workspace.toml")

#: Of every command that takes a file.
_OF_A_FILE: dict[str, tuple[str, str]] = {
    "--datum": ("{datums}", "{datums}"),
    "--crs": ("EPSG 代码，如 EPSG:4548", "an EPSG code, such as EPSG:4548"),
    "--parameters": (
        "到 WGS 84 的参数：dx,dy,dz（米），或另加 rx,ry,rz（角秒）与尺度（ppm）",
        "to WGS 84: dx,dy,dz in m, or these and rx,ry,rz in seconds of arc and ppm",
    ),
    "--encoding": ("UTF-8、GB18030 等", "UTF-8, GB18030 …"),
    "--layer": (
        "文件内的图层、工作表或文件夹",
        "layer, sheet or folder within the file",
    ),
    "--x": ("经度或东坐标所在的字段", "column with longitude or easting"),
    "--y": ("纬度或北坐标所在的字段", "column with latitude or northing"),
    "--wkt": ("WKT 几何所在的字段", "column with shapes as WKT"),
    "--key": ("标识各行的字段", "column that identifies a row"),
    "--name": ("名称所在的字段", "column with names"),
    "--accept": ("所提供的修正之一", "a mend that was offered"),
}

#: ``command`` or ``command --option`` -> (Chinese, English); facts are lists the program knows.
HELP: dict[str, tuple[str, str]] = {
    "": ("一个区的规划，落在图上。", "A district's plan on a map."),
    "--workspace": (
        "含 workspace.toml、layers/ 与 geodata/ 的文件夹（否则依次为环境变量 {variable}、"
        "当前文件夹、随程序附带的工作区）",
        "folder with workspace.toml, layers/ and geodata/ "
        "(else ${variable}, this folder, or the one that comes along)",
    ),
    "--language": ("提示所用的语言", "of messages"),
    "--help": ("显示本说明", "show this help message and exit"),
    "app": ("启动网页", "serve the pages"),
    "app --port": ("端口", "port to bind"),
    "app --host": ("绑定的地址（默认仅本机）", "address to bind (default: this machine)"),
    "app --public-read-only": (
        "任何能访问的人都可浏览，任何人都不能修改",
        "whoever reaches it may look, nobody may change anything",
    ),
    "app --users": (
        "用户文件（用 hebei-gis user 建立）：须登录，按角色浏览或修改",
        "file of users (made by hebei-gis user): they sign in, and look or change by their role",
    ),
    "app --certificate": ("TLS 证书（PEM）", "certificate for TLS (PEM)"),
    "app --key": (
        "证书的私钥（PEM），若不在证书文件中",
        "its private key (PEM), where it does not stand in the certificate's file",
    ),
    "here": (
        "某处适用的内容：所在图层、规划条目、最近的设施，以及结论有多确定",
        "what applies at a place: layers it lies in, the plan's entries, the nearest, how surely",
    ),
    "here lon": ("经度（或东坐标）", "longitude (or easting)"),
    "here lat": ("纬度（或北坐标）", "latitude (or northing)"),
    "here --datum": (
        "坐标系：WGS84、CGCS2000、GCJ-02、BD-09、metres 或 EPSG 代码",
        "reference system: WGS84, CGCS2000, GCJ-02, BD-09, metres or an EPSG code",
    ),
    "here --shape": (
        "改用 GeoJSON（WGS 84）中的点、线、面",
        "a point, line or area of a GeoJSON (WGS 84) instead",
    ),
    "here --accuracy-m": ("所给位置的精度，米", "how exact the place is, in metres"),
    "here --radius-m": ("多少米之内算邻近", "within how many metres something is near"),
    "here --json": ("以 JSON 输出", "as JSON"),
    "here --output": ("写入 .docx 或 .geojson", "write a .docx or .geojson"),
    "link": (
        "地图某一状态的网址（选中、图层、筛选、位置）",
        "the address of what the map shows: selection, layers, filter, view",
    ),
    "link --page": ("页面", "page"),
    "link --feature": ("选中的要素，图层/标识", "selected feature, layer/key"),
    "link --entry": ("选中的条目", "selected entry"),
    "link --place": ("选中的地点", "selected place"),
    "link --point": ("选中的点，WGS 84 度", "selected point, degrees of WGS 84"),
    "link --area": (
        "选中的方框：西、南、东、北，以半角逗号分隔",
        "selected box: west,south,east,north",
    ),
    "link --on": ("另外打开的图层，逗号分隔", "layers that are on besides, by commas"),
    "link --off": ("关闭的图层，逗号分隔", "layers that are off, by commas"),
    "link --chapters": ("筛选的章", "chapters of the filter"),
    "link --themes": ("筛选的主题", "themes of the filter"),
    "link --view": ("地图中心与缩放级别", "middle of the map and zoom"),
    "link --base": ("服务的网址", "address of the server"),
    "link --json": ("以 JSON 输出", "as JSON"),
    "find": (
        "查找要素、地点、条目、主题、图层、指标、章节：名称、拼音（含首字母），容一字之差",
        "find features, places, entries, themes, layers, figures, chapters: by name or pinyin "
        "(initials too), a slip allowed",
    ),
    "find words": ("要查找的词", "what to look for"),
    "find --most": ("最多列出几项", "how many at most"),
    "find --json": ("以 JSON 输出", "as JSON"),
    "user": ("可登录的用户", "who may sign in"),
    "user set": (
        "增加用户，或另设其角色与密码（密码在提示后输入，或作为标准输入的第一行）",
        "add a user, or give one another role and password (asked for, or the first line of "
        "standard input)",
    ),
    "user set --identity": (
        "身份服务给出的标识（如邮箱）；有此项则不需密码",
        "what the identity service calls the user (a mail address); no password is needed then",
    ),
    "user service": (
        "登记身份服务（OpenID Connect），用户凭单位账号登录（客户端密钥在提示后输入，或作为标准输入的第一行）",
        "name the identity service (OpenID Connect) by which users sign in (its client secret is "
        "asked for, or the first line of standard input)",
    ),
    "user service url": (
        "身份服务的 …/.well-known/openid-configuration 地址",
        "its …/.well-known/openid-configuration",
    ),
    "user service --client-id": ("身份服务分配的客户端标识", "client id it gave"),
    "user service --redirect-uri": (
        "登录后返回的地址：本服务的地址加 /oauth2callback",
        "where it sends browsers back to: this server's address and /oauth2callback",
    ),
    "user service --claim": (
        "以哪一项作为用户标识：email、sub 或 preferred_username",
        "what of its answer names a user: email, sub or preferred_username",
    ),
    "user service --title": ("登录按钮上的名称", "what the button calls it"),
    "user service --users": ("用户文件", "file of users"),
    "user remove": ("删除用户", "remove a user"),
    "user list": ("列出用户与角色", "list users and roles"),
    "user set name": ("用户名", "of the user"),
    "user remove name": ("用户名", "of the user"),
    "user set --role": (
        "viewer 浏览、比选、导出；editor 还可修改工作区",
        "viewer looks, compares, exports; editor also changes the workspace",
    ),
    "user set --users": (
        "用户文件，放在工作区之外",
        "file of users; keep it outside the workspace",
    ),
    "user remove --users": ("用户文件", "file of users"),
    "user list --users": ("用户文件", "file of users"),
    "user list --json": ("以 JSON 输出", "as JSON"),
    "app --name": (
        "浏览器访问时另用的名称，如代理的域名；其他名称一律拒绝",
        "a further name browsers ask it by, such as a proxy's; all others are refused",
    ),
    "check": (
        "检查声明、文件与表格，列出全部错误",
        "check declarations, files, tables; list every fault",
    ),
    "layers": ("列出图层", "list the layers"),
    "layers --json": _JSON,
    "measures": ("列出规划条目及其地点", "list the plan's entries with their places"),
    "measures --json": _JSON,
    "indicators": ("列出规划写明的数字", "list the numbers the plan states"),
    "indicators --json": _JSON,
    # export
    "export": ("导出图层，附可核对的说明文件", "write layers as a file that proves itself"),
    "export layers": ("图层的标识", "ids of layers"),
    "export --all": ("工作区的全部图层", "every layer of the workspace"),
    "export --entry": ("规划某一条目所涉的要素", "the features an entry of the plan speaks of"),
    "export --format": ("{formats}（否则由 -o 的后缀决定）", "{formats} (else by -o)"),
    "export --crs": (
        "WGS84、CGCS2000、metres（工作区的米制坐标系）、EPSG:n、GCJ-02、BD-09",
        "WGS84, CGCS2000, metres (of the workspace), EPSG:n, GCJ-02, BD-09",
    ),
    "export --encoding": (
        "shp（默认 GBK）与 csv（默认 UTF-8）的文字编码",
        "of shp (GBK) and csv (UTF-8)",
    ),
    "export --zip": ("与说明文件一起打包为 zip", "with the sidecar in a zip"),
    "export --output": (
        "文件、文件夹或 .zip；不给时，文本格式输出到标准输出，其他格式写入当前文件夹，"
        "文件名含图层、基准与日期",
        "a file, a folder, or a .zip; else text to standard output, other formats to this "
        "folder under a name that says layer, datum and date",
    ),
    "verify-export": (
        "将导出文件与其说明文件核对",
        "hold an exported file against its sidecar",
    ),
    "verify-export file": ("导出的文件", "an exported file"),
    # import, layer
    "import": (
        "把文件导入为图层，或说明为何不能",
        "take a file in as a layer, or say why not",
    ),
    "import file": (
        "一个文件或 zip，或一个 Shapefile 的各部件",
        "one file or zip, or the parts of a Shapefile",
    ),
    "import --as": ("图层的标识", "id of the layer"),
    "import --preview": ("只说明读出的内容，不保存", "say what is understood, keep nothing"),
    "import --json": ("以 JSON 输出预览", "the preview as JSON"),
    "import: what the file does not say": ("文件没有写明的", "what the file does not say"),
    "import: what the layer is": ("图层的情况", "what the layer is"),
    **{f"import {name}": words for name, words in _OF_A_FILE.items()},
    "import --title-zh": ("中文标题", "title in Chinese"),
    "import --title-en": ("英文标题", "title in English"),
    "import --about-zh": ("中文说明", "description in Chinese"),
    "import --about-en": ("英文说明", "description in English"),
    "import --group": _GROUP,
    "import --basis": ("位置依据：{bases}", "{bases}"),
    "import --accuracy-m": (
        "以米为单位、真实位置有 95% 落在其内的半径",
        "metres that hold the truth 95 in 100",
    ),
    "import --licence": ("许可", "licence of the data"),
    "import --attribution": (
        "制作者，写在地图与导出文件上",
        "who made it, for map and exports",
    ),
    "import --retrieved": ("来源的年份或日期", "year or date of the source"),
    "import --replace": ("替换同一标识的图层", "replace a layer of that id"),
    "layer": ("已声明的图层", "declared layers"),
    "layer new": (
        "按模板声明一个图层，等待填入数据",
        "declare a layer from a template, ready to be filled",
    ),
    "layer new template": ("{templates}", "{templates}"),
    "layer new --as": ("不给时与模板同名", "else the template's name"),
    "layer new --group": _GROUP,
    # plan
    "plan": (
        "规划文本：读取、附上、核对、比较",
        "the plan's text: read, attach, verify, compare",
    ),
    "plan read": (
        "读取规划文本：结构、地点、数字",
        "read a plan's text: outline, places, numbers",
    ),
    "plan read file": (
        ".txt、.docx 或带文字层的 .pdf",
        ".txt, .docx or .pdf with a text layer",
    ),
    "plan read --json": _JSON,
    "plan attach": (
        "把规划文本留在工作区，供引用原文",
        "keep a plan's text in the workspace, for quotes",
    ),
    "plan attach file": (
        ".txt、.docx 或带文字层的 .pdf",
        ".txt, .docx or .pdf with a text layer",
    ),
    "plan detach": ("移除附上的文本", "remove the attached text"),
    "plan verify": (
        "逐一核对标题、地点与数字是否见于文本",
        "does every heading, place and number stand in the text",
    ),
    "plan verify file": ("不给时用附上的文本", "else the attached text"),
    "plan verify --json": _JSON,
    "plan compare": (
        "将读取所得与登记表比较",
        "what the reader finds beside what the register holds",
    ),
    "plan compare file": ("不给时用附上的文本", "else the attached text"),
    "plan compare --json": _JSON,
    # place
    "place": (
        "地名录中的地点：给出位置、关联要素",
        "places of the gazetteer: give a position, tie to a feature",
    ),
    "place list": (
        "列出地点，条目所待者在前",
        "list places, those that entries wait for first",
    ),
    "place list --unlocated": ("只列未落图的", "only those not on the map"),
    "place list --json": _JSON,
    "place set": ("给地点一个位置", "give a place a position"),
    "place set id": ("地点的标识", "id of the place"),
    "place set --lon": ("经度，度", "degrees"),
    "place set --lat": ("纬度，度", "degrees"),
    "place set --accuracy-m": (
        "以米为单位、包含真实位置的半径",
        "radius in metres that holds the true position",
    ),
    "place set --basis": ("位置依据：{bases}", "{bases}"),
    "place set --source": ("位置由何而知", "from what the position is known"),
    "place set --by": ("由谁给出（默认为登录的用户）", "who (default: the account's name)"),
    "place set --datum": (
        "EPSG 代码、GCJ-02 或 BD-09（默认 WGS 84）",
        "EPSG code, GCJ-02 or BD-09 (default: WGS 84)",
    ),
    "place unset": ("撤回给出的位置", "take the position back"),
    "place unset id": ("地点的标识", "id of the place"),
    "place tie": ("把地点与图层中的要素关联", "say that a place is a feature of a layer"),
    "place tie id": ("地点的标识", "id of the place"),
    "place tie --layer": ("图层的标识", "id of the layer"),
    "place tie --key": ("要素的标识", "key of the feature"),
    "place untie": ("解除关联", "undo a tie"),
    "place untie id": ("地点的标识", "id of the place"),
    "place untie --layer": ("图层的标识", "id of the layer"),
    "place untie --key": ("要素的标识", "key of the feature"),
    "place confirm": (
        "确认由规划文本提出的地点",
        "take places proposed from the plan's text",
    ),
    "place confirm names": ("不给时列出待确认的地点", "none: list the proposals"),
    "place confirm --all": ("确认全部", "all that are proposed"),
    "place confirm --id": ("地点的标识，只在确认一个时", "id of the place, where one is named"),
    # register, init
    "register": (
        "登记表作为文件：导出、编辑、读回",
        "the plan's register as a file: out, edited, in again",
    ),
    "register export": (
        "写出登记表：.xlsx 供编辑，.csv、.json 供阅读",
        "write the register: .xlsx to edit, .csv, .json to read",
    ),
    "register export --output": ("写到的文件", "the file to write"),
    "register export --table": ("只写一张表，格式为 .csv", "one table as .csv"),
    "register import": (
        "列出编辑过的 .xlsx 有何改动；加 --write 写入",
        "list what an edited .xlsx changes; --write takes it",
    ),
    "register import file": ("编辑过的 .xlsx", "an edited .xlsx"),
    "register import --write": ("写入有改动的表", "write the changed tables"),
    "register import --force": (
        "两边都改过的内容，以工作簿为准",
        "where both were changed, the workbook wins",
    ),
    "backup": (
        "将整个工作区备份为一个文件，可在他人修改时进行",
        "the whole workspace as one file, also while others write",
    ),
    "backup --output": ("写到的文件（.zip）", "the file to write (.zip)"),
    "restore": ("由备份建立工作区", "make a workspace of a backup"),
    "restore file": ("备份文件", "the backup"),
    "restore folder": ("新的或空的文件夹", "a new or empty folder"),
    "history": (
        "列出工作区的修改记录，或撤销一次修改",
        "list what was changed in the workspace, or take a change back",
    ),
    "history --undo": ("撤销此序号的修改", "take back the change of this number"),
    "history --json": ("以 JSON 输出", "as JSON"),
    "register import --json": ("以 JSON 输出改动", "the changes as JSON"),
    "init": ("由规划文本建立工作区", "start a workspace from a plan's text"),
    "init folder": ("新的或空的文件夹", "a new or empty folder"),
    "init --plan": (".txt、.docx 或 .pdf", ".txt .docx .pdf"),
    "init --name-zh": (
        "区的中文名称（默认取自规划标题）",
        "of the district (else from the plan's title)",
    ),
    "init --name-en": ("区的英文名称", "of the district, in English"),
    "init --adcode": ("六位行政区划代码", "six digits"),
    "init --metre-crs": ("默认取中心所在的分带", "else the zone of the centre"),
    "init --centre": _DEGREES,
    "init --bounds": _DEGREES,
    # sites
    "sites": ("比较拟出让的地块", "compare parcels for a sale"),
    "sites compare": ("按加权指标为地块排序", "rank parcels by weighted criteria"),
    "sites compare --parcels": (
        "地块：图层的标识，或一个文件、zip，或一个 Shapefile 的各部件",
        "the parcels: a layer's id; or one file or zip, or the parts of a Shapefile",
    ),
    "sites compare --only": ("只比较这些地块：标识，以半角逗号分隔", "only these parcels: key,key"),
    "sites compare: what the file does not say": ("文件没有写明的", "what the file does not say"),
    **{f"sites compare {name}": words for name, words in _OF_A_FILE.items()},
    "sites compare --accuracy-m": (
        "没有写明 accuracy_m 的行的位置精度（米）",
        "of rows that state no accuracy_m",
    ),
    "sites compare --preset": ("某一用途的权重", "weights of a purpose"),
    "sites compare --weights": (
        "只计这些指标，或改动预设的权重",
        "only these count, or over a preset",
    ),
    "sites compare --pairwise": ("由两两比较得出权重", "weights from pairwise judgements"),
    "sites compare --column": (
        "把地块表的字段作为指标",
        "make a column of the parcel table a criterion",
    ),
    "sites compare --method": ("排序方法：{methods}", "{methods}"),
    "sites compare --normalise": ("标准化方法：{normalisations}", "{normalisations}"),
    "sites compare --missing": ("缺失值的处理：{missing}", "{missing}"),
    "sites compare --target": (
        "越接近 TARGET 越好，到 NONE 为零分",
        "closer to TARGET is better, at NONE worth nothing",
    ),
    "sites compare --veto": (
        "启用已声明的否决条件，或超出 N 即否决",
        "switch a declared veto on, or rule out beyond N",
    ),
    "sites compare --no-veto": ("停用否决条件", "switch a veto off"),
    "sites compare --seed": ("随机抽样的种子", "of the random draws"),
    "sites compare --weightings": (
        "权重的抽样次数；0 为权重不变",
        "draws of weights; 0 keeps them fixed",
    ),
    "sites compare --positions": (
        "位置的抽样次数；0 为位置准确",
        "draws of positions; 0 takes them as exact",
    ),
    "sites compare --save": (
        "保存该比选，供以后载入",
        "the comparison, to load again",
    ),
    "sites compare --output": (
        "按后缀写出文件：.docx .xlsx .csv .geojson .html .json",
        "a paper by its ending: .docx .xlsx .csv .geojson .html .json",
    ),
    "sites compare --export": (
        "把地块及其名次、得分写为数据文件：{formats}",
        "parcels with ranks and scores as a data file: {formats}",
    ),
    "sites compare --export-datum": (
        "--export 的坐标系：WGS84、CGCS2000、metres、EPSG:n、GCJ-02 等",
        "of --export: WGS84, CGCS2000, metres, EPSG:n, GCJ-02 …",
    ),
    "sites compare --export-to": ("--export 写到的文件夹", "folder of --export"),
    "sites compare --quote": (
        "文件中引用所附规划文本的原文",
        "papers hold the words of the attached plan text",
    ),
    "sites compare --json": _JSON,
    "sites criteria": ("列出指标与预设", "list criteria and presets"),
    "sites criteria --json": _JSON,
}

#: What argparse says, by its own key -> Chinese.
ARGPARSE: dict[str, str] = {
    "%(heading)s:": "%(heading)s：",
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s。\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)":
        "没有命令“%(parser_name)s”，可用：%(choices)s",
    "unrecognized arguments: %s": "无法识别：%s",
    "not allowed with argument %s": "不能与 %s 同用",
    "ignored explicit argument %r": "不带值，而给出了“%s”",
    "the following arguments are required: %s": "缺少：%s",
    "one of the arguments %s is required": "须给出其一：%s",
    "expected one argument": "须有一个值",
    "expected at most one argument": "至多一个值",
    "expected at least one argument": "至少一个值",
    "expected %s argument": "须有 %s 个值",
    "expected %s arguments": "须有 %s 个值",
    "ambiguous option: %(option)s could match %(matches)s":
        "%(option)s 有多种可能：%(matches)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是可用的值",
    "invalid choice: %(value)r (choose from %(choices)s)":
        "没有“%(value)s”，可用：%(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)":
        "没有“%(value)s”，是否指“%(closest)s”？可用：%(choices)s",
}  # fmt: skip


def help_of(name: str, language: str, facts: Mapping[str, Fact]) -> str | None:
    """The help of a command or option in ``zh`` or ``en``; None where there is none."""
    words = HELP.get(name)
    return None if words is None else fill(words, facts, language).replace("%", "%%")
