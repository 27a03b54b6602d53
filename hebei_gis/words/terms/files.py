"""Kinds of files and what is in them."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "bytes_of": ("{count} 字节", "{count:byte|bytes}"),
    # Zips.
    "whole_zip": ("完整的 zip 文件", "a whole zip file"),
    "no_end_of_zip": ("zip 没有结尾部分", "no end of a zip"),
    "plain_members": (
        "成员都在同一文件夹内、不重名、不是链接、未加密",
        "members within one folder, each once, neither links nor encrypted",
    ),
    "member_climbs_out": ("成员 {name} 的路径越出压缩包", "the member {name} climbs out"),
    "member_is_a_link": ("成员 {name} 是链接", "the member {name} is a link"),
    "member_encrypted": ("{name} 已加密", "{name} is encrypted"),
    "member_twice": ("{name} 出现两次", "{name} stands twice"),
    "member_grows": (
        "{name} 由 {packed} 字节解压为 {size} 字节",
        "{name} grows from {packed} to {size} bytes",
    ),
    "grows_at_most": ("至多为压缩后大小的 {times} 倍", "at most {times} times its size"),
    # Kinds of files.
    "file_of": ("{name} 文件", "a {name} file"),
    "whole_file_of": ("完整的 {name} 文件", "a whole {name} file"),
    "one_of_formats": ("{names} 之一", "{names:or}"),
    "one_file_or_shapefile": (
        "一个文件，或一个 Shapefile 或 MapInfo 表的各部件",
        "one file, or the parts of a Shapefile or MapInfo table",
    ),
    "zip_with": ("内含 {names} 的 zip", "a zip with {names}"),
    "xml_with_root": ("以 <{root}> 为根的 XML", "XML with <{root}>"),
    "first_bytes": ("开头字节为 {hex}", "bytes {hex}"),
    "office_without_sheets": ("没有工作表的 Office 文件", "an Office file without sheets"),
    "old_office_file": (
        "旧版 Office 或其他程序的复合文件，不是 Excel 工作簿",
        "a compound file of old Office or another program, not an Excel workbook",
    ),
    "workbook_encrypted": ("加密的工作簿", "a workbook that is encrypted"),
    "workbook_without_password": (
        "没有密码的工作簿（在 Excel 或 WPS 中取消密码后另存）",
        "a workbook without a password (Excel and WPS save it without)",
    ),
    "html_without_tables": ("没有表格的 HTML", "HTML without a table"),
    "html_with_tables": ("含表格的 HTML", "HTML with a table"),
    "dwg_drawing": (
        "DWG 图形，请在 AutoCAD 或 CASS 中“另存为”DXF",
        "a DWG drawing; in AutoCAD or CASS, Save As DXF",
    ),
    "dgn_drawing": (
        "DGN 图形，请在 MicroStation 中“另存为”DXF",
        "a DGN drawing; in MicroStation, Save As DXF",
    ),
    "access_database": (
        "Access 数据库或个人地理数据库，请在 ArcGIS 中“导出数据”为 Shapefile 或文件地理数据库",
        "an Access database or personal geodatabase; in ArcGIS, Export Data as Shapefile or File "
        "Geodatabase",
    ),
    "mapgis_file": (
        "MapGIS 文件，请在 MapGIS 中“文件转换”为 Shapefile 或 DXF",
        "a MapGIS file; in MapGIS, convert it to Shapefile or DXF",
    ),
    "ovobj_file": (
        "奥维对象文件，请在奥维互动地图中导出为 KML",
        "an Ovital object file; in Ovital Map, export it as KML",
    ),
    "vct_file": (
        "VCT 交换文件，请在 MapGIS 或 ArcGIS 的转换工具中转为 Shapefile",
        "a VCT exchange file; convert it to Shapefile in MapGIS or ArcGIS",
    ),
    "supermap_file": (
        "SuperMap 数据源，请在 SuperMap iDesktop 中“导出数据集”为 Shapefile 或 GeoJSON",
        "a SuperMap data source; in SuperMap iDesktop, export the dataset as Shapefile or GeoJSON",
    ),
    "arcgis_document": (
        "ArcGIS 图层文件或地图文档，只引用数据而不含数据，请在 ArcGIS 中“导出数据”",
        "an ArcGIS layer file or map, which points to data and holds none; in ArcGIS, Export Data",
    ),
    "qgis_document": (
        "QGIS 工程，只引用数据而不含数据，请在 QGIS 中“导出要素”",
        "a QGIS project, which points to data and holds none; in QGIS, export the layer",
    ),
    "image_file": (
        "图像，没有要素；如为扫描图，请先在 QGIS 或 ArcGIS 中配准并矢量化",
        "an image, which has no features; georeference and digitise a scan in QGIS or ArcGIS first",
    ),
    "a_file_there": ("一个文件", "a file"),
    "own_folder": (
        "程序存放修改记录的文件夹",
        "the folder in which the program keeps the record of changes",
    ),
    "users_file_head": (
        "用户与密码（argon2 散列）：请用 hebei-gis user 修改。",
        "Users, with passwords as argon2 hashes: change them with hebei-gis user.",
    ),
    "not_a_hash": ("其他内容", "something else"),
    "an_argon2_hash": ("hebei-gis user 写入的散列", "a hash as hebei-gis user writes it"),
    "the_client_secret": ("身份服务给出的客户端密钥", "the client secret that the service gave"),
    "an_https_address": (
        "https 地址（本机可用 http）",
        "an address with https (http for this machine only)",
    ),
    "a_callback_address": (
        "以 /oauth2callback 结尾的 https 地址（本机可用 http）",
        "an address with https (http for this machine only) that ends with /oauth2callback",
    ),
    "nested_too_deep": ("嵌套过深", "nested too deep"),
    "sidecar_members_odd": (
        "其中有项目缺少或不是应有的内容",
        "members of it are missing or not what they should be",
    ),
    "geodatabase_bare": (
        "没有表（.gdbtable）的地理数据库文件夹",
        "the folder of a geodatabase without its tables (.gdbtable)",
    ),
    "geodatabase_whole": (
        "完整的 .gdb 文件夹打包成的 zip",
        "a zip of the whole .gdb folder",
    ),
    "pdf_file": ("PDF", "a PDF"),
    "rar_archive": (
        "RAR 压缩包，请解压后重新打包为 zip",
        "a RAR archive; unpack it and pack it as zip",
    ),
    "seven_zip_archive": (
        "7z 压缩包，请解压后重新打包为 zip",
        "a 7z archive; unpack it and pack it as zip",
    ),
    "gzip_archive": ("gzip 压缩文件，请先解压", "a gzip archive; unpack it"),
    "empty_zip": ("空的 zip", "an empty zip"),
    # What stands in them.
    "bytes_of_whole": ("{whole} 字节中只有 {found} 字节", "{found} bytes of {whole}"),
    "no_layer_inside": ("没有图层", "no layer in it"),
    "layer_with_rows": ("有数据的图层", "a layer with rows"),
    "layer_is_view": ("图层 {name} 是视图", "the layer {name} is a view"),
    "layer_without_table": (
        "图层 {name} 没有对应的普通表",
        "the layer {name} is no plain table, or its table is missing",
    ),
    "plain_table": ("普通的表", "a plain table"),
    "geopackage_wal_needed": (
        "{error}；文件处于 WAL 模式，没有 -wal 文件，请在 QGIS 中关闭后重新复制，或一并提供 -wal 文件",
        "{error}; it is in WAL mode and its -wal file is missing: close it in QGIS and copy it "
        "anew, or hand in the -wal file too",
    ),
    "parquet_without_geo": ("没有 geo 元数据的 Parquet 文件", "a Parquet file without the key geo"),
    "parquet_broken_geo": ("geo 元数据有误：{error}", "its key geo: {error}"),
    "geometry_as": ("以 {name} 存放的几何", "geometry as {name}"),
    "no_shapefile_header": ("没有 Shapefile 文件头", "no Shapefile header"),
    "broken_header": ("损坏的文件头", "a broken header"),
    "rows_of": ("{rows} 行", "{rows:row|rows}"),
    "shp_cut": (
        ".shp 有 {size} 字节、{shapes} 个完整几何",
        "the .shp has {size:byte|bytes} and {shapes:whole shape|whole shapes}",
    ),
    "dbf_cut": (".dbf 有 {rows} 个完整行", "the .dbf has {rows:whole row|whole rows}"),
    "dbf_against_shp": (
        ".dbf 有 {rows} 行，.shp 有 {shapes} 个几何",
        "the .dbf has {rows:row|rows} and the .shp {shapes:shape|shapes}",
    ),
    "as_many_of_both": ("二者数目相同", "as many of one as of the other"),
    # In what text is written, and how that is known.
    "encodings_such_as": ("{names} 等", "{names} …"),
    "encodings_or": ("{names:or}", "{names:or}"),
    "parts_missing": ("缺少 {names}", "there is no {names}"),
    "parts_beside": ("{name} 及其 {names}", "a {name} with its {names}"),
    "encoding_to_name": ("您指定的编码", "an encoding you name"),
    "encoding_perhaps": ("文件的编码，可能是 {name}", "the encoding of the file, perhaps {name}"),
    "another_encoding": ("其他编码", "another"),
    "encoding_by_zeros": (
        "没有字节顺序标记，但每隔一个字节为零",
        "it has no byte order mark, but every other byte is zero",
    ),
    "encoding_against_mark": (
        "字节顺序标记写的是 UTF-8，与其余字节不符；去掉标记后全部字节符合",
        "its byte order mark says UTF-8, which the bytes are not; without it every byte fits",
    ),
    "encoding_doubted": (
        "依您所述，读作“{reading}”；但全部字节也符合 {other}，读作“{other_reading}”，请核对",
        "by your word, which reads “{reading}”; but every byte also fits {other}, which reads "
        "“{other_reading}”; compare them",
    ),
    "encoding_by_mark": ("以字节顺序标记注明", "it says so with a byte order mark"),
    "encoding_ascii": ("全为 ASCII 字符", "all text is plain ASCII"),
    "encoding_fits": ("全部字节符合", "every byte fits"),
    "encoding_not_utf8": ("不是 UTF-8，且全部字节符合", "it is not UTF-8 and every byte fits"),
    "encoding_your_word": ("依您所述", "by your word"),
    "encoding_by_xml": ("XML 中注明", "the XML says so"),
    "encoding_against_xml": (
        "全部字节符合，XML 写的 {stated} 与字节不符",
        "every byte fits, while the XML says {stated}, which they do not",
    ),
    "encoding_not_xml": (
        "全部字节符合，读作“{reading}”；按 XML 所写的 {stated} 则读作“{other}”",
        "every byte fits and reads “{reading}”; as {stated}, which the XML says, it would read "
        "“{other}”",
    ),
    "the_xml": ("XML 中", "the XML"),
    # XML and JSON.
    "whole_xml": ("完整的 XML", "whole XML"),
    "plain_xml": (
        "不含文档类型、实体与外部引用的 XML",
        "XML without a document type, entities or outside references",
    ),
    "xml_encoding": ("编码 {name}", "the encoding {name}"),
    "elements_within": (
        "元素嵌套超过 {limit} 层",
        "more than {limit} elements within each other",
    ),
    "fewer_elements_within": (
        "较少的嵌套层数（[limits] 的 depth）",
        "fewer levels (depth in [limits])",
    ),
    "text_at": (
        "{message}，第 {line} 行第 {column} 列",
        "{message}, line {line}, column {column}",
    ),
    "encoding_by_version": ("由其版本决定", "its version says so"),
    "encoding_by_header": ("文件头注明 {stated}", "its header says {stated}"),
    "encoding_against_header": (
        "全部字节符合，文件头写的是 {stated}",
        "every byte fits, whatever the header says ({stated})",
    ),
    "encoding_stated": ("{origin}注明，且全部字节符合", "{origin} says so and every byte fits"),
    "encoding_stated_wrong": ("{origin}写的 {name} 有误", "{origin} says {name}, which is wrong"),
    "encoding_not_stated": ("没有注明", "nothing says it"),
    "encoding_found": ("{silent}；{why}", "{silent}; {why}"),
    # Workbooks.
    "no_bytes": ("空文件", "an empty file"),
    "no_workbook": ("不是 XLSX，可能是 .xls 或已加密的文件", "no XLSX; an .xls or a locked file?"),
    "a_workbook": ("XLSX 工作簿", "an XLSX workbook"),
    "whole_workbook": ("完整的工作簿", "a whole workbook"),
    "another_zip": ("其他种类的 zip", "another kind of zip"),
    "the_cpg": (".cpg ", "the .cpg"),
    "the_dbf_header": ("文件头", "its header"),
}
