"""Faults of serving: who may reach the pages, and who may change what."""

FAULTS: dict[str, tuple[str, str]] = {
    "read_only": (
        "{where}：此服务只供浏览，未写入任何内容。请在工作区所在的电脑上修改。",
        "{where}: this server is for looking only; nothing was written. Make changes on the machine "
        "that holds the workspace.",
    ),
    "viewer_only": (
        "{where}：您的角色只能浏览，未写入任何内容。如需修改，请管理员将角色改为 editor，或重新登录。",
        "{where}: your role may look only; nothing was written. To change something, have the role "
        "editor given to you, or sign in again.",
    ),
    "host_open": (
        "{where} {found}：其他电脑可以访问该地址，而任何访问者都可修改工作区。"
        "请用 --users 指定用户文件并用 --certificate 指定证书；只供浏览请加上 --public-read-only；"
        "也可只监听本机，前设带身份验证的代理，并用 --name 写明其名称。",
        "{where} {found}: other machines reach this address, and whoever does may change the "
        "workspace. Name a file of users with --users and a certificate with --certificate; to let "
        "others look only, add --public-read-only; or listen on this machine only, behind a proxy "
        "that asks who they are, named with --name.",
    ),
    "password_in_clear": (
        "{where} {found}：其他电脑可以访问该地址，而没有 TLS 时密码会以明文传送。"
        "请用 --certificate（与 --key）指定证书；或只监听本机（--host 127.0.0.1），"
        "由本机上的代理负责 TLS，并用 --name 写明其名称。",
        "{where} {found}: other machines reach this address, and without TLS passwords travel in the "
        "clear. Name a certificate with --certificate (and --key); or listen on this machine only "
        "(--host 127.0.0.1) behind a proxy on it that speaks TLS, named with --name.",
    ),
    "certificate_unusable": (
        "{where}：证书或私钥不可用（{found}）。应为相互对应的 PEM 文件。",
        "{where}: certificate or key cannot be used ({found}). Expected PEM files that belong "
        "together.",
    ),
    "no_users_file": (
        "{where}：没有用户。请先用 hebei-gis user set 姓名 --role editor --users 文件 增加用户。",
        "{where}: there is no user. Add one with hebei-gis user set NAME --role editor --users FILE.",
    ),
    "user_twice": (
        "{where}：用户 {found} 出现多次。请只保留一个。",
        "{where}: the user {found} stands there more than once. Keep one.",
    ),
    "unknown_user": (
        "{where}：没有用户 {found}。应为 {expected} 之一。",
        "{where}: there is no user {found}. Expected one of {expected}.",
    ),
    "bad_user_name": (
        "{where}：用户名“{found}”不可用。应为 1 至 {most} 个字符，不含控制字符、不可见字符和连续空格。",
        "{where}: “{found}” is no name for a user. Expected 1 to {most} characters, without control "
        "characters, what is not seen, and double blanks.",
    ),
    "weak_password": (
        "{where}：密码不可用。应为 {least} 至 {most} 个字符，且不同于用户名。",
        "{where}: the password cannot be used. Expected {least} to {most} characters, not the user’s "
        "name.",
    ),
    "user_without_sign_in": (
        "{where}：用户 {found} 没有密码，也没有身份标识，无法登录。"
        "请用 hebei-gis user set 重新设置，或删除该用户。",
        "{where}: the user {found} has neither password nor identity and cannot sign in. Set it "
        "anew with hebei-gis user set, or remove it.",
    ),
    "identity_without_service": (
        "{where}：用户 {found} 有身份标识，但没有登记身份服务。请先用 hebei-gis user service 登记。",
        "{where}: the user {found} has an identity, but no identity service is named. Name it first "
        "with hebei-gis user service.",
    ),
    "bad_identity": (
        "{where}：身份标识“{found}”不可用。应不超过 {most} 个字符，不含控制字符。",
        "{where}: “{found}” cannot be an identity. Expected at most {most} characters, without "
        "control characters.",
    ),
    "link_version": (
        "{where}：版本为 {found}，应为 {expected}。已显示能读懂的部分；请用“分享”重新生成链接。",
        "{where}: it is of version {found}, expected {expected}. What can be read of it is shown; "
        "make it anew with Share.",
    ),
    "link_layer": (
        "{where}：图层 {found} 已不在此工作区，其余照常显示。请用“分享”重新生成链接。",
        "{where}: the layers {found} are not in this workspace any more; the rest is shown. Make it "
        "anew with Share.",
    ),
    "link_chapter": (
        "{where}：没有第 {found} 章，其余照常显示。请用“分享”重新生成链接。",
        "{where}: there is no chapter {found}; the rest is shown. Make it anew with Share.",
    ),
    "link_theme": (
        "{where}：没有主题 {found}，其余照常显示。请用“分享”重新生成链接。",
        "{where}: there is no theme {found}; the rest is shown. Make it anew with Share.",
    ),
    "link_view": (
        "{where}：地图位置“{found}”无法识别，已显示全区。请用“分享”重新生成链接。",
        "{where}: the view “{found}” cannot be read; the whole district is shown. Make it anew with "
        "Share.",
    ),
    "link_selected": (
        "{where}：“{found}”已不在此工作区。请查找其新名称，或用“分享”重新生成链接。",
        "{where}: “{found}” is not in this workspace any more. Search for its new name, or make the "
        "link anew with Share.",
    ),
    "passwords_differ": (
        "{where}：两次输入的密码不同，未写入任何内容。请重新输入。",
        "{where}: the two passwords differ; nothing was written. Type them again.",
    ),
}
