"""Words that more than one page uses."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "read_only": (
        "只供浏览：可查看、比选和导出，不能修改。",
        "For looking only: nothing can be changed.",
    ),
    "sign_in": ("登录", "Sign in"),
    "sign_in_about": (
        "请用管理员给您的用户名和密码登录。",
        "Sign in with the name and password you were given.",
    ),
    "sign_in_about_service": (
        "请用单位账号登录；管理员给过密码的，也可用密码登录。",
        "Sign in with the account of your organisation, or with a password where you were given one.",
    ),
    "sign_in_by": ("用{service}登录", "Sign in with {service}"),
    "identity_service": ("单位账号", "the organisation’s account"),
    "identity_unknown": (
        "“{identity}”已通过身份验证，但不在本系统的用户中。请管理员增加该用户。",
        "“{identity}” was confirmed, but is no user here. Ask the administrator to add it.",
    ),
    "identity_unreachable": (
        "身份服务没有应答。请稍后再试；如仍不行，请告知管理员。",
        "The identity service did not answer. Try again later; if it stays so, tell the administrator.",
    ),
    "identity_refused": (
        "身份服务未确认您的身份。请重新登录。",
        "The identity service did not confirm who you are. Sign in again.",
    ),
    "identity_not_asked": (
        "此次登录已过期，或不是从本浏览器发起的。请重新登录。",
        "This sign-in is too old, or was not begun in this browser. Sign in again.",
    ),
    "identity_not_told": (
        "身份服务没有给出可用的用户标识。请告知管理员核对身份服务的设置。",
        "The identity service did not say who you are in the way that is asked for. Tell the administrator to check its settings.",
    ),
    "share_share": ("分享", "Share"),
    "share_copy": ("复制链接", "Copy link"),
    "share_copied": ("已复制", "Copied"),
    "share_copy_by_hand": ("请按 Ctrl+C 复制", "Press Ctrl+C to copy"),
    "share_address": ("当前页面的链接", "Link to this page"),
    "share_code": ("链接的二维码", "QR code of the link"),
    "sign_in_needed": ("需要登录。", "A sign-in is needed."),
    "sign_in_wrong": ("用户名或密码不正确。", "The name or the password is wrong."),
    "sign_in_wait": (
        "尝试过多，请在 {seconds} 秒后再试。",
        "Too many attempts; try again in {seconds:second|seconds}.",
    ),
    "user_name": ("用户名", "Name"),
    "password": ("密码", "Password"),
    "signed_in_as": ("{name}（{role}）", "{name} ({role})"),
    "signed_out": (
        "登录已失效，请重新载入页面并登录。",
        "You are signed out; reload the page and sign in.",
    ),
    "sign_out": ("退出登录", "Sign out"),
    "role_viewer": ("浏览者", "viewer"),
    "role_editor": ("编辑者", "editor"),
    "defect": (
        "程序出错，工作区未受影响。请重新载入页面；如再次出现，请把编号 {number} 告知管理员（运行日志中有说明）。",
        "Something went wrong in the program; the workspace is as it was. Reload the page; should it happen again, tell the administrator the number {number}, which the log explains.",
    ),
    "edge_refused": (
        "此服务不接受以“{name}”为名或来自其他网站页面的访问。请使用服务器本机的名称或地址打开；如需使用其他名称，请在启动时加上 --name 名称。",
        "This server does not answer requests by the name “{name}”, or from pages of other sites. Open it by the name or address of its machine; to use another name, start it with --name NAME.",
    ),
    # pages
    "page_map": ("地图", "Map"),
    "app_title": ("{name}规划地图", "{name} planning map"),
    "file_choose": ("选择文件", "Choose files"),
    "file_drop": ("或拖到此处，每个文件不超过 100 MB", "or drop them here, 100 MB a file at most"),
    "language": ("语言", "Language"),
    # columns every layer has
    "column_key": ("标识", "Key"),
    "column_name_zh": ("中文名称", "Chinese name"),
    "column_name_en": ("英文名称", "English name"),
    "column_basis": ("依据", "Basis"),
    "column_accuracy_m": ("精度 ±米", "Accuracy ±m"),
    "column_source": ("来源（英文）", "Source"),
    "column_source_zh": ("来源", "Source (Chinese)"),
    "column_note_zh": ("说明", "Note (Chinese)"),
    "column_note_en": ("说明（英文）", "Note"),
    # kinds of entries
    "kind_achievement": ("已有成效", "Achievement"),
    "kind_problem": ("存在问题", "Problem"),
    "kind_setting": ("发展环境", "Setting"),
    "kind_goal": ("目标", "Goal"),
    "kind_principle": ("原则", "Principle"),
    "kind_measure": ("措施", "Measure"),
    "kind_safeguard": ("实施保障", "Safeguard"),
}
