"""What the command prints: results, summaries, what to do next."""

from __future__ import annotations

from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.common import WORDS as PAGE_WORDS
from hebei_gis.words.saying import say_of

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "error": ("hebei-gis：{sentence}", "hebei-gis: {sentence}"),
    # With what option the command mends a fault.
    "mend layer_declared": ("加 --as 与新的标识。", "Add --as and the new id."),
    "mend bare_shifted_datum": (
        "打包为 zip：-o 文件名.zip。",
        "For a zip: -o NAME.zip.",
    ),
    "mend several_files": ("请改为：-o {expected}。", "Say -o {expected} instead."),
    # check, layers
    "check_row": ("{layer} {key}：{sentence}", "{layer} {key}: {sentence}"),
    "check_counts": (
        "{layers} 个图层、{features} 个要素；{entries} 条登记，其中 {located} 条已落图；"
        "{mended} 行已修复或略去；{faults} 处错误",
        "{layers:layer|layers}, {features:feature|features}; "
        "{entries:entry|entries}, {located} on the map; "
        "{mended:row|rows} mended or left out; {faults:fault|faults}",
    ),
    "accuracy": ("±{metres:g} 米", "±{metres:g} m"),
    # import
    "json_with_preview": ("--json 须与 --preview 同用", "--json goes with --preview"),
    "layer_made": (
        "图层 {layer} 已声明，尚无数据；写入以下文件。",
        "The layer {layer} is declared, without data yet, in these files.",
    ),
    # export, verify-export
    "export_loss": ("{format}：{sentence}", "{format}: {sentence}"),
    "backed_up": (
        "{count} 个文件已备份到 {file}。",
        "{count:file|files} backed up to {file}.",
    ),
    "restored": (
        "工作区已恢复到 {folder}，有问题 {count} 处。",
        "The workspace is restored in {folder}; {count:fault|faults}.",
    ),
    "here_written": ("已写入 {file}。", "Written to {file}."),
    "find_none": (
        "没有找到“{words}”。请核对用字，减少词数，或改用拼音（如首字母）。",
        "Nothing found for “{words}”. Check the spelling, use fewer words, or pinyin (initials, say).",
    ),
    "password_ask": ("密码：", "Password: "),
    "password_again": ("再次输入密码：", "Password again: "),
    "secret_ask": ("客户端密钥：", "Client secret: "),
    "secret_again": ("再次输入客户端密钥：", "Client secret again: "),
    "service_set": (
        "已登记身份服务 {url}，写入 {file}。",
        "Identity service {url} written to {file}.",
    ),
    "user_added": (
        "已增加用户 {name}（{role}），写入 {file}。",
        "User {name} ({role}) added to {file}.",
    ),
    "user_changed": (
        "已更新用户 {name}（{role}），写入 {file}。",
        "User {name} ({role}) changed in {file}.",
    ),
    "user_removed": ("已从 {file} 删除用户 {name}。", "User {name} removed from {file}."),
    "history_line": (
        "{number:>4}  {when}  {who}  {what}",
        "{number:>4}  {when}  {who}  {what}",
    ),
    "history_none": ("还没有修改记录。", "Nothing has been changed yet."),
    "undone": ("已撤销第 {number} 次：{what}", "Taken back, number {number}: {what}"),
    "export_issues_more": (
        "另有 {count} 处，逐行列于说明文件。",
        "{count:further row is|further rows are} listed in the sidecar.",
    ),
    "export_written": (
        "{rows} 行（{code}，{format}）已写入 {file}。",
        "{rows:row|rows} ({code}, {format}) written to {file}.",
    ),
    "export_verified": (
        "{file}：与说明文件一致：{rows} 行，{code}，导出于 {exported}",
        "{file}: as its sidecar says: {rows:row|rows}, {code}, exported {exported}",
    ),
    # plan
    "plan_chapter": (
        "{number:>3}  有标题 {headed:>3} 段，共 {entries:>3} 条，提及地点 {places:>3} 处，"
        "数字 {numbers:>3} 个  {title}",
        "{number:>3}  {headed:>3} headed, {entries:>3} entries, "
        "{places:>3} mentions, {numbers:>3} numbers  {title}",
    ),
    "look_at": ("！{sentence}", "! {sentence}"),
    "plan_none_attached": (
        "工作区没有附上规划文本。请指定文件，或先附上：hebei-gis plan attach FILE",
        "No plan text is attached to this workspace. Name a file, or attach one first: "
        "hebei-gis plan attach FILE",
    ),
    "plan_attached": (
        "已附在 {folder}：{entries} 条，其中 {known} 条已登记。",
        "Attached in {folder}: {entries:entry|entries}, {known} of them in the register.",
    ),
    "plan_detached": ("已移除。", "Removed."),
    "plan_not_attached": ("没有附上的文本。", "There was no attached text."),
    "verify_count": ("{what} {found}/{count}", "{found}/{count} {what}"),
    "verify_missing": (
        "文中没有：{entry} {what} {name}（{detail}）",
        "NOT IN THE TEXT: {entry} {what} {name} ({detail})",
    ),
    "verify_total": (
        "{count} 项中有 {found} 项见于文本",
        "{found} of {count} stand in the text",
    ),
    "what_heading": ("标题", "heading"),
    "what_paragraph": ("段落", "paragraph"),
    "what_place": ("地点", "place"),
    "what_number": ("数字", "number"),
    "compare_result": (
        "{what}：两者都有 {both} 项，查全率 {recall:.3f}，查准率 {precision:.3f}",
        "{what}: {both} in both, recall {recall:.3f}, precision {precision:.3f}",
    ),
    "compare_missed": ("  仅见于登记表：{row}", "  only in the register: {row}"),
    "compare_extra": ("  仅由读取得到：{row}", "  only found by the reader: {row}"),
    "compared_place links": ("地点关联", "place links"),
    "compared_indicator values": ("指标数值", "indicator values"),
    # import
    "layer_seen": (
        "图层“{name}”：{rows} 行，字段：{columns}。",
        "Layer {name}: {rows:row|rows}; columns: {columns}.",
    ),
    "rows_seen": ("共 {rows} 行，字段：{columns}。", "{rows:row|rows}; columns: {columns}."),
    "layer_kept": (
        "图层“{title}”已保存：{rows} 行。",
        "The layer {title} is kept: {rows:row|rows}.",
    ),
    # place
    "place_set": (
        "{place} 已落图。撤回：hebei-gis place unset {place}",
        "{place} is on the map. Undo: hebei-gis place unset {place}",
    ),
    "place_hint": ("线索：{hint}（{confidence}）", "Hint: {hint} ({confidence})"),
    "place_hint_dated": (
        "线索：{hint}（{confidence}，{date}）",
        "Hint: {hint} ({confidence}, {date})",
    ),
    "place_unset": (
        "{place}：手工给出的位置已撤回。",
        "{place}: the position given by hand is taken back.",
    ),
    "place_tied": ("{place} 即 {feature}。", "{place} is {feature}."),
    "place_untied": ("{place} 与 {feature} 已解除关联。", "{place} is {feature} no more."),
    # register
    "file_written": (
        "登记表已写入 {file}（{count} 字节）。",
        "The register is written to {file} ({count:byte|bytes}).",
    ),
    "places_confirmed": (
        "{count} 个地点、{links} 处关联已写入 {folder} 的 places.csv 与 links.csv。",
        "{count:place|places} and {links:link|links} are written to places.csv and links.csv "
        "in {folder}.",
    ),
    "tables_written": ("已写入：{tables}", "Written: {tables}"),
    "no_table": ("无", "nothing"),
    "nothing_written": (
        "尚未写入；加 --write 写入。",
        "Nothing is written yet; --write does it.",
    ),
    "register_stale": (
        "导出之后登记表已有改动：以上只是工作簿中的修改，其他改动保持不变。",
        "The register has changed since this file was made: the above is what was edited in it; "
        "all else stays as it is now.",
    ),
    "sheet_missing": ("没有工作表 {table}，该表不变", "No sheet {table}: left as it is"),
    "not_read": ("未读取：{name}", "Not read: {name}"),
    "register_counts": (
        "新增 {added} 行，删除 {removed} 行，修改 {changed} 格",
        "{added:row|rows} added, {removed} removed, {changed:cell|cells} changed",
    ),
    # init
    "init_made": ("{folder}：{name}，{plan}", "{folder}: {name}, {plan}"),
    "init_counts": (
        "{entries} 条登记（摘要待填），{places} 个地点、{indicators} 个数字待确认",
        "{entries:entry|entries} (summaries to be written), "
        "{places:place|places} and {indicators:number|numbers} proposed",
    ),
    "init_unset": ("请在 workspace.toml 中补全：{keys}", "To be set in workspace.toml: {keys}"),
    "init_next": (
        "确认地点：hebei-gis place confirm --workspace {folder}",
        "Places: hebei-gis place confirm --workspace {folder}",
    ),
}

#: Says what the command prints in ``zh`` or ``en``, with the facts filled in.
say = say_of(WORDS)

#: Codes that only Chinese lists put into words; files and JSON hold the codes.
_CODES = {
    **{code: titles["zh"] for code, titles in BASIS_TITLES.items()},
    **{
        name.removeprefix("kind_"): words[0]
        for name, words in PAGE_WORDS.items()
        if name.startswith("kind_")
    },
    "viewer": "浏览者",
    "editor": "编辑者",
    "achieved": "已完成",
    "baseline": "基期",
    "target": "目标",
    # kinds of places
    "metro_station": "地铁站",
    "railway_station": "火车站",
    "metro_line": "地铁线路",
    "road": "道路",
    "river": "河流",
    "park": "公园绿地",
    "belt": "经济带",
    "hospital": "医疗设施",
    "school": "学校",
    "care": "养老设施",
    "culture": "文化设施",
    "sport": "体育设施",
    "heritage": "历史遗存",
    "mall": "商业设施",
    "building": "楼宇",
    "parcel": "地块",
    "node": "产业节点",
    "platform": "创新平台",
    "area": "区域",
    "factory": "工厂",
    "neighbourhood": "居住区",
    "government": "政务机构",
    "facility": "市政设施",
}


def code_word(code: str, language: str) -> str:
    """A code of a closed list as a list for people shows it: in Chinese its word."""
    return _CODES.get(code, code) if language == "zh" else code
